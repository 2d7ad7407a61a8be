import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Cell, type Form, layoutOf } from '@huiji/domain/form';
import { cells as cellsOf } from '@huiji/domain/forms/cell';
import { shippedForm } from '@huiji/domain/shipped-forms';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { countingApi } from './harness/statements.js';
import { drained } from './harness/recompute.js';
import { buildTown, key, mutationOf, operations, type Seen, type Town } from './harness/town.js';

// Zero, missing and not applicable through the whole path: entered → stored → contribution → total → read back. Two unions
// fill a cell for each pair of ways in which it can be filled; a third has not reported.

interface Way {
  value: string | null;
  mark: string;
  /** The state stored, and whether its figure adds. */
  state: number;
  adds: boolean;
}
const ways: Record<string, Way> = {
  blank: { value: null, mark: 'MISSING', state: 0, adds: false },
  'not applicable': { value: null, mark: 'NOT_APPLICABLE', state: 1, adds: false },
  zero: { value: '0', mark: 'EXACT', state: 2, adds: true },
  five: { value: '5', mark: 'EXACT', state: 2, adds: true },
  'at least zero': { value: '0', mark: 'AT_LEAST', state: 3, adds: true },
  'at least five': { value: '5', mark: 'AT_LEAST', state: 3, adds: true },
  'about five': { value: '5', mark: 'ABOUT', state: 4, adds: true },
  'planned zero': { value: '0', mark: 'PLANNED', state: 5, adds: false },
  'planned five': { value: '5', mark: 'PLANNED', state: 5, adds: false },
};
const names = Object.keys(ways);
const pairs = names.flatMap((one) => names.map((other) => [one, other] as const));
const letters = (n: number): string => String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26));
const code = (pair: number): string => `t_${letters(pair)}_cnt`;

/** A form of the tenant's own: no check reads these cells. Every other one is a flow; the last one is always filled. */
const template = cellsOf('TYPED', 'cad_staff_cnt')[0]!;
const plain = (code: string, kind: Cell['kind']): Cell => ({
  ...template,
  ...{ code, indicator: code, kind, filedBy: ['GRASSROOTS'] },
});
const form: Form = {
  ...shippedForm('work-q'),
  ...{ code: 'marks-q', version: 1, repeatingTables: [], computed: [], ratios: [], rules: [] },
  cover: { ...shippedForm('work-q').cover, required: ['unitHead', 'phone'] },
  tables: [
    {
      ...{ code: 'T1', zh: '表一', en: 'Table 1' },
      cells: [
        ...pairs.map((_, i) => plain(code(i), i % 2 === 0 ? 'STOCK' : 'FLOW')),
        plain('always_cnt', 'STOCK'),
      ],
    },
  ],
};

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let seen: [Seen, Seen];
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  await owner.query(
    `INSERT INTO form (tenant_id, code, version, definition, shipped) SELECT tenant_id, $1, 1, $2, false FROM tenant`,
    [form.code, JSON.stringify(form)],
  );
  for (const period of ['2026Q1', '2026Q2']) await town.statistician.get(operations.open, { period });
  const filed: Seen[] = [];
  for (const which of [0, 1] as const) {
    const cells = pairs.map((pair, i) => {
      const { value, mark } = ways[pair[which]]!;
      return { cell: code(i), value, mark };
    });
    const draft = await save(town.grassroots[which], [...cells, { cell: 'always_cnt', value: '1' }], {
      cover: { unitHead: '王', phone: '0571-87654321' },
    });
    filed.push(await town.accept(await town.submit(draft)));
  }
  seen = filed as [Seen, Seen];
  await drained(owner);
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const saving = (unionId: string, cells: object[], more: object = {}) => ({
  input: { unionId, form: form.code, period: '2026Q1', cells, idempotencyKey: key(), ...more },
});
const save = async (unionId: string, cells: object[], more: object = {}): Promise<Seen> =>
  (await town.clerk.get<{ saveDraft: { submission: Seen } }>(operations.save, saving(unionId, cells, more)))
    .saveDraft.submission;

/** What a way reads back as: blank is absent from a submission, MISSING elsewhere. */
const shown = ({ value, mark }: Way) => ({ value, mark });

