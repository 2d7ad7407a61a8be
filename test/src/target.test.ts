import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { change } from './harness/organisation.js';
import { type Book, bookOf, issueInput, issueTargets, issueText, type Line } from './harness/targets.js';
import { addPerson, buildTown, eventually, found, operations, toldIn, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
/** A second bureau below the federation, and who reviews there. */
let other: string;
let otherReviewer: Client;
let [one, two, three]: string[] = [];
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  [one, two, three] = town.grassroots;
  other = await found(town.admin, {
    ...{ parentId: town.root, code: 'B2', name: '交通局工会', level: 'INTERMEDIATE', kind: 'BUREAU' },
  });
  await addPerson(town.admin, 'other', [{ unionId: other, role: 'REVIEWER' }]);
  otherReviewer = await huiji.client('alpha', 'other');
});
afterAll(() => huiji.stop());

const refused = async (client: Client, issuer: string, lines: Line[], more = {}): Promise<string[]> =>
  (await issueTargets(client, issuer, lines, more)).map(({ code }) => code);
const issued = async (client: Client, issuer: string, lines: Line[], more = {}): Promise<void> =>
  expect(await issueTargets(client, issuer, lines, more)).toEqual([]);
/** A target in short: value = reserve + handed on. */
const shape = ({ targets }: Pick<Book, 'targets'>): string[] =>
  targets.map((t) =>
    t.reserve === null
      ? `${t.measure.cell} ${t.value}`
      : `${t.measure.cell} ${t.value} = ${String(t.reserve)} + ${String(t.handedOn)}`,
  );
const below = (book: Book): Record<string, string[]> =>
  Object.fromEntries(book.children.nodes.map(({ union, targets }) => [union.code, shape({ targets })]));

test('targets go down level by level, each out of what the body above holds', async () => {
  const empty = await bookOf(town.statistician, town.root);
  expect([empty.version, empty.targets, below(empty)]).toEqual([0, [], { B1: [], B2: [] }]);
  await issued(town.statistician, town.root, [
    { unionId: town.root, value: '1000' },
    { unionId: town.bureau, value: '600', weight: '12.5' },
    { unionId: other, value: '300' },
    { unionId: town.bureau, cell: 'cov_unionised_rate', value: '95.5' },
  ]);
  await issued(town.reviewer, town.bureau, [
    { unionId: one!, value: '200' },
    { unionId: two!, value: '150' },
  ]);
  const top = await bookOf(town.statistician, town.root);
  expect(shape(top)).toEqual(['mem_new_member_cnt 1000 = 100 + 900']);
  expect(below(top)).toEqual({
    B1: ['mem_new_member_cnt 600 = 250 + 350', 'cov_unionised_rate 95.5'],
    B2: ['mem_new_member_cnt 300 = 300 + 0'],
  });
  expect([top.version, top.children.nodes[0]!.targets[0]!.weight]).toEqual([1, '12.50']);
  expect(below(await bookOf(town.reviewer, town.bureau))).toEqual({
    G1: ['mem_new_member_cnt 200 = 200 + 0'],
    G2: ['mem_new_member_cnt 150 = 150 + 0'],
    G3: [],
  });
});

test('a revision is kept with its document, and leaves the weight as it was', async () => {
  await issued(town.statistician, town.root, [{ unionId: town.bureau, value: '650' }]);
  const { targetRevisions } = await town.reviewer.get<{ targetRevisions: { nodes: object[] } }>(
    `query ($id: ID) { targetRevisions(unionId: $id, form: "work-q", period: "2026", cell: "mem_new_member_cnt") {
       nodes { issuerName documentNo before value weight issuedByName } } }`,
    { id: town.bureau },
  );
  const by = { documentNo: '工发〔2026〕3号', issuedByName: 'statistician' };
  expect(targetRevisions.nodes).toMatchObject([
    { ...by, before: '600', value: '650', weight: '12.50' },
    { ...by, before: null, value: '600', weight: '12.50' },
  ]);
  const [target] = (await bookOf(town.reviewer, town.bureau)).targets;
  expect(target).toMatchObject({ value: '650', reserve: '300', handedOn: '350', weight: '12.50' });
});

