/** The table of settings in the README, as api and worker read them. */
import { settings as ofApi } from '@huiji/api/config';
import { settings as ofWorker } from '@huiji/worker/config';
import type { z } from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;
const shapes: ReadonlyArray<readonly [string, Shape]> = [
  ['api', ofApi.shape],
  ['worker', ofWorker.shape],
];

/** What a setting is where the environment says nothing; blank where that is nothing, or no. */
function standardOf(setting: z.ZodType): string {
  const read = setting.safeParse(undefined);
  if (!read.success) return 'must be set';
  const { data } = read;
  const isNone =
    data === undefined || data === '' || data === false || (Array.isArray(data) && data.length === 0);
  return isNone ? '' : `\`${typeof data === 'string' ? data : JSON.stringify(data)}\``;
}

/** What the processes say of a setting: once where all of them say the same. */
function together(said: ReadonlyArray<readonly [process: string, text: string]>): string {
  const texts = new Set(said.map(([, text]) => text));
  if (texts.size === 1) return [...texts].join('');
  return said.map(([process, text]) => `${process}: ${text}`).join('; ');
}

/** A row for each setting, by its name: who reads it, what it means, and what it is where nobody sets it. */
export function settingRows(): string[][] {
  const names = [...new Set(shapes.flatMap(([, shape]) => Object.keys(shape)))].toSorted();
  return names.map((name) => {
    const read = shapes.flatMap(([process, shape]) =>
      shape[name] ? [{ process, setting: shape[name] }] : [],
    );
    return [
      ...[`\`${name}\``, read.map(({ process }) => process).join(', ')],
      together(read.map(({ process, setting }) => [process, setting.description ?? ''])),
      together(read.map(({ process, setting }) => [process, standardOf(setting)])),
    ];
  });
}

const [start, end] = ['<!-- settings -->', '<!-- end of settings -->'];

/** A page with its table of settings as they are now. Throws where it has no place for that. */
export function withSettings(page: string): string {
  const head = ['setting', 'of', 'meaning', 'else it is'];
  const lines = [head, head.map(() => '---'), ...settingRows()].map((cells) => `| ${cells.join(' | ')} |`);
  const [before, rest = ''] = page.split(start);
  const [, after] = rest.split(end);
  if (before === undefined || after === undefined) throw new Error(`the page has no ${start} … ${end}`);
  return `${before}${start}\n\n${lines.join('\n')}\n\n${end}${after}`;
}
