import { missing } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { refuse } from '@huiji/domain/problem';
import { contentOf } from '@huiji/filing/content';
import { requireMay, type UnionNamed } from '@huiji/filing/visible';
import { namesOf } from '@huiji/store/person';
import { inForceBySubmission } from '@huiji/store/provenance';
import { revisionsOf, type Submission, submissionsById } from '@huiji/store/submission';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { entryOf } from '../entry/present.js';
import type { Ask } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { readableScope } from '../period/scope.js';

interface CellQuery extends UnionNamed {
  form: string;
  period: string;
  cell: string;
  first: number;
  after?: string | null;
}

@Resolver()
export class ProvenanceResolver {
  /** Where drilling ends: CELL_UNKNOWN, CELL_NOT_FILED for what the registers know. */
  @Query('filedCellHistory')
  async history(@Args() query: CellQuery, @Context('ask') ask: Ask): Promise<Connection<unknown>> {
    const { tenantId } = ask.actor;
    const { tx, scope: found, union } = await readableScope(ask, query, requireMay);
    const { filed: form, ...scope } = found;
    const at = { cell: query.cell.slice(0, 80) };
    const { cell } = layoutOf(form).cell(query.cell) ?? refuse('CELL_UNKNOWN', at, { field: 'cell' });
    if (!layoutOf(form).filed.includes(cell)) refuse('CELL_NOT_FILED', at, { field: 'cell' });
    const page = await connection(
      query,
      ({ first, after }) => revisionsOf(tx, scope, union.id, { first, before: revisionIn(after) }),
      ({ revision }) => String(revision),
    );
    const inForce = await inForceBySubmission(tx, scope, union.id, layoutOf(form).filedParts[0]?.part ?? 1);
    const names = await namesOf(
      tx,
      tenantId,
      page.nodes.flatMap(({ filedBy }) => filedBy ?? []),
    );
    const nodes = page.nodes.map((submission) => {
      const accepted = inForce.get(submission.id);
      const provenance = submission.origins[cell.code] ?? null;
      return {
        ...entryOf(contentOf(form, submission).entries.get(cell.code) ?? missing, cell),
        ...{ submission, provenance, origin: provenance?.origin ?? 'TYPED' },
        filedByName: submission.filedBy && names.get(submission.filedBy),
        entrustmentId: submission.entrustmentId,
        ...{ acceptedBy: accepted?.acceptedBy, acceptedByName: accepted?.acceptedByName },
        ...{ inForceFrom: accepted?.from, inForceUntil: accepted?.until },
        reason: submission.restatementReason,
      };
    });
    return { ...page, nodes };
  }
}

/** The revision in a cursor. */
function revisionIn(after: string | null): number | null {
  if (after === null) return null;
  return /^\d{1,9}$/.test(after) ? Number(after) : refuse('REQUEST_INVALID', { reason: 'after' });
}

/**
 * The submission behind each row of an answer by one statement (a Mercurius loader); null for what the registers know, and for
 * what is read as of a moment: a submission tells what was said of it since, to whoever may see the union now.
 */
export const submissionLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: { submissionId: string | null; former: boolean } }>,
    { ask }: { ask: Ask },
  ): Promise<Array<Submission | null>> {
    const shown = queries.map(({ obj }) => (obj.former ? null : obj.submissionId));
    const ids = shown.flatMap((id) => id ?? []);
    const found = await submissionsById(await ask.read(), ask.actor.tenantId, ids);
    return shown.map((id) => (id ? (found.get(id) ?? null) : null));
  },
  opts: { cache: false },
};
