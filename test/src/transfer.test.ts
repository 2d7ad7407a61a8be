import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { ended, exported, fetched, sheetIn, textsOf } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { cellsOf, change } from './harness/organisation.js';
import { tomorrow } from './harness/periods.js';
import { drained, totals } from './harness/recompute.js';
import { addPerson, buildTown, found, key, mutationOf, operations, told, type Town } from './harness/town.js';
import { type Order, receiveTransfer, sendTransfer, stepTransfer, transfersOf } from './harness/transfers.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let admin: Client;
/** Another bureau, and who files for what tests found. */
let other: string;
let clerkId: string;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  town = await buildTown(huiji, 'alpha');
  admin = town.admin;
  other = await found(admin, {
    ...{ parentId: town.root, code: 'B2', name: '交通局工会', level: 'INTERMEDIATE', kind: 'BUREAU' },
  });
  clerkId = (await town.clerk.get<{ me: { id: string } }>('{ me { id } }')).me.id;
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const codesOf = async (...asked: Parameters<typeof told>): Promise<unknown[]> =>
  (await told(...asked)).map(({ code, field }) => [code, field]);

let count = 0;
interface Unit {
  id: string;
  code: string;
}
/** A union that the town's clerk files for. */
async function unit(parentId: string): Promise<Unit> {
  const code = `T${++count}`;
  const id = await found(admin, { parentId, code, name: `${code}工会`, level: 'GRASSROOTS', kind: 'SINGLE' });
  await admin.get(mutationOf('appoint'), {
    input: { personId: clerkId, appointments: [{ unionId: id, role: 'FILER' }] },
  });
  return { id, code };
}
const bureau = (): Promise<string> => {
  const code = `TB${++count}`;
  return found(admin, { parentId: town.root, code, name: code, level: 'INTERMEDIATE', kind: 'BUREAU' });
};
const send = (from: Unit, to: Unit, more: object = {}): Promise<Order> =>
  sendTransfer(town.clerk, from.id, { toUnionCode: to.code, ...more });
const accepted = async (from: Unit, to: Unit, more: object = {}): Promise<Order> =>
  stepTransfer(town.clerk, await send(from, to, more), 'accept');

const flows = ['mem_transfer_in_cnt', 'mem_transfer_out_cnt'];
/** 转入 and 转出 of a union's total, when nothing waits. */
async function flow(unionId: string, where: { period?: string; tree?: 'CURRENT' } = {}) {
  await drained(owner);
  return cellsOf(admin, { unionId, ...where }, ...flows);
}
/** What a body posts of its own. */
async function own(unionId: string) {
  const { rollup } = await admin.get<{ rollup: { own: { cells: Array<{ value: string }> } } }>(
    `query ($unionId: ID) { rollup(unionId: $unionId, form: "work-q", period: "2026Q3") { own {
       cells(codes: ["mem_transfer_in_cnt", "mem_transfer_out_cnt"]) { value } } } }`,
    { unionId },
  );
  return rollup.own.cells.map(({ value }) => Number(value));
}

