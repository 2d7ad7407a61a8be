import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Client as Socket, createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, eventually, found, type Town } from './harness/town.js';

let huiji: Huiji;
let ours: Town;
let theirs: Town;
const sockets: Socket[] = [];
beforeAll(async () => {
  huiji = await startHuiji();
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  [ours, theirs] = [await buildTown(huiji, 'alpha'), await buildTown(huiji, 'beta')];
});
afterAll(async () => {
  for (const socket of sockets) await socket.dispose();
  await huiji.stop();
});

/** A socket with a person's cookie, or nobody's. */
function socketOf(client: Pick<Client, 'headers'> | null): Socket {
  const headers = client?.headers ?? {};
  class WithCookie extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers });
    }
  }
  const socket = createClient({ url: huiji.wsUrl, webSocketImpl: WithCookie, retryAttempts: 0, lazy: false });
  sockets.push(socket);
  return socket;
}

interface Heard {
  events: unknown[];
  refusal: unknown;
}

const query = `subscription ($unionId: ID!, $form: String!, $period: String!) {
  rollupChanged(unionId: $unionId, form: $form, period: $period) { unionId form period } }`;

/** Listens for changes of a total. Whether the server has taken it on cannot be seen, so give it a moment. */
function listen(socket: Socket, unionId: string, period = '2026Q3', form = 'work-q'): Heard {
  const heard: Heard = { events: [], refusal: null };
  socket.subscribe(
    { query, variables: { unionId, form, period } },
    {
      next: (event) => heard.events.push(event),
      error: (error) => (heard.refusal = error),
      complete: () => undefined,
    },
  );
  return heard;
}
const moment = (milliseconds = 500) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const event = (unionId: string) => ({
  data: { rollupChanged: { unionId, form: 'work-q', period: '2026Q3' } },
});

test('an acceptance is heard at the bureau and the root, and by nobody whom it does not concern', async () => {
  const other = await found(ours.admin, {
    parentId: ours.root,
    code: 'B2',
    name: '另一局',
    level: 'INTERMEDIATE',
    kind: 'BUREAU',
  });
  await addPerson(ours.admin, 'other', [{ unionId: other, role: 'LEADER' }]);
  // The founding itself moves totals: let that be over.
  const waiting = `{ rollup(unionId: "${ours.root}", form: "work-q", period: "2026Q3") { pending } }`;
  await eventually(async () => expect(await ours.chief.get(waiting)).toEqual({ rollup: { pending: 0 } }));
  await moment();
  const chief = socketOf(ours.chief);
  // Three on one socket at once: they share a connection but not its reading.
  const concerned = [
    listen(chief, ours.root),
    listen(chief, ours.bureau),
    listen(socketOf(ours.reviewer), ours.bureau),
  ];
  const unconcerned = [
    listen(socketOf(await huiji.client('alpha', 'other')), other),
    listen(chief, other),
    listen(socketOf(theirs.chief), theirs.root),
  ];
  await moment();
  const before = concerned.map(({ events }) => events.length);
  const started = performance.now();
  await ours.fileAndAccept(ours.grassroots[0], { mem_member_cnt: '5' });
  await eventually(async () => {
    await moment(10);
    concerned.forEach(({ events }, i) => expect(events.length).toBeGreaterThan(before[i]!));
  }, 5);
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(concerned.map(({ events }) => events.at(-1))).toEqual([
    event(ours.root),
    event(ours.bureau),
    event(ours.bureau),
  ]);
  await moment();
  for (const { events, refusal } of [...concerned, ...unconcerned]) {
    expect(refusal).toBeNull();
    for (const one of events) expect(JSON.stringify(one)).not.toContain(theirs.root);
  }
  expect(unconcerned.map(({ events }) => events)).toEqual([[], [], []]);
});

test('what a change of the tree takes out of a total is heard, though no worker has written it', async () => {
  const change = (operation: string, input: object) => {
    const type = `${operation[0]!.toUpperCase()}${operation.slice(1)}Input`;
    return ours.admin.get<Record<string, { change: { id: string } }>>(
      `mutation ($input: ${type}!) { ${operation}(input: $input) { change { id } userErrors { message } } }`,
      { input },
    );
  };
  // Since a union has moved in the period, what is moved is weighed by totals, and so they are written with every change.
  const moving = await found(ours.admin, {
    ...{ parentId: ours.root, code: 'G-MOVING', name: '划转工会', level: 'GRASSROOTS', kind: 'SINGLE' },
  });
  await change('moveUnion', {
    ...{ unionId: moving, expectedVersion: 1, parentId: ours.bureau, on: '2026-08-01' },
    ...{ reason: '划归属地', documentNo: '临工组〔2026〕8号' },
  });
  const made = await change('foundUnion', {
    ...{ parentId: ours.bureau, code: 'G-SHORT', name: '短命工会', level: 'GRASSROOTS', kind: 'SINGLE' },
    ...{ establishedOn: '2026-08-01', approvalNo: '批〔2026〕9号' },
  });
  const total = `{ rollup(unionId: "${ours.root}", form: "work-q", period: "2026Q3") {
    pending cells(codes: ["org_grassroots_union_cnt"]) { value } } }`;
  const read = () => ours.chief.get<{ rollup: { pending: number; cells: { value: string }[] } }>(total);
  await eventually(async () => expect((await read()).rollup.pending).toBe(0));
  const before = Number((await read()).rollup.cells[0]!.value);
  await moment();
  const heard = [listen(socketOf(ours.chief), ours.root), listen(socketOf(ours.reviewer), ours.bureau)];
  await moment();
  await change('undoChange', { changeId: made.foundUnion!.change.id, reason: '办错了' });
  await eventually(async () => {
    await moment(10);
    for (const { events } of heard) expect(events.length).toBeGreaterThan(0);
  });
  await eventually(async () => expect((await read()).rollup.cells[0]!.value).toBe(String(before - 1)));
});

