import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Appointment, may, type Role } from '@huiji/domain/access';
import { barTo, type SubmissionAction, type SubmissionState, transitions } from '@huiji/domain/submission';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { completenessOf, dueOn, tomorrow, yesterday } from './harness/periods.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import {
  accepting,
  before,
  bureauOf,
  file,
  form,
  officeOf,
  person,
  queue,
  save,
  seen,
  submit,
  totalOf,
  unionsOf,
  waiting,
  idOf,
} from './harness/review.js';
import {
  act,
  buildTown,
  key,
  mutationOf,
  type MutationName,
  operations,
  type Seen,
  told,
  type Town,
} from './harness/town.js';

const seed = seedOf();
const rounds = lengthOf('ROUNDS', { short: 10, long: 50 });
const races = lengthOf('RACES', { short: 10, long: 100 });
const period = '2026Q3';
let huiji: Huiji;
let town: Town;
let owner: pg.Client;
beforeAll(async () => {
  console.log(`seed ${seed}: repeat with SEED=${seed} npm test -- transitions`);
  huiji = await startHuiji();
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, 'alpha');
  await dueOn(town.statistician, period, tomorrow);
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/**
 * A union below a district below a bureau below the root, and everybody who could have to do with its return. Who acts is fixed;
 * what each is appointed to stands here, once for the accounts and once for the expectation.
 */
type Body = 'root' | 'bureau' | 'district' | 'sibling';
type Place = Body | 'union';
const actors: Record<string, ReadonlyArray<readonly [Role, Place]>> = {
  filer: [['FILER', 'union']],
  otherFiler: [['FILER', 'union']],
  filingReviewer: [
    ['FILER', 'union'],
    ['REVIEWER', 'district'],
  ],
  parentReviewer: [['REVIEWER', 'district']],
  grandparentReviewer: [['REVIEWER', 'bureau']],
  rootReviewer: [['REVIEWER', 'root']],
  ownReviewer: [['REVIEWER', 'union']],
  siblingReviewer: [['REVIEWER', 'sibling']],
  statistician: [['STATISTICIAN', 'root']],
  leader: [['LEADER', 'root']],
  administrator: [['UNION_ADMIN', 'bureau']],
  foreigner: [],
};
/** Who filled in and submitted what is submitted, in either half of the matrix. */
const filedBy = { plainly: ['filer'], byItsReviewers: ['filer', 'filingReviewer', 'parentReviewer'] };

const states: SubmissionState[] = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'];
const mutations: Record<SubmissionAction | 'RESTATE' | 'COMMENT', MutationName> = {
  ...{ SAVE: 'saveDraft', SUBMIT: 'submit', WITHDRAW: 'withdrawSubmission', RETURN: 'returnSubmission' },
  ...{ ACCEPT: 'acceptSubmission', RESTATE: 'restateSubmission', COMMENT: 'commentSubmission' },
};
type Act = keyof typeof mutations;
// Who filed decides about acceptances alone; beside them stand the two that a submission could also meet.
const tried: Record<keyof typeof filedBy, Act[]> = {
  plainly: Object.keys(mutations) as Act[],
  byItsReviewers: ['WITHDRAW', 'RETURN', 'ACCEPT'],
};
const right = {
  SAVE: 'FILE',
  SUBMIT: 'FILE',
  WITHDRAW: 'FILE',
  RESTATE: 'FILE',
  RETURN: 'RETURN',
  ACCEPT: 'ACCEPT',
  COMMENT: 'COMMENT',
} as const;

describe('every act × state × actor', () => {
  const ids = {} as Record<Body, string>;
  const clients: Record<string, Client> = {};
  const personIds: Record<string, string> = {};
  let union = 0;

  beforeAll(async () => {
    ids.root = town.root;
    ids.bureau = await bureauOf(town);
    [ids.district, ids.sibling] = [await bureauOf(town, ids.bureau), await bureauOf(town, ids.bureau)];
    for (const [login, appointments] of Object.entries(actors)) {
      if (login === 'foreigner') continue;
      // Whose place is a union of its own is appointed when there is one; an account needs one appointment at least.
      const placed = appointments
        .filter(([, place]) => place !== 'union')
        .map(([role, place]) => [ids[place as 'root'], role] as const);
      clients[login] = await person(
        huiji,
        town,
        `matrix-${login}`,
        ...(placed.length > 0 ? placed : [[ids.sibling, 'FILER'] as const]),
      );
      personIds[login] = await idOf(clients[login]);
    }
    clients['foreigner'] = await huiji.client('beta', 'admin');
  }, 60_000);

  const stateNow = async (id: string) =>
    (
      await owner.query<{ state: string; version: number }>(
        'SELECT state, version FROM submission WHERE id = $1',
        [id],
      )
    ).rows[0]!;

  /** A return of a new union in a state, filed by the filer and, for the other half, filled in by all who review at its parent too. */
  async function returnIn(
    state: SubmissionState,
    half: keyof typeof filedBy,
  ): Promise<{ unionId: string; submission: Seen }> {
    union += 1;
    const [unionId] = (await unionsOf(town, ids.district, [`m${union}`])) as [string];
    for (const [login, appointments] of Object.entries(actors))
      for (const [role] of appointments.filter(([, place]) => place === 'union'))
        await town.admin.get(mutationOf('appoint'), {
          input: { personId: personIds[login], appointments: [{ unionId, role }] },
        });
    let submission = await save(clients['filer']!, { unionId, period }, before);
    if (state === 'DRAFT') return { unionId, submission };
    submission = await submit(clients['filer']!, submission);
    if (half === 'byItsReviewers') {
      // Who reviews at its parent filed for it once, and filled in then.
      await owner.query(
        `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from, valid_to)
         SELECT tenant_id, gen_random_uuid(), $2, id, 'FILER', '2026-01-01', '2026-02-01' FROM trade_union WHERE id = $1`,
        [unionId, personIds['parentReviewer']],
      );
      await owner.query('UPDATE submission SET filled_by = $2 WHERE id = $1', [
        submission.id,
        filedBy[half].map((who) => personIds[who]),
      ]);
    }
    if (state === 'RETURNED')
      submission = await act(clients['rootReviewer']!, 'return', { ...seen(submission), reason: '核对' });
    if (state === 'ACCEPTED')
      submission = await act(
        clients[half === 'plainly' ? 'parentReviewer' : 'grandparentReviewer']!,
        'accept',
        seen(submission),
      );
    return { unionId, submission };
  }

  const inputOf = (name: Act, { unionId, submission }: { unionId: string; submission: Seen }): object => {
    const key_ = { idempotencyKey: key() };
    if (name === 'SAVE')
      return {
        unionId,
        form,
        period,
        expectedVersion: submission.version,
        cells: [{ cell: 'mem_leave_cnt', value: '1' }],
        ...key_,
      };
    if (name === 'RESTATE') return { submissionId: submission.id, reason: '更正', ...key_ };
    if (name === 'COMMENT') return { submissionId: submission.id, text: '核对', ...key_ };
    return {
      ...seen(submission),
      ...(name === 'RETURN' ? { reason: '核对' } : {}),
      ...(name === 'SUBMIT' ? { explanation: '说明' } : {}),
      ...key_,
    };
  };

  /** What the rules of libs/domain say: a code, or the state after it. */
  function ruled(name: Act, state: SubmissionState, who: string, half: keyof typeof filedBy): string {
    const appointments: Appointment[] = actors[who]!.map(([role, unionId]) => ({ role, unionId }));
    const ancestors = ['district', 'bureau', 'root'];
    const visible = appointments.some(({ unionId }) => unionId === 'union' || ancestors.includes(unionId));
    if (!visible) return 'NOT_FOUND';
    if (!may(right[name], appointments, 'union', ancestors)) return 'FORBIDDEN';
    if (name === 'COMMENT') return state;
    if (name === 'RESTATE') return state === 'ACCEPTED' ? state : 'WRONG_STATE';
    const next = transitions[name][state];
    if (name === 'SAVE' && state === 'ACCEPTED') return 'ALREADY_FILED';
    if (!next) return 'WRONG_STATE';
    if (name !== 'ACCEPT') return next;
    const reviewing = (place: string) =>
      Object.keys(actors).filter((one) =>
        actors[one]!.some(([role, at]) => role === 'REVIEWER' && at === place),
      );
    const [parent, ...above] = ancestors.map((place) => ({ unionId: place, personIds: reviewing(place) }));
    const bar = barTo(who, filedBy[half], [parent!, ...above]);
    if (bar === 'FILED_IT') return 'FILER_MAY_NOT_ACCEPT';
    return bar ? 'NOT_THE_ACCEPTING_UNION' : next;
  }

  // By hand, so that the rules are not only compared with themselves: half, act, state, actor, outcome.
  const anchors = `
    plainly WITHDRAW SUBMITTED filer DRAFT
    plainly WITHDRAW SUBMITTED otherFiler DRAFT
    plainly WITHDRAW SUBMITTED filingReviewer DRAFT
    plainly WITHDRAW SUBMITTED parentReviewer FORBIDDEN
    plainly WITHDRAW SUBMITTED ownReviewer FORBIDDEN
    plainly WITHDRAW SUBMITTED statistician FORBIDDEN
    plainly WITHDRAW SUBMITTED siblingReviewer NOT_FOUND
    plainly WITHDRAW SUBMITTED foreigner NOT_FOUND
    plainly WITHDRAW DRAFT filer WRONG_STATE
    plainly WITHDRAW RETURNED filer WRONG_STATE
    plainly WITHDRAW ACCEPTED filer WRONG_STATE
    plainly ACCEPT SUBMITTED parentReviewer ACCEPTED
    plainly ACCEPT SUBMITTED filingReviewer ACCEPTED
    plainly ACCEPT SUBMITTED grandparentReviewer NOT_THE_ACCEPTING_UNION
    plainly ACCEPT SUBMITTED rootReviewer NOT_THE_ACCEPTING_UNION
    plainly ACCEPT SUBMITTED ownReviewer NOT_THE_ACCEPTING_UNION
    plainly ACCEPT SUBMITTED filer FORBIDDEN
    plainly ACCEPT SUBMITTED leader FORBIDDEN
    plainly ACCEPT RETURNED parentReviewer WRONG_STATE
    byItsReviewers ACCEPT SUBMITTED parentReviewer FILER_MAY_NOT_ACCEPT
    byItsReviewers ACCEPT SUBMITTED filingReviewer FILER_MAY_NOT_ACCEPT
    byItsReviewers ACCEPT SUBMITTED grandparentReviewer ACCEPTED
    byItsReviewers ACCEPT SUBMITTED rootReviewer NOT_THE_ACCEPTING_UNION
    plainly RETURN SUBMITTED rootReviewer RETURNED
    plainly RETURN SUBMITTED statistician FORBIDDEN
    plainly RETURN ACCEPTED parentReviewer WRONG_STATE
    plainly SAVE SUBMITTED filer WRONG_STATE
    plainly SAVE RETURNED otherFiler RETURNED
    plainly SAVE DRAFT parentReviewer FORBIDDEN
    plainly SAVE ACCEPTED filer ALREADY_FILED
    plainly SUBMIT RETURNED filer SUBMITTED
    plainly SUBMIT SUBMITTED filer WRONG_STATE
    plainly RESTATE ACCEPTED filer ACCEPTED
    plainly RESTATE ACCEPTED parentReviewer FORBIDDEN
    plainly COMMENT DRAFT filer DRAFT
    plainly COMMENT SUBMITTED statistician SUBMITTED
    plainly COMMENT SUBMITTED leader FORBIDDEN
    plainly COMMENT ACCEPTED administrator FORBIDDEN
    plainly COMMENT ACCEPTED rootReviewer ACCEPTED`
    .trim()
    .split('\n')
    .map((line) => line.trim());

  test('the list by hand agrees with the rules', () => {
    const said = anchors
      .map((line) => line.split(' '))
      .map(([half, name, state, who]) =>
        ruled(name as Act, state as SubmissionState, who!, half as 'plainly'),
      );
    expect(said).toEqual(anchors.map((line) => line.split(' ').at(-1)));
  });

  test.each(Object.keys(filedBy) as Array<keyof typeof filedBy>)(
    'filed %s: the api does what the rules say, and nothing else',
    async (half) => {
      let met = 0;
      const done = new Set<string>();
      for (const state of states) {
        let at = await returnIn(state, half);
        for (const name of tried[half]) {
          for (const who of Object.keys(actors)) {
            const expected = ruled(name, state, who, half);
            const refused = (await told(clients[who]!, mutations[name], inputOf(name, at))).map(
              ({ code }) => code,
            );
            const now = await stateNow(at.submission.id);
            const line = `${half} ${name} ${state} ${who}`;
            const outcome = refused.length > 0 ? refused.join(' ') : now.state;
            expect(`${line} ${outcome}`).toBe(`${line} ${expected}`);
            if (refused.length > 0)
              expect([line, now]).toEqual([line, { state, version: at.submission.version }]);
            done.add(`${line} ${outcome}`);
            met += 1;
            // Whatever moved or opened a correction is left behind for a fresh one.
            if (refused.length === 0 && name !== 'COMMENT') at = await returnIn(state, half);
          }
        }
        // Who is shown it in the queue is who may accept it.
        for (const who of Object.keys(actors).filter((one) => one !== 'foreigner')) {
          const listed = (await queue(clients[who]!, period)).nodes.some(
            ({ submission }) => submission.id === at.submission.id,
          );
          expect([half, state, who, listed]).toEqual([
            half,
            state,
            who,
            ruled('ACCEPT', state, who, half) === 'ACCEPTED',
          ]);
        }
      }
      expect(met).toBe(states.length * tried[half].length * Object.keys(actors).length);
      expect(anchors.filter((line) => line.startsWith(half) && !done.has(line))).toEqual([]);
    },
    240_000,
  );
});

describe('at once', () => {
  test(`${rounds * 20} edits of one draft: each version has one winner, and what it wrote stands there`, async () => {
    const { unionOf, clerk } = await officeOf(huiji, town, 'edits', ['edits-1']);
    const unionId = unionOf['edits-1']!;
    const draft = await save(clerk, { unionId, period }, { mem_leave_cnt: '0' });
    let lost = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const version = draft.version + round - 1;
      const edits = Array.from({ length: 20 }, (_, i) =>
        told(clerk, 'saveDraft', {
          ...{ unionId, form, period, expectedVersion: version, idempotencyKey: key() },
          cells: [{ cell: 'mem_leave_cnt', value: String(round * 100 + i) }],
        }),
      );
      const answers = (await Promise.all(edits)).map((answer) => answer.map(({ code }) => code).join());
      const winners = answers.flatMap((codes, i) => (codes === '' ? [i] : []));
      expect([round, winners.length, new Set(answers.filter((codes) => codes !== ''))]).toEqual([
        round,
        1,
        new Set(['STALE_REVISION']),
      ]);
      lost += 20 - winners.length;
      const { submission } = await clerk.get<{
        submission: { version: number; cells: Array<{ value: string }> };
      }>('query ($id: ID!) { submission(id: $id) { version cells { value } } }', { id: draft.id });
      expect(submission).toEqual({
        version: version + 1,
        cells: [{ value: String(round * 100 + winners[0]!) }],
      });
    }
    console.log(`${rounds} versions won, ${lost} edits told that somebody was faster`);
    expect(lost).toBe(rounds * 19);
  }, 120_000);

  test(
    `${races} withdrawals race acceptances, one or many at a time: one of the two each, and the totals say which`,
    async () => {
      const chance = new Chance(seed);
      const codes = Array.from({ length: races }, (_, i) => `race-${i}`);
      const { bureau, ids, reviewer, clerk } = await officeOf(huiji, town, 'race', codes);
      const filed: Seen[] = [];
      for (const unionId of ids)
        filed.push(await file(clerk, { unionId, period }, { ...before, comp_event_cnt: '1' }));
      const many = filed.filter(() => chance.below(2) === 0);
      const moves: Array<() => Promise<unknown>> = [
        ...filed.map(
          (one) => () => told(clerk, 'withdrawSubmission', { ...seen(one), idempotencyKey: key() }),
        ),
        ...filed.filter((one) => !many.includes(one)).map((one) => () => accepting(reviewer, one)),
      ];
      const batch = many.map(seen);
      const at = chance.below(moves.length);
      const order = moves
        .map((move) => ({ move, place: chance.below(1_000) }))
        .toSorted((one, other) => one.place - other.place);
      const all = order.flatMap(({ move }, i) => [
        ...(i === at && batch.length > 0
          ? [
              told(reviewer, 'acceptSubmissions', {
                submissions: batch,
                onlyClean: false,
                idempotencyKey: key(),
              }),
            ]
          : []),
        move(),
      ]);
      const codesTold = (await Promise.all(all)).flat() as Array<{ code: string }>;
      expect(
        [...new Set(codesTold.map(({ code }) => code))].filter((code) => code !== 'STALE_REVISION'),
      ).toEqual([]);
      const { rows } = await owner.query<{
        state: string;
        version: number;
        contributions: number;
        marks: number;
      }>(
        `SELECT s.state, s.version, (SELECT count(*)::int FROM contribution c WHERE c.submission_id = s.id AND c.part = 1) AS contributions,
         (SELECT count(*)::int FROM audit_event a WHERE a.object_id = s.id::text AND a.action IN ('WITHDRAW', 'ACCEPT')) AS marks
       FROM submission s WHERE s.id = ANY($1)`,
        [filed.map(({ id }) => id)],
      );
      for (const row of rows)
        expect(row).toEqual({
          ...(row.state === 'DRAFT'
            ? { state: 'DRAFT', contributions: 0 }
            : { state: 'ACCEPTED', contributions: 1 }),
          version: filed[0]!.version + 1,
          marks: 1,
        });
      const accepted = rows.filter(({ state }) => state === 'ACCEPTED').length;
      console.log(`${accepted} accepted, ${races - accepted} withdrawn first`);
      expect(await totalOf(town, { unionId: bureau, period }, 'comp_event_cnt')).toEqual({
        value: accepted > 0 ? String(accepted) : null,
        accepted,
      });
      expect(await completenessOf(town.statistician, bureau, period)).toMatchObject({
        started: races,
        submitted: accepted,
        waiting: 0,
        accepted,
      });
      expect(await waiting(reviewer, period)).toEqual([]);
    },
    longest,
  );
});