describe('an order', () => {
  test('leaves the members with the sender until it is accepted; then both count it, and their body neither', async () => {
    const body = await bureau();
    const [from, to] = [await unit(body), await unit(body)];
    const sent = await send(from, to, { note: '整体调动' });
    expect(sent).toMatchObject({
      ...{ number: `${from.code}-2026-001`, state: 'SENT', members: 12, sentOn: '2026-08-20', version: 1 },
      ...{ from: { code: from.code }, to: { code: to.code, name: `${to.code}工会` }, note: '整体调动' },
      ...{ sentByName: 'clerk', acceptedOn: null, countedOn: null, settledByName: null },
      steps: ['ACCEPT', 'DECLINE', 'WITHDRAW'],
    });
    expect([await flow(from.id), await flow(to.id)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await stepTransfer(town.clerk, sent, 'accept')).toMatchObject({
      ...{ state: 'ACCEPTED', acceptedOn: '2026-08-25', countedOn: '2026-08-25', settledByName: 'clerk' },
      ...{ version: 2, steps: ['CANCEL'] },
    });
    expect(await flow(from.id)).toEqual([0, 12]);
    expect(await flow(to.id)).toEqual([12, 0]);
    expect(await flow(body)).toEqual([0, 0]);
    expect(await own(body)).toEqual([-12, -12]);
    const { stored, recomputed } = await totals(owner);
    expect(stored).toEqual(recomputed);
    expect((await send(from, to)).number).toBe(`${from.code}-2026-002`);
  });

  test('between two bodies counts for both and nets out above them, in every form that counts its day', async () => {
    await town.statistician.get(operations.open, { period: '2026' });
    const [one, two] = [await bureau(), await bureau()];
    const [from, to] = [await unit(one), await unit(two)];
    const before = await flow(town.root);
    await accepted(from, to, { members: 30 });
    expect([await flow(one), await flow(two)]).toEqual([
      [0, 30],
      [30, 0],
    ]);
    expect(await flow(town.root)).toEqual(before);
    const { rollup } = await admin.get<{ rollup: { cells: object[] } }>(
      `{ rollup(unionId: "${two}", form: "work-y", period: "2026") { cells(codes: ["mem_transfer_in_cnt"]) { value } } }`,
    );
    expect(rollup.cells).toEqual([{ value: '30' }]);
  });

  test('is declined, withdrawn or taken back, and then in no figure', async () => {
    const body = await bureau();
    const [from, to] = [await unit(body), await unit(body)];
    const declined = await stepTransfer(town.clerk, await send(from, to), 'decline');
    expect(declined).toMatchObject({ state: 'DECLINED', reason: '人数不符', acceptedOn: null, steps: [] });
    expect(await stepTransfer(town.clerk, await send(from, to), 'withdraw')).toMatchObject({
      ...{ state: 'WITHDRAWN', reason: null, steps: [] },
    });
    const wrong = await accepted(from, to);
    await accepted(from, to, { members: 5 });
    expect(await own(body)).toEqual([-17, -17]);
    expect(await stepTransfer(town.clerk, wrong, 'cancel')).toMatchObject({
      ...{ state: 'CANCELLED', acceptedOn: '2026-08-25', steps: [] },
    });
    expect([await flow(from.id), await flow(to.id), await own(body)]).toEqual([
      [0, 5],
      [5, 0],
      [-5, -5],
    ]);
  });

  test('with a side outside the federation counts at once', async () => {
    const body = await bureau();
    const one = await unit(body);
    const came = await receiveTransfer(town.clerk, one.id, { outside: '邻市第一工会', members: 7 });
    expect(came).toMatchObject({
      ...{ state: 'ACCEPTED', acceptedOn: '2026-08-20', from: { code: null, name: '邻市第一工会' } },
      steps: ['CANCEL'],
    });
    const went = await sendTransfer(town.clerk, one.id, { outside: '邻市第二工会', members: 4 });
    expect([came.number, went.number]).toEqual([`${one.code}-2026-001`, `${one.code}-2026-002`]);
    expect([await flow(one.id), await flow(body), await own(body)]).toEqual([
      [7, 4],
      [7, 4],
      [0, 0],
    ]);
    await stepTransfer(town.clerk, went, 'cancel');
    expect(await flow(body)).toEqual([7, 0]);
  });

  test('is in the periods that are opened after it was accepted', async () => {
    const body = await bureau();
    const [from, to] = [await unit(body), await unit(body)];
    const sent = await send(from, to, { on: '2026-02-01' });
    await stepTransfer(town.clerk, sent, 'accept', { on: '2026-02-03' });
    await town.statistician.get(operations.open, { period: '2026Q1' });
    const q1 = { period: '2026Q1' };
    expect([await flow(from.id, q1), await flow(to.id, q1), await flow(body, q1)]).toEqual([
      [0, 12],
      [12, 0],
      [0, 0],
    ]);
  });

  test('of a FINAL period counts in the next, and one that it counts is taken back no more', async () => {
    const body = await bureau();
    const [from, to] = [await unit(body), await unit(body)];
    await town.statistician.get(operations.open, { period: '2025Q4' });
    const on = '2025-11-03';
    const [counted, late] = [await send(from, to, { on }), await send(from, to, { on })];
    const kept = await stepTransfer(town.clerk, counted, 'accept', { on });
    const year = { period: '2025Q4' };
    await town.statistician.get(operations.close, year);
    await drained(owner);
    await town.statistician.get(operations.finalise, year);
    const before = await flow(to.id);
    expect(await stepTransfer(town.clerk, late, 'accept', { on })).toMatchObject({
      ...{ acceptedOn: on, countedOn: '2026-01-01', steps: ['CANCEL'] },
    });
    expect([await flow(to.id, year), await flow(to.id)]).toEqual([[12, 0], before]);
    const input = {
      transferId: kept.id,
      expectedVersion: kept.version,
      reason: '记错',
      idempotencyKey: key(),
    };
    expect(await codesOf(town.clerk, 'cancelTransfer', input)).toEqual([['TRANSFER_FINAL', 'transferId']]);
    expect((await transfersOf(town.clerk, to.id)).nodes.map(({ id, steps }) => [id, steps])).toEqual([
      [late.id, ['CANCEL']],
      [kept.id, []],
    ]);
  });
});

describe('the tree', () => {
  test('a move takes the members of a union out of what nets below one body and into what nets below another', async () => {
    const [one, two] = [await bureau(), await bureau()];
    const [from, to] = [await unit(one), await unit(one)];
    await accepted(from, to);
    const root = await flow(town.root);
    const { change: made } = await change(admin, 'moveUnion', { unionId: to.id, parentId: two });
    expect([await flow(one), await own(one), await flow(two)]).toEqual([
      [0, 12],
      [0, 0],
      [12, 0],
    ]);
    expect(await flow(town.root)).toEqual(root);
    await change(admin, 'undoChange', { changeId: made?.id });
    expect([await flow(one), await own(one), await flow(two)]).toEqual([
      [0, 0],
      [-12, -12],
      [0, 0],
    ]);
    expect(await flow(town.root)).toEqual(root);
  });

  test('a body that moves takes along what the unions below it net out with others, in its period and in today’s tree', async () => {
    const [one, two] = [await bureau(), await bureau()];
    const zone = { code: `TZ${++count}`, level: 'INTERMEDIATE', kind: 'ZONE' };
    const moving = await found(admin, { parentId: one, name: zone.code, ...zone });
    const [from, to] = [await unit(moving), await unit(one)];
    await accepted(from, to);
    const root = await flow(town.root);
    const seen = async (tree?: 'CURRENT') => {
      const where = tree ? { tree } : {};
      return [await flow(one, where), await flow(two, where), await flow(moving, where)];
    };
    // From a day after the quarter on: its own tree stays.
    const after = { unionId: moving, parentId: two, on: '2026-10-05' };
    const { change: later } = await change(admin, 'moveUnion', after);
    expect([await seen(), await own(one)]).toEqual([
      [
        [0, 0],
        [0, 0],
        [0, 12],
      ],
      [-12, -12],
    ]);
    const apart = [
      [12, 0],
      [0, 12],
      [0, 12],
    ];
    expect(await seen('CURRENT')).toEqual(apart);
    await change(admin, 'undoChange', { changeId: later?.id });
    await change(admin, 'moveUnion', { unionId: moving, parentId: two });
    expect([await seen(), await seen('CURRENT'), await own(one)]).toEqual([apart, apart, [0, 0]]);
    expect(await flow(town.root)).toEqual(root);
  });

  test('a merger hands over members as its document says, and nets out like an order', async () => {
    const [one, two] = [await bureau(), await bureau()];
    const [ends, receiver] = [await unit(one), await unit(two)];
    const root = await flow(town.root);
    const merge = { unionId: ends.id, receiverId: receiver.id, members: 58 };
    const { change: made } = await change(admin, 'mergeUnion', merge);
    expect([await flow(ends.id), await flow(receiver.id), await flow(one), await flow(two)]).toEqual([
      [0, 58],
      [58, 0],
      [0, 58],
      [58, 0],
    ]);
    expect(await flow(town.root)).toEqual(root);
    // In today's tree the receiver is both.
    const current = { tree: 'CURRENT' } as const;
    expect([await flow(one, current), await flow(two, current), await flow(receiver.id, current)]).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    await change(admin, 'undoChange', { changeId: made?.id });
    expect([await flow(ends.id), await flow(two)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await flow(town.root)).toEqual(root);
  });

  test('a merger of two bodies hands over no members, which are those of the unions below them', async () => {
    const [one, two] = [await bureau(), await bureau()];
    const root = await flow(town.root);
    await change(admin, 'mergeUnion', { unionId: one, receiverId: two, members: 9 });
    expect([await flow(one), await flow(two), await own(two)]).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(await flow(town.root)).toEqual(root);
  });

  test('a FINAL period keeps its tree, and is read in today’s with what nets there', async () => {
    const q2 = { period: '2026Q2' };
    await town.statistician.get(operations.open, q2);
    const [one, two] = [await bureau(), await bureau()];
    const [from, to] = [await unit(one), await unit(one)];
    const sent = await send(from, to, { on: '2026-05-01' });
    await stepTransfer(town.clerk, sent, 'accept', { on: '2026-05-02' });
    await town.statistician.get(operations.close, q2);
    await drained(owner);
    await town.statistician.get(operations.finalise, q2);
    const root = await flow(town.root, q2);
    await change(admin, 'moveUnion', { unionId: to.id, parentId: two });
    expect([await flow(one, q2), await flow(two, q2), await flow(town.root, q2)]).toEqual([
      [0, 0],
      [0, 0],
      root,
    ]);
    const current = { ...q2, tree: 'CURRENT' } as const;
    expect([await flow(one, current), await flow(two, current), await flow(town.root, current)]).toEqual([
      [0, 12],
      [12, 0],
      root,
    ]);
  });
});

test('by region members net out where both unions stand, whatever body they stand below', async () => {
  const regioned = (parentId: string, regionCode: string, more: object = {}): Promise<string> => {
    const code = `R${++count}`;
    return found(admin, {
      ...{ parentId, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE', regionCode },
      ...more,
    });
  };
  const body = await regioned(town.root, '510104', { level: 'INTERMEDIATE', kind: 'BUREAU' });
  const units: Unit[] = [];
  for (const regionCode of ['510102', '510102', '510103', '520101']) {
    const id = await regioned(body, regionCode);
    units.push({ id, code: `R${count}` });
    await admin.get(mutationOf('appoint'), {
      input: { personId: clerkId, appointments: [{ unionId: id, role: 'FILER' }] },
    });
  }
  const [one, two, three, far] = units as [Unit, Unit, Unit, Unit];
  await accepted(one, two, { members: 1 });
  await accepted(two, three, { members: 10 });
  await accepted(three, far, { members: 100 });
  await receiveTransfer(town.clerk, one.id, { members: 1_000 });
  const region = async (regionCode: string, asOf?: string) => {
    type Region = { regionCode?: string; cells: Array<{ value: string | null }> };
    const { regionRollup } = await admin.get<{ regionRollup: Region & { regions: Region[] } }>(
      `query ($regionCode: String!, $unionId: ID, $asOf: DateTime) {
         regionRollup(regionCode: $regionCode, unionId: $unionId, form: "work-q", period: "2026Q3", asOf: $asOf) {
           cells(codes: ${JSON.stringify(flows)}) { value }
           regions { regionCode cells(codes: ${JSON.stringify(flows)}) { value } } } }`,
      { regionCode, unionId: body, asOf },
    );
    const figures = ({ cells }: Region) => cells.map(({ value }) => Number(value));
    const finer = regionRollup.regions.map((one): [string, number[]] => [one.regionCode ?? '', figures(one)]);
    return Object.fromEntries([['all', figures(regionRollup)], ...finer]);
  };
  expect(await region('5101')).toEqual({
    ...{ all: [1_000, 100], 510102: [1_000, 10], 510103: [10, 100], 510104: [0, 0] },
  });
  expect((await region('510102'))['all']).toEqual([1_000, 10]);
  expect((await region('51'))['all']).toEqual([1_000, 100]);
  expect(await flow(body)).toEqual([1_000, 0]);
});

describe('is refused', () => {
  const sending = (unionId: string, more: object): Promise<unknown[]> =>
    codesOf(town.clerk, 'sendTransfer', {
      unionId,
      members: 3,
      on: '2026-08-20',
      idempotencyKey: key(),
      ...more,
    });

  test('an order that cannot be', async () => {
    const [from, to] = [await unit(other), await unit(other)];
    const toUnionCode = to.code;
    for (const members of [0, -1, 100_001])
      expect(await sending(from.id, { toUnionCode, members })).toEqual([['NUMBER_OUT_OF_RANGE', 'members']]);
    expect(await sending(from.id, { toUnionCode: from.code })).toEqual([
      ['TRANSFER_TO_ITSELF', 'toUnionCode'],
    ]);
    expect(await sending(from.id, { toUnionCode: 'B1' })).toEqual([
      ['TRANSFER_NOT_GRASSROOTS', 'toUnionCode'],
    ]);
    expect(await sending(from.id, { toUnionCode: 'NOBODY' })).toEqual([['NOT_FOUND', 'toUnionCode']]);
    expect(await sending(from.id, {})).toEqual([['TRANSFER_RECEIVER', 'toUnionCode']]);
    expect(await sending(from.id, { toUnionCode, outside: '市外' })).toEqual([
      ['TRANSFER_RECEIVER', 'toUnionCode'],
    ]);
    expect(await sending(from.id, { toUnionCode, on: tomorrow })).toEqual([['DATE_IN_FUTURE', 'on']]);
    expect(await sending(from.id, { toUnionCode, on: '1999-12-31' })).toEqual([
      ['UNION_NOT_ESTABLISHED', 'unionId'],
    ]);
    expect(await sending(from.id, { toUnionCode, note: '字'.repeat(201) })).toEqual([
      ['FIELD_TOO_LONG', 'note'],
    ]);
    const gone = await unit(other);
    await change(admin, 'dissolveUnion', { unionId: gone.id, on: '2026-08-01' });
    expect(await sending(from.id, { toUnionCode: gone.code })).toEqual([['UNION_DISSOLVED', 'toUnionCode']]);
    expect((await transfersOf(town.clerk, from.id)).nodes).toEqual([]);
  });

  test('an answer that cannot be', async () => {
    const [from, to] = [await unit(other), await unit(other)];
    const sent = await send(from, to);
    const answer = (more: object) => ({
      ...{ transferId: sent.id, expectedVersion: 1, idempotencyKey: key() },
      ...more,
    });
    const accepting = (more: object) =>
      codesOf(town.clerk, 'acceptTransfer', answer({ on: '2026-08-25', ...more }));
    expect(await accepting({ on: '2026-08-19' })).toEqual([['DATE_ORDER', 'on']]);
    expect(await accepting({ on: tomorrow })).toEqual([['DATE_IN_FUTURE', 'on']]);
    expect(await accepting({ expectedVersion: 2 })).toEqual([['STALE_REVISION', 'expectedVersion']]);
    const ending = answer({ reason: ' ' });
    expect(await codesOf(town.clerk, 'declineTransfer', ending)).toEqual([['FIELD_REQUIRED', 'reason']]);
    const cancelling = { ...ending, reason: '记错', idempotencyKey: key() };
    expect(await codesOf(town.clerk, 'cancelTransfer', cancelling)).toEqual([
      ['TRANSFER_SETTLED', 'transferId'],
    ]);
    const withdrawn = await stepTransfer(town.clerk, sent, 'withdraw');
    expect(await accepting({ expectedVersion: withdrawn.version })).toEqual([
      ['TRANSFER_SETTLED', 'transferId'],
    ]);
    expect(await flow(to.id)).toEqual([0, 0]);
    // The sender has merged since: its members have gone with it.
    const late = await send(from, to);
    await change(admin, 'mergeUnion', { unionId: from.id, receiverId: to.id, members: 40 });
    const again = { transferId: late.id, expectedVersion: 1, on: '2026-08-25', idempotencyKey: key() };
    expect(await codesOf(town.clerk, 'acceptTransfer', again)).toEqual([['UNION_DISSOLVED', 'on']]);
    expect(await flow(to.id)).toEqual([40, 0]);
  });

  test('what others would do with it; and of an order between strangers nobody learns', async () => {
    const [from, to] = [await unit(other), await unit(other)];
    const sent = await send(from, to);
    const { bureau: above } = town;
    await addPerson(admin, 'sender', [{ unionId: from.id, role: 'FILER' }]);
    await addPerson(admin, 'receiver', [{ unionId: to.id, role: 'FILER' }]);
    await addPerson(admin, 'head', [{ unionId: other, role: 'REVIEWER' }]);
    await addPerson(admin, 'stranger', [{ unionId: above, role: 'REVIEWER' }]);
    const [sender, receiver, head, stranger] = (await Promise.all(
      ['sender', 'receiver', 'head', 'stranger'].map((login) => huiji.client('alpha', login)),
    )) as [Client, Client, Client, Client];
    const input = { transferId: sent.id, expectedVersion: 1, idempotencyKey: key() };
    const accept = { ...input, on: '2026-08-25' };
    expect(await codesOf(sender, 'acceptTransfer', accept)).toEqual([['NOT_FOUND', 'unionId']]);
    expect(await codesOf(receiver, 'withdrawTransfer', input)).toEqual([['NOT_FOUND', 'unionId']]);
    expect(await codesOf(head, 'acceptTransfer', accept)).toEqual([['FORBIDDEN', null]]);
    expect(await codesOf(stranger, 'acceptTransfer', accept)).toEqual([['NOT_FOUND', 'transferId']]);
    const steps = async (client: Client, unionId: string) =>
      (await transfersOf(client, unionId)).nodes.find(({ id }) => id === sent.id)?.steps;
    expect(await steps(sender, from.id)).toEqual(['WITHDRAW']);
    expect(await steps(receiver, to.id)).toEqual(['ACCEPT', 'DECLINE']);
    expect(await steps(head, other)).toEqual([]);
    expect(await steps(stranger, above)).toBeUndefined();
    const query = 'query ($unionId: ID) { transfers(unionId: $unionId) { nodes { id } } }';
    expect(await sender.refusal(query, { unionId: to.id })).toEqual(['NOT_FOUND']);
    const searching = `query ($unionId: ID!) { transferDestinations(unionId: $unionId, search: "T") { code } }`;
    expect(await head.refusal(searching, { unionId: from.id })).toEqual(['FORBIDDEN']);
    expect(await sender.refusal(searching, { unionId: to.id })).toEqual(['NOT_FOUND']);
  });
});

describe('is found', () => {
  test('by state, by direction, by the period that counts it, and page by page', async () => {
    const [body, far] = [await bureau(), await bureau()];
    const [one, two, three] = [await unit(body), await unit(body), await unit(far)];
    const within = await accepted(one, two);
    const out = await accepted(two, three);
    const came = await receiveTransfer(town.clerk, one.id);
    const waits = await send(three, one, { members: 9 });
    const ids = async (unionId: string, asked: Parameters<typeof transfersOf>[2]) =>
      (await transfersOf(admin, unionId, asked)).nodes.map(({ id }) => id);
    expect(await ids(body, {})).toEqual([waits, came, out, within].map(({ id }) => id));
    expect(await ids(body, { direction: 'WITHIN' })).toEqual([within.id]);
    expect(await ids(body, { direction: 'OUT' })).toEqual([out.id]);
    expect(await ids(body, { direction: 'IN' })).toEqual([waits.id, came.id]);
    expect(await ids(body, { direction: 'IN', period: '2026Q3' })).toEqual([came.id]);
    expect(await ids(body, { period: '2026Q2' })).toEqual([]);
    expect(await ids(town.root, { states: ['SENT'] })).toContain(waits.id);
    expect(await ids(town.root, { direction: 'WITHIN', states: ['ACCEPTED'], first: 2 })).toEqual([
      out.id,
      within.id,
    ]);
    const page = await transfersOf(admin, body, { first: 3 });
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(await ids(body, { first: 3, after: page.pageInfo.endCursor })).toEqual([within.id]);
    const waiting = (unionId: string) =>
      admin.get(`{ transfersWaiting(unionId: "${unionId}") { toAccept members oldestSentOn sent } }`);
    expect(await waiting(body)).toEqual({
      transfersWaiting: { toAccept: 1, members: 9, oldestSentOn: '2026-08-20', sent: 0 },
    });
    expect(await waiting(far)).toEqual({
      transfersWaiting: { toAccept: 0, members: 0, oldestSentOn: null, sent: 1 },
    });
  });

  test('and leaves as a workbook of what counts in a period, added up as the total has it', async () => {
    const [body, far] = [await bureau(), await bureau()];
    const [one, two, three] = [await unit(body), await unit(body), await unit(far)];
    await accepted(one, two, { members: 100, note: '=1+1' });
    await accepted(two, three, { members: 20 });
    await receiveTransfer(town.clerk, one.id, { members: 3 });
    await send(one, three, { members: 7 });
    // Taken back, it counts no more, wherever what counts is listed.
    const wrong = await stepTransfer(town.clerk, await accepted(one, two, { members: 1_000 }), 'cancel');
    const counted = await transfersOf(admin, body, { period: '2026Q3' });
    expect(counted.nodes.map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    expect((await transfersOf(admin, body)).nodes.map(({ id }) => id)).toContain(wrong.id);
    const { id } = await exported(admin, { table: 'TRANSFERS', unionId: body });
    const { url } = await ended(admin, id);
    const rows = textsOf(await sheetIn((await fetched(huiji.apiUrl, url ?? '')).bytes));
    const orders = rows.filter(([number]) => number?.includes('-2026-'));
    expect(orders.map((row) => [row[1], row[2], row[4], row[6], row[10] ?? ''])).toEqual([
      ['转入', '市外', one.code, '3', ''],
      ['转出', two.code, three.code, '20', ''],
      ['内部接转', one.code, two.code, '100', '=1+1'],
    ]);
    const sums = rows.filter(([text]) => text?.endsWith('合计')).map((row) => [row[0], row[6]]);
    expect(sums).toEqual([
      ['转入合计', '3'],
      ['转出合计', '20'],
      ['内部接转合计', '100'],
    ]);
    expect(await flow(body)).toEqual([3, 20]);
  });

  test('a receiver anywhere in the federation, by name, code or initials, but the union itself', async () => {
    const [from, to] = [await unit(other), await unit(await bureau())];
    const search = async (text: string) =>
      (
        await town.clerk.get<{ transferDestinations: Array<{ code: string; superiorName: string }> }>(
          `query ($unionId: ID!, $search: String!) { transferDestinations(unionId: $unionId, search: $search) { code name superiorName } }`,
          { unionId: from.id, search: text },
        )
      ).transferDestinations;
    expect(await search(`${to.code}工会`)).toEqual([
      { code: to.code, name: `${to.code}工会`, superiorName: expect.stringMatching(/^TB/) },
    ]);
    expect((await search(to.code.toLowerCase())).map(({ code }) => code)).toContain(to.code);
    expect(await search(`${from.code}工会`)).toEqual([]);
    expect(await search('交通局')).toEqual([]);
  });
});

test('an order that is sent or accepted twice at once is there once, and counts once', async () => {
  const body = await bureau();
  const [from, to] = [await unit(body), await unit(body)];
  const input = {
    unionId: from.id,
    toUnionCode: to.code,
    members: 3,
    on: '2026-08-20',
    idempotencyKey: key(),
  };
  await Promise.all([1, 2, 3].map(() => told(town.clerk, 'sendTransfer', input)));
  const { nodes } = await transfersOf(town.clerk, from.id);
  expect(nodes).toHaveLength(1);
  const [sent] = nodes as [Order];
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() =>
      codesOf(town.clerk, 'acceptTransfer', {
        ...{ transferId: sent.id, expectedVersion: 1, on: '2026-08-25', idempotencyKey: key() },
      }),
    ),
  );
  expect(answers.filter((answer) => answer.length === 0)).toHaveLength(1);
  expect(answers.flat()).toEqual(Array(3).fill(['TRANSFER_SETTLED', 'transferId']));
  expect([await flow(from.id), await flow(to.id), await own(body)]).toEqual([
    [0, 3],
    [3, 0],
    [-3, -3],
  ]);
});