describe('each of nine ways to fill a cell', () => {
  test('is stored and contributed with its own state, and adds only where it is a fact', async () => {
    const { filedParts, filed } = layoutOf(form);
    for (const which of [0, 1] as const) {
      const { rows } = await owner.query<{
        figures: string[];
        states: number[];
        held: Record<string, object>;
      }>('SELECT figures, states, held FROM submission WHERE id = $1', [seen[which].id]);
      const [stored] = rows;
      const parts = await owner.query<{ part: number; figures: string[]; states: number[] }>(
        'SELECT part, figures, states FROM contribution WHERE submission_id = $1 ORDER BY part',
        [seen[which].id],
      );
      const contributed = filedParts.flatMap(({ part, counters }) => {
        const row = parts.rows.find((one) => one.part === part);
        return (row?.figures ?? [])
          .slice(counters)
          .map((figure, i) => ({ figure, state: row?.states[counters + i] }));
      });
      expect(contributed).toHaveLength(filed.length);
      pairs.forEach((pair, i) => {
        const { value, mark, state, adds } = ways[pair[which]]!;
        const at = filed.findIndex((cell) => cell.code === code(i));
        const figure = adds ? (value ?? '0') : '0';
        expect([pair, stored?.figures[at], stored?.states[at]]).toEqual([pair, figure, state]);
        expect([pair, contributed[at]]).toEqual([pair, { figure, state }]);
        expect(stored?.held[code(i)]).toEqual(mark === 'PLANNED' ? { figure: value, mark } : undefined);
      });
    }
  });

  test('reads back as it was entered, from the submission, the sheet and the union’s own total', async () => {
    for (const which of [0, 1] as const) {
      const unionId = town.grassroots[which];
      const { submission, entrySheet, next, rollup } = await town.clerk.get<{
        submission: { cells: Array<{ cell: string; value: string; mark: string }> };
        entrySheet: Sheet;
        next: Sheet;
        rollup: {
          cells: Array<{ cell: string; value: string | null; mark: string; filled: number; missing: number }>;
        };
      }>(
        `query ($id: ID!, $unionId: ID!, $codes: [String!]) {
           submission(id: $id) { cells { cell value mark } }
           entrySheet(unionId: $unionId, form: "marks-q", period: "2026Q1") { filled total ${lines} }
           next: entrySheet(unionId: $unionId, form: "marks-q", period: "2026Q2") { filled total ${lines} }
           rollup(unionId: $unionId, form: "marks-q", period: "2026Q1") { cells(codes: $codes) { cell value mark filled missing } } }`,
        { id: seen[which].id, unionId, codes: pairs.map((_, i) => code(i)) },
      );
      const now = new Map(entrySheet.tables.flatMap(({ cells }) => cells.map((cell) => [cell.cell, cell])));
      const later = new Map(next.tables.flatMap(({ cells }) => cells.map((cell) => [cell.cell, cell])));
      pairs.forEach((pair, i) => {
        const way = ways[pair[which]]!;
        const filed = submission.cells.find(({ cell }) => cell === code(i));
        const at = { pair, cell: code(i) };
        expect({ ...at, filed: filed && shown(filed as unknown as Way) }).toEqual({
          ...at,
          filed: way.mark === 'MISSING' ? undefined : shown(way),
        });
        expect({ ...at, ...now.get(code(i)) }).toMatchObject({ ...at, ...shown(way) });
        expect({ ...at, ...later.get(code(i)) }).toMatchObject({
          ...{ ...at, value: null, mark: 'MISSING' },
          previous: shown(way),
          // A stock that is a fact is offered as it was; nothing else is, and nothing is filled in.
          offer: i % 2 === 0 && way.mark !== 'MISSING' && way.mark !== 'PLANNED' ? shown(way) : null,
        });
        expect({ ...at, ...rollup.cells[i] }).toEqual({
          ...at,
          ...(way.adds ? shown(way) : { value: null, mark: way.state === 1 ? way.mark : 'MISSING' }),
          ...{ filled: way.adds ? 1 : 0, missing: way.adds || way.state === 1 ? 0 : 1 },
        });
      });
      expect(next).toMatchObject({ filled: 0, total: pairs.length + 1 });
      const filled = pairs.filter((pair) => ways[pair[which]]!.state !== 0).length + 1;
      expect(entrySheet).toMatchObject({ filled, total: pairs.length + 1 });
    }
  });

  test('makes with each other way, and a union that has not reported, the total that the truth table says', async () => {
    const expected = pairs.map(([one, other], i) => {
      const both = [ways[one]!, ways[other]!];
      const adding = both.filter(({ adds }) => adds);
      const not = both.filter(({ state }) => state === 1).length;
      const weakest = ['EXACT', 'AT_LEAST', 'ABOUT'][Math.max(...adding.map(({ state }) => state)) - 2];
      return {
        ...{ pair: [one, other], cell: code(i) },
        value: adding.length > 0 ? String(adding.reduce((sum, { value }) => sum + Number(value), 0)) : null,
        mark: weakest ?? (not > 0 ? 'NOT_APPLICABLE' : 'MISSING'),
        ...{ filled: adding.length, notApplicable: not, expected: 3, missing: 3 - adding.length - not },
      };
    });
    for (const unionId of [town.bureau, town.root])
      for (const tree of ['AS_FILED', 'CURRENT']) {
        const { rollup } = await town.statistician.get<{ rollup: { cells: object[] } }>(
          `query ($unionId: ID!, $codes: [String!], $tree: TreeReading!) {
             rollup(unionId: $unionId, form: "marks-q", period: "2026Q1", tree: $tree) {
               cells(codes: $codes) { cell value mark filled notApplicable expected missing } } }`,
          { unionId, codes: pairs.map((_, i) => code(i)), tree },
        );
        expect(rollup.cells.map((cell, i) => ({ pair: [...pairs[i]!], ...cell }))).toEqual(expected);
      }
  });
});

