/** What must hold once the faults are over: everything that was acknowledged is there, and nothing of it counts twice. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { outputOf } from '../processes.js';
import { totals } from '../recompute.js';
import { cells, type Figures, type Lane, type Return } from './lane.js';
import type { Course, Person } from './person.js';
import type { Site } from './site.js';
import { form, periods, type Quarter, type Town } from './town.js';

/** What is judged. */
export interface Judged {
  site: Site;
  town: Town;
  lanes: readonly Lane[];
  statistician: Person;
  course: Course;
}

/** How often it is asked whether everything has settled, in milliseconds. */
const tick = 100;
/** How many differences of one kind are told. */
const most = 10;
/** How long reading everything back may take, in milliseconds. */
const reading = 120_000;

/**
 * Everything that is wrong, by its difference; nothing where all is as it must be. Waits until nothing is left to be done, at the latest until the course's signal ends it.
 */
export async function verdict(judged: Judged): Promise<string[]> {
  const owner = new pg.Client({ connectionString: judged.site.ownerUrl });
  // What is asked by it is told of a lost connection, too.
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    const waiting = await settled(owner, judged.course.signal);
    judged.course.signal = AbortSignal.timeout(reading);
    return [
      ...judged.site.deaths,
      ...waiting,
      ...(await recomputed(owner)),
      ...(await ownFindings(owner)),
      ...(await counts(owner, judged)),
      ...(await returns(judged)),
      ...(await bodies(judged)),
      ...(await rebuilt(judged)),
      ...(await audited(judged.site)),
    ];
  } finally {
    await owner.end();
  }
}

