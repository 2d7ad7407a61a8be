import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fontsConfig, isChromium, onPath } from './chromium.js';

test('a Chromium says so; a stand-in for one does not', () => {
  expect(isChromium('Chromium 156.0.8078.108 built on Debian GNU/Linux 12 (bookworm)\n')).toBe(true);
  expect(isChromium('/usr/bin/chromium: 9: [: unexpected operator\nGoogle Chrome 140.0.7339.80 \n')).toBe(
    true,
  );
  expect(
    isChromium("Command '/usr/bin/chromium-browser' requires the chromium snap to be installed.\n"),
  ).toBe(false);
});

test('the names are looked for in their order, each along PATH', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'huiji-path-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  await Promise.all([first, second].map((path) => mkdir(path)));
  const files = [join(first, 'google-chrome'), join(first, 'chromium'), join(second, 'chromium')];
  for (const file of files) await writeFile(file, '');
  const found = onPath(['chromium', 'google-chrome'], `${first}::${join(folder, 'none')}:${second}`);
  expect(found.map(({ command }) => command)).toEqual([files[1], files[2], files[0]]);
  await rm(folder, { recursive: true });
});

test("fontconfig reads the system's configuration and then the unpacked fonts", () => {
  const lines = fontsConfig('/cache/fonts').split('\n');
  expect(lines.findIndex((line) => line.includes('/etc/fonts/fonts.conf'))).toBeLessThan(
    lines.findIndex((line) => line.includes('<dir>/cache/fonts/usr/share/fonts</dir>')),
  );
});