interface Sheet {
  filled: number;
  total: number;
  tables: Array<{ cells: Array<{ cell: string }> }>;
}
const lines = `tables { cells { cell value mark previous { value mark } offer { value mark } } }`;

describe('the cover', () => {
  const items = 'unitHead statisticsHead filledInBy phone reportedOn';
  const phone = '138-0571-4242';

  test('is saved item by item, asked for where the form requires it, and its phone is in no log of changes', async () => {
    const [, , unionId] = town.grassroots;
    const draft = await save(unionId, [{ cell: 'always_cnt', value: '1' }], { cover: { unitHead: '王' } });
    const submit = { submissionId: draft.id, expectedVersion: 1, idempotencyKey: key() };
    const lacking = await town.clerk.ask<{ submit: { userErrors: Array<Record<string, string>> } }>(
      mutationOf('submit'),
      { input: submit },
    );
    expect(lacking.data?.submit.userErrors).toMatchObject([{ code: 'COVER_INCOMPLETE', field: 'cover' }]);
    expect(lacking.data?.submit.userErrors[0]?.['message']).toContain('phone');
    const wrong = await town.clerk.refusal(
      operations.save,
      saving(unionId, [], { expectedVersion: 1, cover: { phone: '打我电话', unitHead: '王'.repeat(51) } }),
    );
    expect(wrong.toSorted()).toEqual(['FIELD_TOO_LONG', 'PHONE_INVALID']);
    const full = await save(unionId, [], { expectedVersion: 1, cover: { phone, reportedOn: '2026-04-05' } });
    const { submission } = await town.reviewer.get<{ submission: { cover: object } }>(
      `query ($id: ID!) { submission(id: $id) { cover { ${items} } } }`,
      { id: draft.id },
    );
    expect(submission.cover).toEqual({
      ...{ unitHead: '王', statisticsHead: null, filledInBy: null, phone, reportedOn: '2026-04-05' },
    });
    const sent = await town.submit(full);
    const { rows } = await owner.query<{ text: string }>('SELECT a::text AS text FROM audit_event a');
    const cleared = await owner.query<{ text: string }>('SELECT i::text AS text FROM idempotency i');
    for (const { text } of [...rows, ...cleared.rows]) expect(text).not.toContain(phone);
    expect(rows.some(({ text }) => text.includes('reportedOn'))).toBe(true);

    // The next sheet offers what was written on the last accepted cover, and what the register knows goes before it.
    await town.accept(sent);
    await owner.query(`UPDATE trade_union SET chair = '赵' WHERE id = $1`, [unionId]);
    const { entrySheet } = await town.clerk.get<{ entrySheet: { cover: object; offeredCover: object } }>(
      `query ($unionId: ID!) { entrySheet(unionId: $unionId, form: "marks-q", period: "2026Q2") {
         cover { ${items} } offeredCover { unitHead statisticsHead filledInBy phone } } }`,
      { unionId },
    );
    const blank = { unitHead: null, statisticsHead: null, filledInBy: null, phone: null, reportedOn: null };
    expect(entrySheet.cover).toEqual(blank);
    expect(entrySheet.offeredCover).toEqual({
      unitHead: '赵',
      statisticsHead: null,
      filledInBy: null,
      phone,
    });
  });
});

test('a sheet costs the same few statements whatever the form holds', async () => {
  const api = await countingApi(huiji);
  const count = (formCode: string): Promise<number> =>
    api.statementsOf(town.clerk, (here) =>
      here.get(
        `query ($unionId: ID!) { entrySheet(unionId: $unionId, form: "${formCode}", period: "2026Q2") { filled ${lines} } }`,
        { unionId: town.grassroots[0] },
      ),
    );
  await count('marks-q'); // the forms are read once, then known
  const [small, large] = [await count('marks-q'), await count('work-q')];
  process.stdout.write(
    `statements of a sheet: ${small} for ${pairs.length + 1} cells, ${large} for work-q\n`,
  );
  await api.stop();
  expect(small).toBeGreaterThan(1);
  expect(small).toBeLessThanOrEqual(14);
  expect(Math.abs(large - small)).toBeLessThanOrEqual(1);
});