describe('withdrawing', () => {
  const withdraw = (client: Client, submission: Seen) => act(client, 'withdraw', seen(submission));
  const steps = async (bureau: string) => {
    // Waits until nothing is pending.
    await totalOf(town, { unionId: bureau, period }, 'comp_event_cnt');
    const counted = await completenessOf(town.statistician, bureau, period);
    const { started, submitted, waiting: waits, onTime, late } = counted;
    return { started, submitted, waiting: waits, onTime, late };
  };

  test(
    'takes a report out of the queue and the progress; filed again it is in time or late anew',
    async () => {
      const { bureau, unionOf, reviewer, clerk } = await officeOf(huiji, town, 'back', ['back-1', 'back-2']);
      const where = { unionId: unionOf['back-1']!, period };
      const first = await file(clerk, where, before);
      const up = { started: 1, submitted: 1, waiting: 1, onTime: 1, late: 0 };
      expect(await steps(bureau)).toEqual(up);
      const input = { ...seen(first), idempotencyKey: key() };
      for (let time = 0; time < 2; time += 1)
        expect(await told(clerk, 'withdrawSubmission', input)).toEqual([]);
      const read = `query ($id: ID!) { submission(id: $id) { state version filedBy filedAt filing { late } } }`;
      const { submission } = await clerk.get<{ submission: object }>(read, { id: first.id });
      expect(submission).toEqual({
        state: 'DRAFT',
        version: first.version + 1,
        filedBy: null,
        filedAt: null,
        filing: { late: null },
      });
      expect(await steps(bureau)).toEqual({ started: 1, submitted: 0, waiting: 0, onTime: 0, late: 0 });
      expect(await waiting(reviewer, period)).toEqual([]);
      const owing = await reviewer.get<{
        notFiled: { nodes: Array<{ union: { code: string }; state: string }> };
      }>(
        `query ($unionId: ID) { notFiled(unionId: $unionId, form: "work-q", period: "${period}") { nodes { union { code } state } } }`,
        { unionId: bureau },
      );
      expect(owing.notFiled.nodes).toContainEqual({ union: { code: 'back-1' }, state: 'DRAFT' });

      // Past the deadline: what was withdrawn before a reviewer saw it comes late, what was returned once came in time.
      const second = await file(clerk, { ...where, unionId: unionOf['back-2']! }, before);
      const returned = await act(reviewer, 'return', { ...seen(second), reason: '请核对' });
      const refiled = await submit(clerk, returned);
      await dueOn(town.statistician, period, yesterday);
      // Everything so far came after yesterday: as if it had come the day before.
      await owner.query(
        `UPDATE submission SET first_filed_at = first_filed_at - interval '3 days' WHERE id = $1`,
        [second.id],
      );
      const again = await submit(
        clerk,
        await save(clerk, { ...where, version: first.version + 1 }, { mem_leave_cnt: '1' }),
      );
      const taken = await withdraw(clerk, refiled);
      expect(await clerk.get(read, { id: second.id })).toMatchObject({
        submission: { filing: { late: null } },
      });
      await submit(clerk, taken);
      const risks = (await queue(reviewer, period)).nodes.map(({ submission: { id }, risk }) => [
        id,
        risk!.late,
      ]);
      expect(Object.fromEntries(risks)).toEqual({ [again.id]: true, [second.id]: false });
      expect(await steps(bureau)).toEqual({ started: 2, submitted: 2, waiting: 2, onTime: 1, late: 1 });
      await dueOn(town.statistician, period, tomorrow);
    },
    longest,
  );

  test('of a correction leaves what was accepted where it is', async () => {
    const { bureau, unionOf, reviewer, clerk } = await officeOf(huiji, town, 'fix', ['fix-1']);
    const filed = await file(
      clerk,
      { unionId: unionOf['fix-1']!, period },
      { ...before, comp_event_cnt: '5' },
    );
    expect(await accepting(reviewer, filed)).toEqual([]);
    const restated = await act(clerk, 'restate', { submissionId: filed.id, reason: '更正' });
    const back = await withdraw(clerk, await submit(clerk, restated));
    expect(back).toMatchObject({ state: 'DRAFT', revision: 2 });
    expect(await totalOf(town, { unionId: bureau, period }, 'comp_event_cnt')).toEqual({
      value: '5',
      accepted: 1,
    });
    expect(await steps(bureau)).toMatchObject({ submitted: 1, waiting: 0 });
    const version = filed.version + 1;
    expect(
      await told(clerk, 'withdrawSubmission', { ...seen({ ...filed, version }), idempotencyKey: key() }),
    ).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  test('ends with filing: a union must not lose the report that came in time', async () => {
    await town.statistician.get(operations.open, { period: '2025Q4' });
    const { unionOf, clerk } = await officeOf(huiji, town, 'shut', ['shut-1']);
    const filed = await file(clerk, { unionId: unionOf['shut-1']!, period: '2025Q4' }, before);
    await town.statistician.get(operations.close, { period: '2025Q4' });
    const input = { ...seen(filed), idempotencyKey: key() };
    expect(await told(clerk, 'withdrawSubmission', input)).toMatchObject([{ code: 'PERIOD_NOT_OPEN' }]);
    await town.statistician.get(mutationOf('openWindow'), {
      input: { unionId: unionOf['shut-1'], form, period: '2025Q4', reason: '更正', untilOn: tomorrow },
    });
    expect(await told(clerk, 'withdrawSubmission', input)).toEqual([]);
  });
});