/** Waits until nothing waits for the worker, and it has held all totals against the contributions once more since. */
async function settled(owner: pg.Client, signal: AbortSignal): Promise<string[]> {
  const left = async (): Promise<string[]> => {
    const { rows } = await owner.query<{ what: string; count: number }>(
      `SELECT 'changes wait in the outbox' AS what, count(*)::int AS count FROM rollup_outbox
       UNION ALL SELECT 'events are not sealed', count(*)::int FROM audit_unsealed
       UNION ALL SELECT 'scopes were not verified', count(*)::int FROM rollup_scope s WHERE NOT EXISTS (
         SELECT FROM rollup_check c WHERE (c.tenant_id, c.form, c.period) = (s.tenant_id, s.form, s.period)
           AND c.verified_at > $1)`,
      [since],
    );
    return rows.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`);
  };
  // A check that was under way may have looked before.
  const { rows } = await owner.query<{ now: string }>(`SELECT clock_timestamp()::text AS now`);
  const since = rows[0]?.now;
  for (;;) {
    const waiting = await left();
    if (waiting.length === 0) return [];
    if (signal.aborted) return waiting.map((what) => `in the time that was given: ${what}`);
    await sleep(tick);
  }
}

/** Totals against the sum of all contributions, each added by itself. */
async function recomputed(owner: pg.Client): Promise<string[]> {
  const { stored, recomputed } = await totals(owner);
  const keys = [...new Set([...stored.keys(), ...recomputed.keys()])];
  const positions = (text = ''): string[] => text.split(' ');
  return differences(
    'total',
    keys.flatMap((key) => {
      const [is, must] = [positions(stored.get(key)), positions(recomputed.get(key))];
      const longer = is.length > must.length ? is : must;
      return longer.map((_, n) => ({ of: `${key} ${n + 1}`, is: is[n], must: must[n] }));
    }),
  );
}

/** What the product has found out itself at any time of the run: also what came right again. */
async function ownFindings(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ told: string }>(
    `SELECT concat_ws(' ', form, period, union_id, part, position, kind, 'stored', coalesce(stored::text, 'nothing'), 'recomputed',
       recomputed) AS told FROM rollup_difference ORDER BY id LIMIT ${most}`,
  );
  return rows.map(({ told }) => `a difference was found by the product: ${told}`);
}

/** Each acknowledged step took place once: by the keys that were used, and by the audit. */
async function counts(owner: pg.Client, { lanes }: Judged): Promise<string[]> {
  const { rows } = await owner.query<{ action: string; count: number }>(
    `SELECT action, count(*)::int AS count FROM audit_event WHERE object_type = 'submission' GROUP BY action
     UNION ALL SELECT 'keys', count(*)::int FROM idempotency WHERE response IS NOT NULL`,
  );
  const there = new Map(rows.map(({ action, count }) => [action, count]));
  const times = (step: keyof Lane['acknowledged']): number =>
    lanes.reduce((sum, lane) => sum + lane.acknowledged[step], 0);
  const all = (Object.keys(actions) as Array<keyof typeof actions>).map((step) => ({
    ...{ of: actions[step], is: there.get(actions[step]) ?? 0, must: times(step) },
  }));
  const keys = {
    ...{ of: 'all by their keys', is: there.get('keys') ?? 0 },
    must: all.reduce((sum, { must }) => sum + must, 0),
  };
  return differences('times', [...all, keys]);
}

/** How the audit calls the steps. */
const actions = {
  saveDraft: 'SAVE_DRAFT',
  submit: 'SUBMIT',
  acceptSubmission: 'ACCEPT',
  returnSubmission: 'RETURN',
  restateSubmission: 'RESTATE',
  withdrawSubmission: 'WITHDRAW',
} as const;

/** Each return as its clerk reads it. */
async function returns({ lanes }: Judged): Promise<string[]> {
  const compared = [];
  for (const lane of lanes)
    for (const now of lane.journal.values()) {
      const read = await lane.clerk.ask<Read>(
        `query ($unionId: ID!, $form: String!, $period: String!) {
           submissionHistory(unionId: $unionId, form: $form, period: $period) {
             id version revision state cells { cell value } } }`,
        { unionId: now.union.id, form, period: now.period },
      );
      compared.push({ of: `${now.union.code} ${now.period}`, is: textOf(read[0]), must: textOfReturn(now) });
    }
  return differences('return', compared);
}

type Read = Array<Return['seen'] & { cells: Array<{ cell: string; value: string | null }> }>;

function textOf(read: Read[number] | undefined): string {
  if (!read) return 'nothing';
  const figures = Object.fromEntries(read.cells.map(({ cell, value }) => [cell, String(value)]));
  return textOfReturn({ seen: read, figures });
}

function textOfReturn({ seen, figures }: Pick<Return, 'seen' | 'figures'>): string {
  const { id, version, revision, state } = seen;
  return JSON.stringify([id, revision, version, state, ...cells.map((cell) => figures[cell] ?? null)]);
}

/** The totals of each body as the statistician reads them, against the sum of what the journals say was accepted. */
async function bodies({ town, lanes, statistician }: Judged): Promise<string[]> {
  const accepted = lanes.flatMap((lane) => [...lane.journal.values()]).flatMap((now) => climbed(town, now));
  const compared = [];
  for (const { code } of town.unions.filter((union) => !union.code.startsWith('G')))
    for (const period of periods) {
      const read = await statistician.ask<Total>(
        `query ($code: String!, $form: String!, $period: String!, $cells: [String!]!) {
           rollup(unionCode: $code, form: $form, period: $period) { reportsAccepted cells(codes: $cells) { cell value } } }`,
        { code, form, period, cells },
      );
      const of = accepted.filter((one) => one.at === code && one.period === period);
      compared.push({
        of: `${code} ${period}`,
        is: JSON.stringify([Number(read.reportsAccepted), ...cells.map((cell) => valueIn(read, cell))]),
        must: JSON.stringify([of.length, ...cells.map((cell) => sumOf(of, cell))]),
      });
    }
  return differences('what was acknowledged adds up to', compared);
}

interface Total {
  reportsAccepted: number | string;
  cells: Array<{ cell: string; value: string | null }>;
}

const valueIn = (read: Total, cell: string): string | null =>
  read.cells.find((one) => one.cell === cell)?.value ?? null;

interface Climbed {
  at: string;
  period: Quarter;
  figures: Figures;
}

/** What of a return counts, at its union and at each above it. */
function climbed({ unions }: Town, { union, period, accepted }: Return): Climbed[] {
  if (!accepted) return [];
  const found: Climbed[] = [];
  for (let at: string | null = union.code; at; at = unions.find(({ code }) => code === at)?.above ?? null)
    found.push({ at, period, figures: accepted });
  return found;
}

/** null where nobody has filled the cell: blank is not zero. */
function sumOf(of: readonly Climbed[], cell: string): string | null {
  const filled = of.flatMap(({ figures }) => figures[cell] ?? []);
  return filled.length === 0 ? null : String(filled.reduce((sum, figure) => sum + BigInt(figure), 0n));
}

/** Rebuilding must find nothing to mend. */
async function rebuilt({ town, statistician }: Judged): Promise<string[]> {
  const compared = [];
  for (const period of periods)
    compared.push({ of: period, is: await repair(statistician, town, period, true), must: 0 });
  return differences('numbers to be rebuilt in', compared);
}

/** Rebuilds the totals of a quarter, or only looks; answers how many numbers were wrong. */
export async function repair(
  statistician: Person,
  { rootId }: Town,
  period: Quarter,
  dryRun: boolean,
): Promise<number> {
  const { rebuilt } = await statistician.mutate<{ rebuilt: { differenceCount: number } }>(
    'rebuildTotals',
    'RebuildTotalsInput',
    { unionId: rootId, form, period, dryRun },
    'rebuilt { differenceCount }',
  );
  return rebuilt.differenceCount;
}

/** As `npm run audit:verify` sees it. */
async function audited({ ownerUrl, anchors }: Site): Promise<string[]> {
  const command = join(import.meta.dirname, '../audit-verify.js');
  const env = { ...process.env, DATABASE_URL: ownerUrl, AUDIT_ANCHOR_DIR: anchors, TENANT: '' };
  const said = await outputOf(process.execPath, [command], { env });
  return said.includes('The audit is as it was sealed') ? [] : [`the audit: ${said}`];
}

/** Those that are not as they must be, the first of them by name. */
function differences(
  what: string,
  compared: ReadonlyArray<{ of: string; is: unknown; must: unknown }>,
): string[] {
  const wrong = compared.filter(({ is, must }) => is !== must);
  const told = wrong
    .slice(0, most)
    .map(({ of, is, must }) => `${what} ${of}: ${String(is)}, and must be ${String(must)}`);
  return wrong.length > most ? [...told, `${what}: ${wrong.length - most} more`] : told;
}
