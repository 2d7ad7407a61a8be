/** What every change of an appraisal begins with: who may, and that nobody else changes it meanwhile. */
import { refuse } from '@huiji/domain/problem';
import { holdEntrustment } from '@huiji/filing/open';
import { inField, requireMay } from '@huiji/filing/visible';
import type { SetScheme } from '@huiji/store/appraisal';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { lockUnions, unionsById } from '@huiji/store/organisation';
import type { Ask } from '../graphql/ask.js';
import { targetYear, type TargetYear } from '@huiji/filing/target-book';
import { type Appraising, appraisingOf } from './appraisal.reader.js';

/** Of which form and year an appraisal is. */
export interface AppraisalYear {
  form: string;
  period: string;
}

/** An appraisal that is held until the transaction ends, with its body. */
export interface Opened extends Appraising {
  body: Pick<TradeUnion, 'id' | 'name'>;
}

/** The same for one of its unions, and under which entrustment somebody answers for that; null for the union's own people. */
export interface OpenedForUnion extends Opened {
  union: TradeUnion;
  entrustmentId: string | null;
}

/** The appraisal of a body that the actor appraises for, held alone. */
export async function openForBody(
  tx: Tx,
  ask: Ask,
  { bodyId, ...year }: AppraisalYear & { bodyId: string },
): Promise<Opened> {
  const { union: body } = await inField('bodyId', requireMay(tx, ask.actor, 'APPRAISE', bodyId));
  return opened(tx, body, await targetYear(tx, ask.actor, year));
}

/** The appraisal of the body above a union that the actor answers for, held alone; APPRAISAL_NOBODY_ABOVE for the union at the top. */
export async function openForUnion(
  tx: Tx,
  ask: Ask,
  { unionId, ...year }: AppraisalYear & { unionId: string },
): Promise<OpenedForUnion> {
  const of = await targetYear(tx, ask.actor, year);
  const seen = await requireMay(tx, ask.actor, 'CLAIM_APPRAISAL', unionId, of.tree);
  const { union, ancestors } = seen;
  const entrustmentId = await holdEntrustment(tx, ask.actor, 'CLAIM_APPRAISAL', seen);
  const [bodyId] = ancestors;
  const body = bodyId === undefined ? undefined : (await unionsById(tx, of.tenantId, [bodyId])).get(bodyId);
  if (!body) return refuse('APPRAISAL_NOBODY_ABOVE', { union: union.name }, { field: 'unionId' });
  return { ...(await opened(tx, body, of)), union, entrustmentId };
}

async function opened(tx: Tx, body: TradeUnion, of: TargetYear): Promise<Opened> {
  await lockUnions(tx, of.tenantId, [body.id]);
  const appraising = await appraisingOf(tx, of, body.id);
  const finalOn = appraising.publication?.finalOn;
  if (finalOn) refuse('APPRAISAL_FINAL', { body: body.name, period: of.year.code, date: finalOn });
  return { ...appraising, body };
}

/** Its scheme; APPRAISAL_SCHEME_MISSING. */
export const requireScheme = ({ scheme, body, scope }: Opened): SetScheme =>
  scheme ?? refuse('APPRAISAL_SCHEME_MISSING', { body: body.name, period: scope.period });

/** Refuses what comes only after the publication: APPRAISAL_NOT_PUBLISHED. */
export const requirePublished = ({ publication, body, scope }: Opened) =>
  publication ?? refuse('APPRAISAL_NOT_PUBLISHED', { body: body.name, period: scope.period });