test('a weight is taken away by itself, and there is none without a target', async () => {
  const weigh = async (line: Omit<Line, 'unionId'>): Promise<string[]> =>
    refused(town.statistician, town.root, [{ unionId: town.bureau, ...line }]);
  const weight = async () => (await bookOf(town.reviewer, town.bureau)).targets[0]!.weight;
  expect([await weigh({ value: '650', weight: null }), await weight()]).toEqual([[], null]);
  expect([await weigh({ value: '650', weight: '12.5' }), await weight()]).toEqual([[], '12.50']);
  expect(await weigh({ cell: 'comp_event_cnt', value: null, weight: '5' })).toEqual(['FIELD_REQUIRED']);
});

describe('what is refused changes nothing', () => {
  let before: Book[];
  const books = (): Promise<Book[]> =>
    Promise.all([bookOf(town.statistician, town.root), bookOf(town.reviewer, town.bureau)]);
  const unchanged = async (): Promise<void> => expect(await books()).toEqual(before);
  beforeAll(async () => {
    before = await books();
  });

  test('more than is held, less than was handed on, what is not held', async () => {
    expect(await refused(town.reviewer, town.bureau, [{ unionId: three!, value: '301' }])).toEqual([
      'TARGET_EXCEEDS',
    ]);
    for (const value of ['349', null])
      expect(await refused(town.statistician, town.root, [{ unionId: town.bureau, value }])).toEqual([
        'TARGET_BELOW_HANDED_ON',
      ]);
    expect(await refused(town.statistician, town.root, [{ unionId: town.root, value: '949' }])).toEqual([
      'TARGET_BELOW_HANDED_ON',
    ]);
    const members = { unionId: one!, cell: 'mem_member_cnt', value: '0' };
    expect(await refused(town.reviewer, town.bureau, [members])).toEqual(['TARGET_NOT_HELD']);
    await unchanged();
  });

  test('a level left out, itself, another’s union', async () => {
    for (const unionId of [one!, town.root])
      expect(
        await refused(town.chief, town.root, [
          { unionId, value: '1' },
          { unionId: one!, value: '2' },
        ]),
      ).toContain('TARGET_NOT_BELOW');
    expect(await refused(town.reviewer, town.bureau, [{ unionId: town.bureau, value: '1' }])).toEqual([
      'TARGET_NOT_BELOW',
    ]);
    expect(await refused(town.reviewer, town.bureau, [{ unionId: other, value: '1' }])).toEqual([
      'NOT_FOUND',
    ]);
    await unchanged();
  });

  test('what a person mistypes, each with its row, and nothing of the lines that are right', async () => {
    const told = await issueTargets(town.reviewer, town.bureau, [
      { unionId: one!, value: '1' },
      { unionId: two!, value: '1.5' },
      { unionId: three!, value: '-1', weight: '100.01' },
      { unionId: one!, value: '2' },
    ]);
    expect(told.map(({ code, row }) => [code, row])).toEqual([
      ['FRACTION', 2],
      ['NEGATIVE', 3],
      ['WEIGHT_INVALID', 3],
      ['TARGET_TWICE', 4],
    ]);
    for (const { messageZh, messageEn } of told) expect(messageZh + messageEn).not.toContain('{');
    for (const cell of ['comp_best_rank', 'reports_accepted_own', 'none'])
      expect(await refused(town.reviewer, town.bureau, [{ unionId: one!, cell, value: '1' }])).toEqual([
        'TARGET_NOT_FOR_CELL',
      ]);
    expect(await refused(town.reviewer, town.bureau, [])).toEqual(['FIELD_REQUIRED']);
    await unchanged();
  });

  test('a period that is no year', async () => {
    const input = await issueInput(town.reviewer, town.bureau, [{ unionId: one!, value: '1' }]);
    for (const [period, code] of [
      ['2026Q3', 'TARGET_NEEDS_YEAR'],
      ['26', 'PERIOD_UNKNOWN'],
    ])
      expect(toldIn(await town.reviewer.ask(issueText, { input: { ...input, period } }))[0]?.code).toBe(code);
    await unchanged();
  });
});

