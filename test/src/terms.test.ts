import { termEnd, type TermStatus } from '@huiji/domain/election';
import { termAt, termDueInYear, type TermFacts, termOverdue } from '@huiji/domain/organisation';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import {
  cellsOf,
  congress,
  day,
  elect,
  type Election,
  electionFields,
  establish,
  open,
} from './harness/elections.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { codes, probe, thrice } from './harness/probe.js';
import { Chance, seedOf } from './harness/random.js';
import {
  addPerson,
  buildTown,
  mutationOf,
  type MutationName,
  operations,
  type Told,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let town: Town;
let admin: Client;
const seed = seedOf();
const thisYear = Number(day().slice(0, 4));
const lastYear = thisYear - 1;
const quartersOf = (year: number): string[] => [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`);

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  ({ admin } = town);
  await open(town.statistician, ...quartersOf(lastYear), ...quartersOf(thisYear));
});
afterAll(() => huiji.stop());

async function refused(name: MutationName, input: object, client: Client = admin): Promise<Told[]> {
  const query = mutationOf(name);
  const reply = await thrice(() => probe(huiji, client, JSON.stringify({ query, variables: { input } })));
  return reply.told;
}

const bureau = () => establish(admin, town.root, { level: 'INTERMEDIATE', kind: 'BUREAU' });
const approve = (electionId: string, on: string) =>
  elect(admin, 'approveElection', { electionId, on, documentNo: `批〔${electionId}〕号` });
/** A term of an established union, approved where a day is given. */
async function term(unionId: string, more: object, approvedOn: string | null = null): Promise<Election> {
  const recorded = await elect(admin, 'recordElection', congress(unionId, more));
  return approvedOn ? approve(recorded.id, approvedOn) : recorded;
}

interface Terms {
  nodes: Election[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
async function terms(client: Client, variables: object): Promise<Terms> {
  const query = `query ($unionId: ID, $unionCode: String, $status: TermStatus!, $year: Int, $first: Int = 50, $after: String) {
    terms(unionId: $unionId, unionCode: $unionCode, status: $status, year: $year, first: $first, after: $after) {
      nodes { ${electionFields} } pageInfo { endCursor hasNextPage } } }`;
  return (await client.get<{ terms: Terms }>(query, variables)).terms;
}
const termCells = ['org_term_due_cnt', 'org_term_done_cnt', 'org_term_overdue_cnt'];

describe('换届', () => {
  const changes = async (unionId: string): Promise<string[]> => {
    const query = `query ($unionId: ID!) { organisationChanges(unionId: $unionId) { nodes { kind } } }`;
    const data = await admin.get<{ organisationChanges: { nodes: Array<{ kind: string }> } }>(query, {
      unionId,
    });
    return data.organisationChanges.nodes.map(({ kind }) => kind);
  };

  test('counts as done when it is approved, in the quarter of its approval', async () => {
    const above = await bureau();
    const unionId = await establish(admin, above);
    const cells = () => cellsOf(town.statistician, above, `${lastYear}Q2`, termCells);
    await term(unionId, { termNo: 3, heldOn: `${lastYear - 5}-05-10` }, `${lastYear - 5}-06-01`);
    expect(await cells()).toEqual([1, 0, 1]);
    const recorded = await term(unionId, { heldOn: `${lastYear}-05-20` });
    expect(recorded).toMatchObject({ termNo: 4, termEndsOn: `${lastYear + 5}-05-20`, approvedOn: null });
    // Ten days late: flagged, and recorded.
    expect(codes(recorded.warnings)).toEqual(['ELECTION_LATE']);
    expect(await cells()).toEqual([1, 0, 1]);
    const approved = await approve(recorded.id, `${lastYear}-06-01`);
    expect(codes(approved.warnings)).toEqual(['ELECTION_LATE']);
    expect(await cells()).toEqual([1, 1, 0]);
    expect(await cellsOf(town.statistician, above, `${lastYear}Q3`, termCells)).toEqual([1, 0, 0]);
    // No change of the organisation comes of it: the union was founded long ago.
    expect(await changes(unionId)).toEqual(['FOUND']);
    const query = `query ($id: ID!) { tradeUnion(id: $id) { establishedOn elections { termNo } } }`;
    expect(await admin.get(query, { id: unionId })).toEqual({
      tradeUnion: { establishedOn: '2000-01-01', elections: [{ termNo: 4 }, { termNo: 3 }] },
    });
  });

  test('is rehearsed as any change is', async () => {
    const above = await bureau();
    const unionId = await establish(admin, above);
    const { id } = await term(unionId, { termNo: 2, heldOn: day(-20) });
    const query = mutationOf(
      'approveElection',
      'election { approvedOn } change { id } effects { union { id } cells { cell before after } }',
    );
    const input = { electionId: id, on: day(-10), documentNo: 'd', dryRun: true };
    const { approveElection } = await admin.get<{
      approveElection: { effects: Array<{ union: { id: string }; cells: unknown[] }> };
    }>(query, { input });
    expect(approveElection).toMatchObject({ election: { approvedOn: null }, change: null });
    expect(approveElection.effects.find(({ union }) => union.id === above)?.cells).toContainEqual({
      cell: 'org_term_done_cnt',
      before: '0',
      after: '1',
    });
  });

  test('follows the last term, by its number and by its day', async () => {
    const unionId = await establish(admin, town.bureau);
    const told = async (more: object) =>
      (await refused('recordElection', congress(unionId, more))).map(({ code, field }) => [code, field]);
    expect(await told({})).toEqual([['FIELD_REQUIRED', 'termNo']]);
    expect(await told({ termNo: 0 })).toEqual([['NUMBER_OUT_OF_RANGE', 'termNo']]);
    expect(await told({ termNo: 2, heldOn: '1999-12-31' })).toEqual([['UNION_NOT_ESTABLISHED', 'heldOn']]);
    expect(await told({ termNo: 2, heldOn: day(2) })).toEqual([['DATE_IN_FUTURE', 'heldOn']]);
    expect(await told({ termNo: 2, present: null })).toEqual([['FIELD_REQUIRED', 'present']]);
    await term(unionId, { termNo: 5, heldOn: day(-100), due: null, present: null }, day(-90));
    expect(await told({ termNo: 7 })).toEqual([['ELECTION_TERM_NO', 'termNo']]);
    expect(await told({ heldOn: day(-101) })).toEqual([['DATE_ORDER', 'heldOn']]);
    const sixth = await term(unionId, {});
    expect(sixth.termNo).toBe(6);
    expect(await told({})).toEqual([['ELECTION_WAITING', 'replaces']]);
    const corrected = await term(unionId, { replaces: sixth.id, heldOn: day(-40) }, day(-30));
    expect(corrected).toMatchObject({ termNo: 6, heldOn: day(-40) });
    expect((await term(unionId, { heldOn: day(-5) })).termNo).toBe(7);
  });

  test('is refused before a union is established, after it is dissolved, and without the right to it', async () => {
    const query = mutationOf('prepareUnion', 'union { id }');
    const { prepareUnion } = await admin.get<{ prepareUnion: { union: { id: string } } }>(query, {
      input: {
        ...{ parentId: town.bureau, code: 'TP', name: '筹建', level: 'GRASSROOTS', kind: 'SINGLE' },
        ...{ preparedOn: day(-50), approvalNo: 'd' },
      },
    });
    const { id: preparing } = prepareUnion.union;
    expect(await refused('recordElection', congress(preparing, { termNo: 2 }))).toMatchObject([
      { code: 'UNION_NOT_ESTABLISHED', field: 'heldOn' },
    ]);
    const unionId = await establish(admin, town.bureau);
    const waiting = await term(unionId, { termNo: 2, heldOn: day(-40) });
    const ended = { unionId, expectedVersion: 1, on: day(-20), reason: 'r', documentNo: 'd' };
    await admin.get(operations.dissolve, { input: ended });
    expect(
      codes(await refused('recordElection', congress(unionId, { termNo: 3, heldOn: day(-20) }))),
    ).toEqual(['UNION_DISSOLVED']);
    const late = { electionId: waiting.id, on: day(-20), documentNo: 'd' };
    expect(codes(await refused('approveElection', late))).toEqual(['UNION_DISSOLVED']);
    await approve(waiting.id, day(-21)); // what happened before is still put on record
    const [first] = town.grassroots;
    expect(codes(await refused('recordElection', congress(first, { termNo: 2 }), town.reviewer))).toEqual([
      'FORBIDDEN',
    ]);
  });
});

describe('an elected body', () => {
  test('that ends before its term is counted no more, from that day on', async () => {
    const above = await bureau();
    const unionId = await establish(admin, above);
    const { id } = await term(unionId, { termNo: 2, heldOn: `${lastYear}-02-01` }, `${lastYear}-02-10`);
    const bodies = ['org_audit_committee_cnt', 'wom_committee_cnt'];
    const cells = (quarter: number) => cellsOf(town.statistician, above, `${lastYear}Q${quarter}`, bodies);
    expect(await cells(1)).toEqual([1, 1]);
    const ended = await elect(admin, 'endBody', { electionId: id, body: 'AUDITOR', on: `${lastYear}-04-01` });
    expect(ended.bodies.map(({ body, endedOn }) => [body, endedOn])).toEqual([
      ['AUDITOR', `${lastYear}-04-01`],
      ['COMMITTEE', null],
      ['WOMENS_COMMITTEE', null],
    ]);
    expect(await cells(1)).toEqual([1, 1]);
    expect(await cells(2)).toEqual([0, 1]);
    expect(await cells(4)).toEqual([0, 1]);
  });

  test('ends once, after its congress and once that is approved', async () => {
    const unionId = await establish(admin, town.bureau);
    const { id } = await term(unionId, { termNo: 2, heldOn: day(-40) });
    const end = async (more: object, client?: Client) =>
      (await refused('endBody', { electionId: id, body: 'AUDITOR', on: day(-10), ...more }, client)).map(
        ({ code, field }) => [code, field],
      );
    expect(await end({})).toEqual([['ELECTION_NOT_APPROVED', 'electionId']]);
    await approve(id, day(-30));
    expect(await end({ body: 'AUDIT_COMMITTEE' })).toEqual([['ELECTION_BODY_UNKNOWN', 'body']]);
    expect(await end({ on: day(-41) })).toEqual([['DATE_ORDER', 'on']]);
    expect(await end({ on: day(2) })).toEqual([['DATE_IN_FUTURE', 'on']]);
    expect(await end({ electionId: unionId })).toEqual([['NOT_FOUND', 'electionId']]);
    expect(await end({}, town.clerk)).toEqual([['NOT_FOUND', 'electionId']]);
    expect(await end({}, town.reviewer)).toEqual([['FORBIDDEN', null]]);
    await elect(admin, 'endBody', { electionId: id, body: 'AUDITOR', on: day(-10) });
    expect(await end({})).toEqual([['ELECTION_BODY_ENDED', 'body']]);
  });
});

describe('due, done and overdue', () => {
  interface Known extends TermFacts {
    unionId: string;
    id: string;
  }
  let above: string;
  let grassroots: string[];
  /** Every approved term below `above`, as the rules look at it. */
  const known: Known[] = [];

  beforeAll(async () => {
    const chance = new Chance(seed);
    above = await bureau();
    grassroots = [];
    const shifted = (from: string, days: number) =>
      new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    for (let n = 0; n < 16 || known.length <= 10; n += 1) {
      const unionId = await establish(admin, above);
      grassroots.push(unionId);
      let termNo = 1 + chance.below(4);
      let heldOn = shifted(`${lastYear - 6}-01-01`, chance.below(900));
      // Terms of few years, held about when the one before ends: early, on time, late, or twice in a year.
      for (let count = chance.below(5); count > 0 && heldOn < day(-70); count -= 1) {
        const termYears = chance.pick([1, 1, 2, 3, 5]);
        const approvedOn = shifted(heldOn, chance.below(60));
        const more = { termNo, heldOn, termYears };
        // The last one may still wait for its approval: it does not count.
        if (chance.below(8) === 0) {
          await term(unionId, more);
          break;
        }
        const { id, termEndsOn } = await term(unionId, more, approvedOn);
        expect(termEndsOn).toBe(termEnd(heldOn, termYears));
        known.push({ unionId, id, termNo, heldOn, termEndsOn, approvedOn, bodies: [] });
        termNo += 1;
        heldOn = shifted(termEndsOn, chance.below(500) - 250);
        if (heldOn < shifted(known.at(-1)!.heldOn, 1)) break;
      }
    }
    console.log(`${known.length} terms of ${grassroots.length} unions (SEED=${seed})`);
    expect(known.length).toBeGreaterThan(10);
  });

  const termsOf = (unionId: string, on: string) =>
    known.filter((one) => one.unionId === unionId && one.approvedOn <= on);
  /** The unions that the rules name, or the ids of the terms done. */
  const expected = (status: TermStatus, on: string): string[] => {
    if (status === 'DONE')
      return known
        .filter((one) => one.termNo > 1 && one.approvedOn.startsWith(on.slice(0, 4)) && one.approvedOn <= on)
        .map(({ id }) => id);
    const rule = status === 'DUE' ? termDueInYear : termOverdue;
    return grassroots.filter((unionId) => rule(termsOf(unionId, on), on));
  };
  const listed = async (status: TermStatus, year?: number) =>
    (await terms(admin, { unionId: above, status, year })).nodes;
  const named = (status: TermStatus, nodes: Election[]) =>
    nodes.map((node) => (status === 'DONE' ? node.id : node.union.id)).toSorted();

  test.each<[TermStatus, number, string]>([
    ['DUE', lastYear, `${lastYear}-12-31`],
    ['DONE', lastYear, `${lastYear}-12-31`],
    ['OVERDUE', lastYear, `${lastYear}-12-31`],
    ['DUE', thisYear, day()],
    ['DONE', thisYear, day()],
    ['OVERDUE', thisYear, day()],
    ['DUE', thisYear + 1, `${thisYear + 1}-12-31`],
    ['OVERDUE', thisYear + 4, `${thisYear + 4}-12-31`],
    ['DUE', lastYear - 1, `${lastYear - 1}-12-31`],
  ])(`%s in %s is what the rules say of each union as of %s (SEED=${seed})`, async (status, year, on) => {
    const nodes = await listed(status, year);
    expect(named(status, nodes)).toEqual(expected(status, on).toSorted());
    for (const { id, union, termEndsOn } of nodes) {
      const own = termsOf(union.id, on);
      if (status === 'OVERDUE') expect(termAt(own, on)).toMatchObject({ id });
      if (status === 'DUE') expect(termEndsOn.slice(0, 4)).toBe(String(year));
    }
    const days = nodes.map((node) => (status === 'DONE' ? node.approvedOn! : node.termEndsOn));
    expect(days).toEqual(days.toSorted());
  });

  test(`and what the totals of the year count (SEED=${seed})`, async () => {
    const count = async (year: number) =>
      Promise.all(
        (['DUE', 'DONE', 'OVERDUE'] as const).map(async (status) => (await listed(status, year)).length),
      );
    const cells = await cellsOf(town.statistician, above, String(lastYear), termCells);
    expect(await count(lastYear)).toEqual(cells);
    // Of this year so far: what is due does not hang on the day, nor does what has been done.
    const [due, done] = await cellsOf(town.statistician, above, String(thisYear), termCells);
    expect((await count(thisYear)).slice(0, 2)).toEqual([due, done]);
  });

  test('to the day: the first and the last of the year, and the last day of a term', async () => {
    const body = await bureau();
    const dates: Array<[heldOn: string, approvedOn: string, told: TermStatus[], dissolvedOn?: string]> = [
      [`${lastYear - 5}-12-31`, `${lastYear - 5}-12-31`, ['DUE']],
      [`${lastYear - 5}-12-30`, `${lastYear - 5}-12-31`, ['DUE', 'OVERDUE']],
      [`${lastYear - 5}-01-01`, `${lastYear - 5}-01-01`, ['DUE', 'OVERDUE']],
      [`${lastYear - 5}-12-30`, `${lastYear - 5}-12-31`, [], `${lastYear}-12-31`],
      [`${lastYear - 5}-12-30`, `${lastYear - 5}-12-31`, ['DUE', 'OVERDUE'], `${thisYear}-01-01`],
      [`${lastYear - 6}-12-31`, `${lastYear - 6}-12-31`, ['OVERDUE']],
      [`${thisYear - 5}-01-01`, `${thisYear - 5}-01-01`, []],
      [`${lastYear - 1}-11-01`, `${lastYear - 1}-12-31`, []],
      [`${lastYear - 1}-11-02`, `${lastYear}-01-01`, ['DONE']],
      [`${lastYear}-11-01`, `${lastYear}-12-31`, ['DONE']],
      [`${lastYear}-11-02`, `${thisYear}-01-01`, []],
    ];
    const expectedOf: Record<string, TermStatus[]> = {};
    for (const [heldOn, approvedOn, told, on] of dates) {
      const unionId = await establish(admin, body);
      await term(unionId, { termNo: 2, heldOn }, approvedOn);
      const ended = { unionId, expectedVersion: 1, on, reason: 'r', documentNo: 'd' };
      if (on) await admin.get(operations.dissolve, { input: ended });
      expectedOf[unionId] = told;
    }
    const statuses: TermStatus[] = ['DUE', 'DONE', 'OVERDUE'];
    const counts: number[] = [];
    for (const status of statuses) {
      const { nodes } = await terms(admin, { unionId: body, status, year: lastYear });
      const ids = Object.keys(expectedOf).filter((id) => expectedOf[id]!.includes(status));
      expect([status, nodes.map(({ union }) => union.id).toSorted()]).toEqual([status, ids.toSorted()]);
      counts.push(nodes.length);
    }
    expect(await cellsOf(town.statistician, body, String(lastYear), termCells)).toEqual(counts);
  });

  test('page by page, this year when none is named, and by the union’s code', async () => {
    const status = 'DUE';
    const all = await listed(status);
    expect(all).toEqual(await listed(status, thisYear));
    const paged: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Terms = await terms(admin, { unionId: above, status, first: 1, after });
      paged.push(...page.nodes.map(({ id }) => id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(paged).toEqual(all.map(({ id }) => id));
    const everywhere = (await terms(admin, { unionCode: 'alpha-root', status, first: 200 })).nodes;
    expect(everywhere.map(({ id }) => id)).toEqual(expect.arrayContaining(paged));
  });

  test('of bodies above the grassroots only where asked, for who reads what stands below', async () => {
    const body = await bureau();
    await term(body, { termNo: 2, heldOn: `${thisYear - 6}-01-10` }, `${thisYear - 6}-02-10`);
    const query = `query ($unionId: ID, $level: Level = GRASSROOTS) {
      terms(unionId: $unionId, status: OVERDUE, level: $level) { nodes { union { id } } } }`;
    const at = async (variables: object) => JSON.stringify(await admin.get(query, variables));
    expect(await at({ unionId: body })).toBe('{"terms":{"nodes":[]}}');
    for (const level of ['INTERMEDIATE', null]) expect(await at({ unionId: body, level })).toContain(body);
    await addPerson(admin, 'terms-filer', [{ unionId: above, role: 'FILER' }]);
    const filer = await huiji.client('alpha', 'terms-filer');
    expect(await filer.refusal(query, { unionId: above })).toEqual(['FORBIDDEN']);
    expect(await filer.refusal(query, { unionId: town.root })).toEqual(['NOT_FOUND']);
    for (const year of [0, 1899, 3000]) {
      const wrong = `query ($year: Int) { terms(unionCode: "alpha-root", status: DUE, year: $year) { nodes { id } } }`;
      expect(await admin.refusal(wrong, { year })).toEqual(['NUMBER_OUT_OF_RANGE']);
    }
  });
});
