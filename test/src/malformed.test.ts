import { shippedForm } from '@huiji/domain/shipped-forms';
import { parseSpreadsheet } from '@huiji/workbook/parse';
import { readSpreadsheet } from '@huiji/workbook/read';
import { type FilledFile, filledFile } from '@huiji/workbook/tables/filled-file';
import { allIn } from '@huiji/workbook/tables/filled-many';
import { readLimits, type ReadSheet } from '@huiji/workbook/workbook';
import { expect, test } from '@jest/globals';
import { inflatedBytes, malformed, type Sent } from './harness/malformed.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';

const form = shippedForm('work-q');
const limits = { ...readLimits, inflatedBytes };

/** Each file is read here, where a crash would end the test; and one of so many also as production does, in a process of its own. */
const apart = 20;

const files = lengthOf('FILES', { short: 300, long: 5_000 });
const seed = seedOf();

test(
  `of ${files} malformed files each is refused as a whole, or says what it said (seed ${seed})`,
  async () => {
    const chance = new Chance(seed);
    const counts: Record<string, { read: number; refused: number }> = {};
    for (let file = 0; file < files; file += 1) {
      const sent = malformed(chance);
      const read = await parseSpreadsheet(sent.bytes, limits);
      const count = (counts[sent.kind] ??= { read: 0, refused: 0 });
      count[Array.isArray(read) ? 'read' : 'refused'] += 1;
      try {
        if (file % apart === 0) expect(await readSpreadsheet(sent.bytes, limits)).toEqual(read);
        hold(sent, read);
      } catch (error) {
        throw new Error(`file ${file}, ${sent.kind}: ${Buffer.from(sent.bytes).toString('base64')}`, {
          cause: error,
        });
      }
    }
    console.table(counts);
    for (const kind of ['filled in', 'CSV', 'damaged inside']) expect(counts[kind]!.read).toBeGreaterThan(0);
  },
  longest,
);

/** Holds what was read of a file against what it said. */
function hold({ said, refused }: Sent, read: Awaited<ReturnType<typeof parseSpreadsheet>>): void {
  if (!Array.isArray(read)) {
    expect([refused, read.code]).not.toContain('NEVER');
    return expect(read.code).toMatch(/^WORKBOOK_(UNREADABLE|TOO_LARGE)$/);
  }
  expect(refused).not.toBe('ALWAYS');
  // Whatever stands in it, each place of it is one or another, and nothing throws.
  const found = foundIn(read);
  if (said) expect(found).toEqual(said);
}

/** What was found of each union, by the code of the cell. */
function foundIn(read: readonly ReadSheet[]): Record<string, object> {
  const filled: FilledFile = filledFile(read, form, () => 'GRASSROOTS');
  if (filled.of === 'ONE') return {};
  return Object.fromEntries(
    allIn(filled).map(({ unionCode, cells, verdicts }) => {
      const taken = new Map(cells.map(({ cell, value, mark }) => [cell, { value, mark }]));
      const becomes = verdicts.map(
        ({ code, verdict, problem }) =>
          [code, (verdict === 'TAKEN' && taken.get(code)) || (problem?.code ?? verdict)] as const,
      );
      return [unionCode, Object.fromEntries(becomes)];
    }),
  );
}