test('of two who issue at once, one is told to look again; the same request twice counts once', async () => {
  const lines = [{ unionId: three!, value: '40' }];
  const inputs = await Promise.all([1, 2].map(() => issueInput(town.reviewer, town.bureau, lines)));
  const answers = await Promise.all(inputs.map((input) => town.reviewer.ask(issueText, { input })));
  expect(answers.map((answer) => toldIn(answer).map(({ code }) => code)).toSorted()).toEqual([
    [],
    ['STALE_REVISION'],
  ]);
  const won = inputs[answers.findIndex((answer) => toldIn(answer).length === 0)]!;
  expect(toldIn(await town.reviewer.ask(issueText, { input: won }))).toEqual([]);
  const book = await bookOf(town.reviewer, town.bureau);
  expect([book.version, shape(book)[0]]).toEqual([2, 'mem_new_member_cnt 650 = 260 + 390']);
});

test('completion is what was accepted of the target, against the time gone by', async () => {
  await town.fileAndAccept(one!, { mem_new_member_cnt: '150', mem_member_cnt: '400' });
  await town.fileAndAccept(two!, { mem_new_member_cnt: '30', mem_member_cnt: '200' });
  await issued(town.statistician, town.root, [
    { unionId: town.root, cell: 'mem_member_cnt', value: '800' },
    { unionId: town.bureau, cell: 'mem_member_cnt', value: '800' },
  ]);
  await eventually(async () =>
    expect((await bookOf(town.reviewer, town.bureau)).targets.map(({ actual }) => actual)).toContain('180'),
  );
  const book = await bookOf(town.reviewer, town.bureau);
  expect(book).toMatchObject({
    ...{ periods: ['2026Q3'], periodsMissing: ['2026Q1', '2026Q2', '2026Q4'], upTo: '2026-09-30' },
    ...{ elapsed: '74.8', open: true },
  });
  const short = (targets: Book['targets']) =>
    targets.map(({ measure: { cell }, actual, missing, completion, behind }) => [
      cell,
      actual,
      missing,
      completion,
      behind,
    ]);
  expect(short(book.targets)).toEqual([
    ['mem_member_cnt', '600', 1, '75.0', null],
    ['mem_new_member_cnt', '180', 1, '27.7', true],
    ['cov_unionised_rate', null, null, null, null],
  ]);
  expect(book.children.nodes.map(({ union, targets }) => [union.code, ...short(targets).flat()])).toEqual([
    ['G1', 'mem_new_member_cnt', '150', 0, '75.0', false],
    ['G2', 'mem_new_member_cnt', '30', 0, '20.0', true],
    ['G3', 'mem_new_member_cnt', null, 1, null, null],
  ]);
  // A clerk sees what the own union is to reach, and nothing beside it.
  const mine = await town.clerk.get<{ targetBook: Book }>(
    `query ($id: ID) { targetBook(unionId: $id, form: "work-q", period: "2026") { targets { measure { cell } value completion } } }`,
    { id: one },
  );
  expect(mine.targetBook.targets).toEqual([
    { measure: { cell: 'mem_new_member_cnt' }, value: '200', completion: '75.0' },
  ]);
});

