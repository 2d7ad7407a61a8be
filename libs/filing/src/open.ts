import type { Action } from '@huiji/domain/access';
import { entrustmentFor } from '@huiji/domain/entrustment';
import type { Form } from '@huiji/domain/form';
import { parsePeriod, type Period } from '@huiji/domain/period';
import { Refusal, refuse } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { holdEntrustments } from '@huiji/store/entrustment';
import { formAt } from '@huiji/store/form';
import { treeOn, unionsById } from '@huiji/store/organisation';
import { type Filing, lockFiling, lockFilings } from '@huiji/store/period';
import type { Scope } from '@huiji/store/scope';
import type { Submission } from '@huiji/store/submission';
import type { Filer } from './actor.js';
import { requireForm, requireOver, requireTakesFilings } from './takes-filings.js';
import { allowed, holdForFiling, requireAtRoot, type Seen, visibleInTree } from './visible.js';

/** What the actor may file, and under which entrustment (代报); null for the union's own filer. */
export interface Opened {
  union: TradeUnion;
  form: Form;
  entrustmentId: string | null;
}

/** A return that the actor may file, as it is while its row is locked. */
export interface OpenedSubmission extends Opened {
  submission: Submission;
}

/** How an audit row says that something was done under an entrustment (代报). */
export const under = (entrustmentId: string | null): object => (entrustmentId ? { entrustmentId } : {});

/** The union that the actor files for, held, and under which entrustment: neither can end until the transaction does. */
export async function holdAsFiler(
  tx: Tx,
  { actor }: Pick<Filer, 'actor'>,
  unionId: string,
): Promise<Pick<Opened, 'union' | 'entrustmentId'>> {
  const seen = await holdForFiling(tx, actor, unionId);
  return { union: seen.union, entrustmentId: await holdEntrustment(tx, actor, 'FILE', seen) };
}

/** Under which entrustment the actor does this for a union, held; null without one. FORBIDDEN where it has ended since the request began. */
export async function holdEntrustment(
  tx: Tx,
  { tenantId, today }: Filer['actor'],
  action: Action,
  { union, appointments }: Seen,
): Promise<string | null> {
  const entrustmentId = entrustmentFor(appointments, union.id);
  if (entrustmentId === null) return null;
  const held = await holdEntrustments(tx, tenantId, [entrustmentId], today);
  return held.has(entrustmentId) ? entrustmentId : refuse('FORBIDDEN', { action });
}

/**
 * The union and the form, if the actor may file for it and the period takes filings of the form from it now. The caller's transaction holds
 * both.
 */
export async function requireOpen(
  tx: Tx,
  filer: Filer,
  { unionId, form, period }: { unionId: string; form: string; period: string },
): Promise<Opened> {
  const scope = { tenantId: filer.actor.tenantId, form, period };
  parsePeriod(period);
  const { union, entrustmentId } = await holdAsFiler(tx, filer, unionId);
  const filing = await lockFiling(tx, scope, union);
  return openedBy(tx, scope, { union, entrustmentId, filing }, takenBy(filer, requireTakesFilings));
}

/**
 * `requireOpen` for many unions, in a bounded number of statements: what each is filed with, or why it may not be. The caller holds the
 * unions.
 */
export async function openMany(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  unionIds: readonly string[],
): Promise<Map<string, Opened | Refusal>> {
  const { actor } = filer;
  const { tenantId, today } = actor;
  const seen = await visibleInTree(tx, actor, unionIds, treeOn(today));
  const entrustments = new Map(
    [...seen].flatMap(([id, { appointments }]) => {
      const entrustmentId = entrustmentFor(appointments, id);
      return entrustmentId ? [[id, entrustmentId] as const] : [];
    }),
  );
  const held = await holdEntrustments(tx, tenantId, [...entrustments.values()], today);
  const filings = await lockFilings(
    tx,
    scope,
    [...seen.values()].map(({ union }) => union),
  );
  const opened = new Map<string, Opened | Refusal>();
  for (const id of unionIds)
    opened.set(
      id,
      await refusal(async () => {
        const one = seen.get(id) ?? refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
        const { union } = allowed('FILE', one);
        const entrustmentId = entrustments.get(id) ?? null;
        if (entrustmentId && !held.has(entrustmentId)) refuse('FORBIDDEN', { action: 'FILE' });
        const filing = filings.get(id) ?? null;
        return openedBy(tx, scope, { union, entrustmentId, filing }, takenBy(filer, requireTakesFilings));
      }),
    );
  return opened;
}

/** `openMany` for history (历史数据), which the federation itself takes over, in periods that are over. */
export async function openPast(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  unionIds: readonly string[],
): Promise<Map<string, Opened | Refusal>> {
  await requireAtRoot(tx, filer.actor, 'IMPORT_HISTORY');
  const unions = await unionsById(tx, scope.tenantId, unionIds);
  const filings = await lockFilings(tx, scope, [...unions.values()]);
  const [any] = filings.values();
  if (!any?.formVersion) {
    const why = await refusal(() => refuseScope(tx, scope.tenantId, scope.form, parsePeriod(scope.period)));
    return new Map(unionIds.map((id) => [id, why]));
  }
  const opened = new Map<string, Opened | Refusal>();
  for (const [id, union] of unions) {
    const asked = { union, entrustmentId: null, filing: filings.get(id) ?? null };
    opened.set(id, await refusal(() => openedBy(tx, scope, asked, takenBy(filer, requireOver))));
  }
  return opened;
}

/** What a period is asked before anything is taken into it. */
const takenBy =
  ({ actor }: Filer, require: typeof requireTakesFilings) =>
  (filing: Filing, period: string): void =>
    require(filing, period, actor.today);

/** What work gives, or what it refuses. */
export async function refusal<T>(work: () => T | Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Refuses what a period does not take from a union now. */
async function openedBy(
  tx: Tx,
  { tenantId, form, period }: Scope,
  { union, entrustmentId, filing }: Pick<Opened, 'union' | 'entrustmentId'> & { filing: Filing | null },
  requireTaken: (filing: Filing, period: string) => void,
): Promise<Opened> {
  if (!filing?.formVersion) return refuseScope(tx, tenantId, form, parsePeriod(period));
  requireTaken(filing, period);
  if (!filing.expected) refuse('NOT_EXPECTED', { union: union.name, period }, { field: 'unionId' });
  return { union, entrustmentId, form: await formAt(tx, tenantId, form, filing.formVersion) };
}

/** Says why nothing is filed in a scope: FORM_UNKNOWN, FORM_NOT_FOR_PERIOD or PERIOD_UNKNOWN. */
async function refuseScope(tx: Tx, tenantId: string, formCode: string, period: Period): Promise<never> {
  const form = await requireForm(tx, tenantId, formCode);
  if (!isFiledFor(form, period))
    refuse('FORM_NOT_FOR_PERIOD', { form: form.code, period: period.code }, { field: 'period' });
  return refuse('PERIOD_UNKNOWN', { period: period.code }, { field: 'period' });
}
