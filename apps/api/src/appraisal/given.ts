import { appraised, mayAppraise } from '@huiji/domain/appraisal';
import { type Problem, problem, refuse, refuseAny } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { visibleInTree } from '@huiji/filing/visible';
import { claimsOf, type Result, resultsOf } from '@huiji/store/appraisal';
import { appealsOf } from '@huiji/store/appraisal-publication';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import type { Ask } from '../graphql/ask.js';
import { optionalText } from '../graphql/text.js';
import { targetsNow } from './appraisal.reader.js';
import { type Opened, requireScheme } from './opening.js';
import { type ScoreInput, scoresSent } from './scores.js';

/** What one union is given, as it was sent. */
export interface AppraisalLine {
  unionId: string;
  scores?: ScoreInput[] | null;
  note?: string | null;
  expectedRevision: number;
}

/** The results that lines give, with targets and figures as they are now; or all that is wrong with them. */
export async function givenBy(
  tx: Tx,
  ask: Ask,
  opened: Opened,
  lines: readonly AppraisalLine[],
): Promise<Array<Omit<Result, 'byName' | 'at'>>> {
  const scheme = requireScheme(opened);
  const unions = await unionsOf(tx, ask, opened, lines);
  const results = await resultsOf(
    tx,
    opened.scope,
    unions.map(({ id }) => id),
  );
  await requireGivable(tx, ask, opened, { lines, unions, results });
  const targets = await targetsNow(tx, opened.of, unions);
  return lines.map(({ scores: sent, note, expectedRevision }, at) => {
    const { id: unionId } = unions[at]!;
    const before = results.get(unionId);
    const scores = sent ? scoresSent(scheme, sent, at + 1) : (before?.scores ?? scoresSent(scheme, []));
    const inputs = { targets: targets.get(unionId) ?? [], scores };
    const { total, outOf, complete, grade } = appraised(scheme, inputs);
    return {
      ...{ unionId, revision: expectedRevision + 1, ...inputs, total, outOf, complete, grade },
      note: note === undefined ? (before?.note ?? null) : optionalText('note', note, 1_000),
    };
  });
}

/** The unions that lines name, in their order: NOT_FOUND, APPRAISAL_NOT_BELOW, APPRAISAL_UNION_TWICE, UNION_DISSOLVED. */
async function unionsOf(
  tx: Tx,
  ask: Ask,
  { of: { tree }, body }: Opened,
  lines: readonly AppraisalLine[],
): Promise<TradeUnion[]> {
  const what = '工会 union';
  const ids = lines.map(({ unionId }) => requireId(unionId, what, 'lines'));
  const seen = await visibleInTree(tx, ask.actor, [...new Set(ids)], tree);
  const problems: Problem[] = [];
  const unions = ids.map((id, at) => {
    const place = { field: 'lines', row: at + 1 };
    const { union, ancestors } = seen.get(id) ?? refuse('NOT_FOUND', { what }, place);
    const { name, dissolvedOn: date } = union;
    if (ancestors[0] !== body.id)
      problems.push(problem('APPRAISAL_NOT_BELOW', { union: name, body: body.name }, place));
    else if (date !== null && date <= tree.day)
      problems.push(problem('UNION_DISSOLVED', { union: name, date }, place));
    if (ids.indexOf(id) !== at) problems.push(problem('APPRAISAL_UNION_TWICE', { union: name }, place));
    return union;
  });
  refuseAny(problems);
  return unions;
}

interface Lines {
  lines: readonly AppraisalLine[];
  unions: readonly TradeUnion[];
  results: ReadonlyMap<string, Result>;
}

/** Refuses what may not be given, or not by the actor: STALE_REVISION, APPRAISAL_PUBLISHED, APPRAISAL_CLAIMED_BY_APPRAISER. */
async function requireGivable(
  tx: Tx,
  { actor }: Ask,
  { scope, stage }: Opened,
  { lines, unions, results }: Lines,
): Promise<void> {
  const ids = unions.map(({ id }) => id);
  const claims = await claimsOf(tx, scope, ids);
  const appeals = await appealsOf(tx, scope, ids);
  refuseAny(
    unions.flatMap(({ id, name: union }, at) => {
      const place = { field: 'lines', row: at + 1 };
      const expected = lines[at]!.expectedRevision;
      const actual = results.get(id)?.revision ?? 0;
      const own = appeals.filter(({ unionId }) => unionId === id);
      if (actual !== expected) return problem('STALE_REVISION', { expected, actual }, place);
      if (!mayAppraise(stage, own, actual)) return problem('APPRAISAL_PUBLISHED', { union }, place);
      if (claims.get(id)?.madeBy === actor.personId)
        return problem('APPRAISAL_CLAIMED_BY_APPRAISER', { union }, place);
      return [];
    }),
  );
}
