import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blank, fillForm } from './draft.js';
import { type Entry, type Mark, missing } from './figure.js';
import { cellsFiledBy, coverItems } from './form.js';
import { changedIn, type Filled, undoImport } from './import.js';
import type { Provenance } from './offer.js';
import { shippedForm } from './shipped-forms.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const always = { seed, numRuns: 300 };
const form = shippedForm('work-q');
const typed = cellsFiledBy(form, 'GRASSROOTS')
  .filter(({ source, decimals }) => source === 'TYPED' && decimals === 0)
  .slice(0, 8)
  .map(({ code }) => code);
const table = 'trn_class';
const carried: Provenance = { origin: 'CARRIED', periods: ['2026Q2'], submissionIds: ['s'], missing: 0 };

const value = fc.record({
  value: fc.constantFrom('0', '1', '27', '300'),
  mark: fc.constantFrom<Mark>('EXACT', 'AT_LEAST', 'ABOUT'),
});
const cellsArb = fc.uniqueArray(
  fc
    .record({ cell: fc.constantFrom(...typed), said: fc.option(value) })
    .map(({ cell, said }) => ({ cell, ...(said ?? { value: null, mark: 'EXACT' as const }) })),
  { selector: ({ cell }) => cell, maxLength: 8 },
);
const rowsArb = fc.array(fc.constantFrom('安全', '法律'), { maxLength: 3 });
/** What somebody does to a return: types cells, sends a table or clears it, writes on the cover. */
const editArb = fc.record({
  cells: cellsArb,
  rows: fc.option(fc.option(rowsArb), { nil: undefined }),
  cover: fc.dictionary(fc.constantFrom(...coverItems), fc.constantFrom('甲', '乙'), {
    noNullPrototype: true,
  }),
});
type Edit = typeof editArb extends fc.Arbitrary<infer E> ? E : never;

const none: Filled = { ...blank, cover: {}, origins: {} };
const columns = form.repeatingTables.find(({ code }) => code === table)?.columns ?? [];
/** Rows that are complete: what is asked for beyond the title is the same in each. */
const rowOf = (title: string): Record<string, unknown> =>
  Object.fromEntries(
    columns
      .filter(({ required }) => required)
      .map(({ code, type, choices }) => [
        code,
        choices?.[0] ??
          (type === 'text' ? title : type === 'integer' ? '3' : type === 'date' ? '2026-08-01' : true),
      ]),
  );

function edit(before: Filled, { cells, rows, cover }: Edit): Filled {
  const tables = rows === undefined ? [] : [{ table, rows: rows && rows.map(rowOf) }];
  const { content, problems } = fillForm(form, 'GRASSROOTS', before, { cells, tables });
  expect(problems).toEqual([]);
  const origins = Object.fromEntries(
    Object.entries(before.origins).filter(([code]) => !cells.some(({ cell }) => cell === code)),
  );
  return { ...content, cover: { ...before.cover, ...cover }, origins };
}
const entryOf = ({ entries }: Filled, code: string): Entry => entries.get(code) ?? missing;

describe(`undoing an import (SEED=${seed})`, () => {
  test('restores exactly what was before where nobody has edited since', () => {
    fc.assert(
      fc.property(editArb, editArb, (first, imported) => {
        const before = { ...edit(none, first), origins: { [typed[0]!]: carried } };
        const after = edit(before, imported);
        const { filled, kept } = undoImport(form, 'GRASSROOTS', { before, after }, after);
        expect(kept).toEqual([]);
        expect(changedIn(form, filled, before)).toEqual([]);
        expect(filled.entries).toEqual(before.entries);
        expect(filled.rows).toEqual(before.rows);
        expect(filled.cover).toEqual(before.cover);
        for (const [code, origin] of Object.entries(filled.origins))
          expect(before.origins[code]).toEqual(origin);
      }),
      always,
    );
  });

  test('leaves alone and names what was edited since, and touches nothing that the import did not change', () => {
    fc.assert(
      fc.property(editArb, editArb, editArb, (first, imported, later) => {
        const before = edit(none, first);
        const after = edit(before, imported);
        const now = edit(after, later);
        const { filled, kept } = undoImport(form, 'GRASSROOTS', { before, after }, now);
        for (const code of typed) {
          const [was, wrote, stands] = [before, after, now].map((one) => JSON.stringify(said(one, code)));
          const changed = was !== wrote;
          expect(JSON.stringify(said(filled, code))).toBe(changed && wrote === stands ? was : stands);
          expect(kept.includes(code)).toBe(changed && wrote !== stands);
        }
        for (const item of coverItems) {
          const [was, wrote, stands] = [before.cover[item], after.cover[item], now.cover[item]];
          expect(filled.cover[item]).toBe(was !== wrote && wrote === stands ? was : stands);
        }
        const [was, wrote, stands] = [before, after, now].map(({ rows }) => JSON.stringify(rows[table]));
        expect(JSON.stringify(filled.rows[table])).toBe(was !== wrote && wrote === stands ? was : stands);
      }),
      always,
    );
  });

  test('undone again, it changes nothing', () => {
    fc.assert(
      fc.property(editArb, editArb, editArb, (first, imported, later) => {
        const before = edit(none, first);
        const after = edit(before, imported);
        const now = edit(after, later);
        const { filled } = undoImport(form, 'GRASSROOTS', { before, after }, now);
        const again = undoImport(form, 'GRASSROOTS', { before, after }, filled);
        expect(changedIn(form, again.filled, filled)).toEqual([]);
      }),
      always,
    );
  });
});

const said = (filled: Filled, code: string): unknown => {
  const { figure, mark } = entryOf(filled, code);
  return [String(figure), mark];
};
