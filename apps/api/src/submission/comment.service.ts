import { type Form, layoutOf } from '@huiji/domain/form';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { commentOnReturn, commentsOf, insertComments, type SubmissionComment } from '@huiji/store/comment';
import { formAt } from '@huiji/store/form';
import { treeOf } from '@huiji/store/rollup';
import { lockSubmission, type Submission } from '@huiji/store/submission';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { type Connection, keysetOf, type PageAsked, pageOf } from '../graphql/connection.js';
import { onceIn } from '../graphql/once-in.js';
import { requireText } from '../graphql/text.js';
import { hideUnion } from './submission.service.js';

/** A comment as it is sent: about a cell, or without one about the whole return. */
export interface CellComment {
  cell?: string | null;
  text: string;
}

export interface CommentInput extends CellComment {
  submissionId: string;
  replyTo?: string | null;
  idempotencyKey: string;
}

const most = { text: 1_000, comments: 200 };

/** A cell of a return of the form, else CELL_UNKNOWN. What counts reports stands in totals only. */
export function requireCell(form: Form, cell: string): void {
  const source = layoutOf(form).cell(cell)?.cell.source;
  const at = { cell: cell.slice(0, 80) };
  if (!source || source === 'COUNTER') refuse('CELL_UNKNOWN', at, at);
}

/** Reads comments on a return of a form: CELL_UNKNOWN, FIELD_REQUIRED, FIELD_TOO_LONG, REQUEST_TOO_LARGE. */
export function readComments(
  form: Form,
  comments: readonly CellComment[],
): Array<{ cell: string | null; text: string; replyTo: null }> {
  if (comments.length > most.comments)
    refuse('REQUEST_TOO_LARGE', { what: 'comments', limit: most.comments }, { field: 'comments' });
  return comments.map(({ cell, text }) => {
    if (typeof cell === 'string') requireCell(form, cell);
    return { cell: cell ?? null, text: requireText('text', text, most.text), replyTo: null };
  });
}

/** 批注 on returns: written once, never changed. */
@Injectable()
export class CommentService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Comments on a submission, or answers a comment on any revision of its return. The text stands nowhere else, also not in the audit. */
  async comment(ask: Ask, input: CommentInput): Promise<SubmissionComment> {
    const { tenantId, personId } = ask.actor;
    const [id, submissionId] = await onceIn(
      this.source,
      ask,
      input.idempotencyKey,
      { comment: input },
      async (tx) => {
        const unknown = (field: string) => (): never =>
          refuse('NOT_FOUND', { what: field === 'replyTo' ? '批注 comment' : '填报 submission' }, { field });
        const about = requireId(input.submissionId, '填报 submission', 'submissionId');
        const found = (await lockSubmission(tx, tenantId, about)) ?? unknown('submissionId')();
        const tree = await treeOf(tx, tenantId, found.period);
        await hideUnion(requireMay(tx, ask.actor, 'COMMENT', found.unionId, tree), unknown('submissionId'));
        const replyTo = input.replyTo ? requireId(input.replyTo, '批注 comment', 'replyTo') : null;
        if (replyTo && !(await commentOnReturn(tx, tenantId, about, replyTo))) unknown('replyTo')();
        const form = await formAt(tx, tenantId, found.form, found.formVersion);
        const comments = readComments(form, [input]).map((comment) => ({ ...comment, replyTo }));
        const [written = ''] = await insertComments(
          tx,
          tenantId,
          { submissionId: about, by: personId },
          comments,
        );
        await audit(tx, ask.origin, {
          ...{ action: 'COMMENT', objectType: 'submission', objectId: about, unionId: found.unionId },
          after: { comment: written, cell: input.cell ?? null, replyTo },
        });
        return [written, about] as const;
      },
    );
    const comment = await commentOnReturn(await ask.read(), tenantId, submissionId, id);
    return comment ?? refuse('NOT_FOUND', { what: '批注 comment' });
  }
}

/** `Submission.comments` for all submissions of an answer by one statement (a Mercurius loader). */
export const commentsLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: Submission; params: PageAsked }>,
    { ask }: { ask: Ask },
  ): Promise<Array<Connection<SubmissionComment>>> {
    const asked = queries.map(({ obj, params }) => {
      const { first, after } = keysetOf(params);
      return { submissionId: obj.id, first, after: after && requireId(after, '页 page') };
    });
    const found = await commentsOf(await ask.read(), ask.actor.tenantId, asked);
    return found.map((rows, i) => pageOf(rows, (asked[i]?.first ?? 1) - 1, ({ id }) => id));
  },
  opts: { cache: false },
};