test('what may not be seen is refused as what does not exist', async () => {
  const refusals = async (client: Pick<Client, 'headers'> | null, ...ids: string[]) => {
    const heard = ids.map((id) => listen(socketOf(client), id));
    await eventually(async () => {
      await moment(10);
      for (const { refusal } of heard) expect(refusal).not.toBeNull();
    });
    expect(heard.flatMap(({ events }) => events)).toEqual([]);
    return heard.map(({ refusal }) =>
      JSON.stringify(refusal)
        .replace(/"requestId":"[^"]+"/g, '')
        .replace(/"locations":\[[^\]]*\],?/, ''),
    );
  };
  const [unknown, ...others] = await refusals(
    ours.reviewer,
    randomUUID(),
    theirs.bureau,
    theirs.root,
    ours.root,
    'no id at all',
    '',
  );
  expect(unknown).toContain('"code":"NOT_FOUND"');
  expect(unknown).not.toMatch(/SELECT|\.[jt]s\b|node_modules/);
  for (const other of others) expect(other).toBe(unknown);
});

/** Waits until a socket is closed; answers its code and reason. */
const closed = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) =>
    socket.on('closed', (event) => {
      const { code, reason } = event as { code: number; reason: string };
      resolve([code, reason]);
    }),
  );

test('nobody who has not signed in gets a socket', async () => {
  expect(await closed(socketOf(null))).toEqual([4401, 'UNAUTHENTICATED']);
  expect(await closed(socketOf({ headers: { cookie: 'huiji=of-no-session' } }))).toEqual([
    4401,
    'UNAUTHENTICATED',
  ]);
});

test('whoever loses the appointment hears nothing more', async () => {
  await addPerson(ours.admin, 'former', [{ unionId: ours.root, role: 'LEADER' }]);
  const [former, stays] = [
    listen(socketOf(await huiji.client('alpha', 'former')), ours.root),
    listen(socketOf(ours.chief), ours.root),
  ];
  await moment();
  const owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  await owner.query(`UPDATE appointment SET valid_to = valid_from
    FROM person WHERE person.id = appointment.person_id AND person.login = 'former'`);
  await owner.end();
  await moment(1_100);
  const before = stays.events.length;
  const another = { code: 'G9', name: '第9工会', level: 'GRASSROOTS', kind: 'SINGLE' };
  await found(ours.admin, { parentId: ours.bureau, ...another });
  await eventually(async () => {
    await moment(10);
    expect(stays.events.length).toBeGreaterThan(before);
    expect(JSON.stringify(former.refusal)).toContain('"code":"NOT_FOUND"');
  });
  expect(former.events).toEqual([]);
});

test('an unknown form or period is refused with its code', async () => {
  const heard = [
    listen(socketOf(ours.chief), ours.root, '2026Q9'),
    listen(socketOf(ours.chief), ours.root, '2026Q3', 'x'),
  ];
  await eventually(async () => {
    await moment(10);
    expect(JSON.stringify(heard[0]!.refusal)).toContain('"code":"PERIOD_UNKNOWN"');
    expect(JSON.stringify(heard[1]!.refusal)).toContain('"code":"FORM_UNKNOWN"');
  });
});

test('queries and mutations do not pass by the socket', async () => {
  const told: unknown[] = [];
  socketOf(ours.chief).subscribe(
    { query: '{ me { id } }' },
    { next: (one) => told.push(one), error: (error) => told.push(error), complete: () => undefined },
  );
  await eventually(async () => {
    await moment(10);
    expect(told).toHaveLength(1);
  });
  expect(JSON.stringify(told[0])).not.toContain('"id"');
});

test('whoever has signed out hears nothing more', async () => {
  const leaver = await huiji.client('alpha', 'chief');
  const [gone, stays] = [listen(socketOf(leaver), ours.root), listen(socketOf(ours.chief), ours.root)];
  await moment();
  await leaver.get('mutation { signOut { userErrors { code } } }');
  await moment(1_100); // the session is looked up once a second
  const heard = gone.events.length;
  const before = stays.events.length;
  await ours.fileAndAccept(ours.grassroots[2], { mem_member_cnt: '7' });
  await eventually(() => Promise.resolve(expect(stays.events.length).toBeGreaterThan(before)));
  await moment();
  expect(gone.events.length).toBe(heard);
});

test('a worker that was killed and started again is heard again', async () => {
  const heard = listen(socketOf(ours.chief), ours.root);
  await moment();
  await huiji.killWorker();
  await ours.fileAndAccept(ours.grassroots[1], { mem_member_cnt: '6' });
  await moment(700);
  expect(heard.events).toEqual([]);
  await huiji.startWorker();
  await eventually(async () => {
    await moment(10);
    expect(heard.events).toContainEqual(event(ours.root));
  });
});
