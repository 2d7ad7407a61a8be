/** Finds a Chromium and a Chinese font for the browser tests, or brings them. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fromDebian, librariesIn } from './debian-package.js';
import { outputOf } from './processes.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** A Chromium that runs on this machine, and what it needs in its environment beside ours. */
export interface Chromium {
  command: string;
  env: Record<string, string>;
}

/**
 * The Chromium to test in, which shows Chinese: from PATH, else from `cache`, else from Debian's package, which is unpacked into
 * `cache`. Where this machine has no Chinese font, Debian's is unpacked there too; a file in `folder` then tells Chromium of it.
 */
export async function chromiumWithChinese(cache: string, folder: string): Promise<Chromium> {
  const { command, env } =
    (await firstUsable(onPath(NAMES, process.env['PATH'] ?? ''))) ??
    (await fromDebian({
      name: 'chromium',
      beside: ['chromium-common'], // its data, which it reads from its own folder
      target: join(cache, `chromium-${process.arch}`),
      tryOut: (unpacked) => firstUsable([inFolder(unpacked)]),
      missing: 'There is no Chromium on this machine',
      otherwise: `install one that is called ${NAMES.join(', or ')} on PATH.`,
    }));
  return { command, env: { ...env, ...(await chineseFonts(cache, folder)) } };
}

/** The files of these names in the folders of a PATH, those of the first name first. */
export function onPath(names: readonly string[], path: string): Chromium[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter((command) => existsSync(command))
    .map((command) => ({ command, env: {} }));
}

/** The program itself: the script in usr/bin starts what is installed. */
function inFolder(folder: string): Chromium {
  return {
    command: join(folder, 'usr/lib/chromium/chromium'),
    env: { LD_LIBRARY_PATH: librariesIn(folder) },
  };
}

async function firstUsable(candidates: Chromium[]): Promise<Chromium | undefined> {
  for (const candidate of candidates) {
    const env = { ...process.env, ...candidate.env };
    if (isChromium(await outputOf(candidate.command, ['--version'], { env }))) return candidate;
  }
  return undefined;
}

/** Whether this is what a Chromium says to `--version`. Ubuntu's stand-in for it only says how to get one. */
export function isChromium(output: string): boolean {
  return /^(Chromium|Google Chrome) \d/m.test(output);
}

async function chineseFonts(cache: string, folder: string): Promise<Record<string, string>> {
  const installed = await outputOf('fc-list', [':lang=zh', 'family'], { env: process.env });
  if (installed.trim() !== '') return {};
  const unpacked = await fromDebian({
    name: 'fonts-noto-cjk',
    target: join(cache, 'fonts-noto-cjk'),
    tryOut: (place) => Promise.resolve(existsSync(join(place, 'usr/share/fonts')) ? place : undefined),
    missing: 'There is no Chinese font on this machine',
    otherwise: 'install one, such as fonts-noto-cjk.',
  });
  const config = join(folder, 'fonts.conf');
  await writeFile(config, fontsConfig(unpacked));
  return { FONTCONFIG_FILE: config };
}

/** What fontconfig reads instead of the system's configuration: that one, the unpacked fonts, and which of them is for what. */
export function fontsConfig(unpacked: string): string {
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    `  <include ignore_missing="yes">${unpacked}/usr/share/fontconfig/conf.avail</include>`,
    `  <dir>${unpacked}/usr/share/fonts</dir>`,
    '  <cachedir prefix="xdg">fontconfig</cachedir>',
    '</fontconfig>',
    '',
  ].join('\n');
}
