import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Entry, type Mark, marks, sumOf } from './figure.js';
import { layoutOf } from './form.js';
import { changesOf } from './restatement.js';
import { shippedForm } from './shipped-forms.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const form = shippedForm('work-q');
const cells = layoutOf(form).filed;
const adding = cells.find(({ adds }) => adds)!;
const held = cells.find(({ adds }) => !adds);

const blank: readonly Mark[] = ['MISSING', 'NOT_APPLICABLE'];
const entry: fc.Arbitrary<Entry> = fc
  .tuple(fc.constantFrom(...marks), fc.bigInt(0n, 9_999_999_999_999n))
  .map(([mark, figure]) => ({ mark, figure: blank.includes(mark) ? null : figure }));
const content = fc
  .array(fc.tuple(fc.constantFrom(...cells), entry), { maxLength: 30 })
  .map((list) => new Map(list.filter(([, { mark }]) => mark !== 'MISSING').map(([c, e]) => [c.code, e])));

test(`what a revision changes is what the sum over unions changes by, and nothing else is listed (SEED=${seed})`, () => {
  fc.assert(
    fc.property(content, content, fc.array(entry, { maxLength: 5 }), (then, now, others) => {
      const changes = new Map(changesOf(form, then, now).map((change) => [change.cell.code, change]));
      for (const cell of cells) {
        const missing: Entry = { figure: null, mark: 'MISSING' };
        const [was, is] = [then.get(cell.code) ?? missing, now.get(cell.code) ?? missing];
        const change = changes.get(cell.code);
        expect(change === undefined).toBe(was.figure === is.figure && was.mark === is.mark);
        if (!cell.adds) expect(change?.delta ?? null).toBeNull();
        else {
          const total = (own: Entry): bigint => sumOf([own, ...others]).figure ?? 0n;
          expect(total(was) + (change?.delta ?? 0n)).toBe(total(is));
        }
      }
    }),
    { seed, numRuns: 50 },
  );
});

test('from blank to 0 is a change by 0, to not applicable or planned a change by nothing', () => {
  const to = (entry: Entry) => changesOf(form, new Map(), new Map([[adding.code, entry]]));
  expect(to({ figure: 0n, mark: 'EXACT' })).toMatchObject([{ delta: 0n, then: { mark: 'MISSING' } }]);
  expect(to({ figure: null, mark: 'NOT_APPLICABLE' })).toMatchObject([{ delta: null }]);
  expect(to({ figure: 7n, mark: 'PLANNED' })).toMatchObject([{ delta: null }]);
  const rank: Array<[string, Entry]> = held ? [[held.code, { figure: 3n, mark: 'EXACT' }]] : [];
  expect(changesOf(form, new Map(), new Map(rank)).map(({ delta }) => delta)).toEqual(rank.map(() => null));
});