describe('the tree changes, and the books still balance', () => {
  test('a union moved takes its target along; undone, it is back', async () => {
    const { change: made } = await change(town.admin, 'moveUnion', { unionId: one!, parentId: other });
    expect(below(await bookOf(town.statistician, town.root))).toMatchObject({
      B1: ['mem_member_cnt 800 = 800 + 0', 'mem_new_member_cnt 450 = 260 + 190', 'cov_unionised_rate 95.5'],
      B2: ['mem_new_member_cnt 500 = 300 + 200'],
    });
    // Its figures went along.
    const [target] = (await bookOf(otherReviewer, other)).targets;
    expect(target).toMatchObject({ actual: '150', completion: '30.0' });
    expect(await refused(town.reviewer, town.bureau, [{ unionId: one!, value: '1' }])).toEqual(['NOT_FOUND']);
    await issued(otherReviewer, other, [{ unionId: one!, value: '220' }]);
    await change(town.admin, 'undoChange', { changeId: made?.id });
    expect(below(await bookOf(town.statistician, town.root))).toMatchObject({
      B1: ['mem_member_cnt 800 = 800 + 0', 'mem_new_member_cnt 670 = 260 + 410', 'cov_unionised_rate 95.5'],
      B2: ['mem_new_member_cnt 280 = 280 + 0'],
    });
  });

  test('what a merged union held is its receiver’s; what a dissolved one held, its parent takes back', async () => {
    await change(town.admin, 'mergeUnion', { unionId: two!, receiverId: three!, on: '2026-10-10' });
    expect(below(await bookOf(town.reviewer, town.bureau))).toEqual({
      G1: ['mem_new_member_cnt 220 = 220 + 0'],
      G3: ['mem_new_member_cnt 190 = 190 + 0'],
    });
    await issued(town.reviewer, town.bureau, [{ unionId: three!, value: '100' }]);
    await change(town.admin, 'dissolveUnion', { unionId: three!, on: '2026-10-12' });
    expect(await refused(town.reviewer, town.bureau, [{ unionId: three!, value: '101' }])).toEqual([
      'UNION_DISSOLVED',
    ]);
    await issued(town.reviewer, town.bureau, [{ unionId: three!, value: null }]);
    const book = await bookOf(town.reviewer, town.bureau);
    expect([below(book)['G3'], shape(book)[1]]).toEqual([[], 'mem_new_member_cnt 670 = 450 + 220']);
  });

  test('a union that holds a target is in use: its founding is not undone', async () => {
    const id = await found(town.admin, {
      ...{ parentId: other, code: 'N1', name: '新工会', level: 'GRASSROOTS', kind: 'SINGLE' },
      ...{ establishedOn: '2026-10-01' },
    });
    await issued(otherReviewer, other, [{ unionId: id, value: '5' }]);
    const { organisationChanges } = await town.admin.get<{
      organisationChanges: { nodes: Array<{ id: string }> };
    }>('query ($id: ID) { organisationChanges(unionId: $id) { nodes { id } } }', { id });
    expect(
      await town.admin.refusal(
        'mutation ($input: UndoChangeInput!) { undoChange(input: $input) { userErrors { code } } }',
        { input: { changeId: organisationChanges.nodes[0]?.id, reason: '误建' } },
      ),
    ).toEqual(['UNION_IN_USE']);
  });
});

test('a year can be set before it begins, and no more once all of it is FINAL', async () => {
  await issued(town.statistician, town.root, [{ unionId: town.root, value: '2000' }], { period: '2027' });
  const next = await bookOf(town.statistician, town.root, { period: '2027' });
  expect(next).toMatchObject({ periods: [], upTo: null, elapsed: '0.0', open: true });
  expect(next.targets[0]).toMatchObject({ value: '2000', actual: null, mark: 'MISSING', completion: null });
  for (const nth of [1, 2, 3, 4])
    for (const step of ['open', 'close', 'finalise'] as const)
      await town.statistician.get(operations[step], { period: `2025Q${nth}` });
  expect((await bookOf(town.statistician, town.root, { period: '2025' })).open).toBe(false);
  expect(
    await refused(town.statistician, town.root, [{ unionId: town.root, value: '1' }], { period: '2025' }),
  ).toEqual(['TARGET_YEAR_FINAL']);
});
