import type { Form } from '@huiji/domain/form';
import { refuse } from '@huiji/domain/problem';
import { differing, differingBelow, figuresOf, type Statement } from '@huiji/filing/breach';
import { requireId } from '@huiji/filing/ids';
import { requireMay, type Seen } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import { formAt, formOf } from '@huiji/store/form';
import type { Page, TreeAt } from '@huiji/store/organisation';
import { insertAcknowledgement } from '@huiji/store/reconciliation';
import { treeOf } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import {
  lockWithContent,
  submissionsById,
  type Submission,
  type SubmissionHead,
} from '@huiji/store/submission';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { byScope } from '../submission/by-scope.js';
import { hideUnion } from '../submission/submission.service.js';

export interface AcknowledgeBreachInput {
  submissionId: string;
  idempotencyKey: string;
}

/** Reconciliation: a body's own statement against the sum below it, and who above has read why they differ. */
@Injectable()
export class ReconciliationService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** The statements of a subtree that differ, by union, after a union. FORM_STATES_NOTHING. */
  async differing(
    tx: Tx,
    scope: Scope & { filed: Form; tree: TreeAt },
    unionId: string,
    page: Page,
  ): Promise<Statement[]> {
    if (scope.filed.statesTotalsOf === undefined)
      refuse('FORM_STATES_NOTHING', { form: scope.form }, { field: 'form' });
    return differingBelow(tx, scope, unionId, page);
  }

  /** 签收: for each body above at which the actor reviews. NO_BREACH where the statement agrees. */
  acknowledge(ask: Ask, input: AcknowledgeBreachInput): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const unknown = (): never => refuse('NOT_FOUND', { what: '填报 submission' }, { field: 'submissionId' });
    return onceIn(this.source, ask, input.idempotencyKey, { acknowledge: input }, async (tx) => {
      const id = requireId(input.submissionId, '填报 submission', 'submissionId');
      const submission = (await lockWithContent(tx, tenantId, id)) ?? unknown();
      const tree = await treeOf(tx, tenantId, submission.period);
      const seen = await hideUnion(
        requireMay(tx, ask.actor, 'ACKNOWLEDGE_BREACH', submission.unionId, tree),
        unknown,
      );
      const statement = await this.statementOf(tx, tenantId, submission, tree);
      if (!statement) return refuse('NO_BREACH', {}, { field: 'submissionId' });
      for (const unionId of reviewsAt(seen)) {
        const breaches = figuresOf(statement.breaches);
        const given = { submissionId: id, unionId, breaches, acknowledgedBy: personId };
        const acknowledgementId = await insertAcknowledgement(tx, tenantId, given);
        await audit(tx, ask.origin, {
          action: 'ACKNOWLEDGE_BREACH',
          objectType: 'breach_acknowledgement',
          objectId: acknowledgementId,
          unionId: submission.unionId,
          after: { submissionId: id, unionId, breaches },
        });
      }
      return id;
    });
  }

  /** How a submission differs from the sum below it now; null when it agrees, or states no totals, or lies not submitted. */
  async statementOf(
    tx: Tx,
    tenantId: string,
    submission: Submission,
    tree: TreeAt,
  ): Promise<Statement | null> {
    if (submission.state !== 'SUBMITTED' && submission.state !== 'ACCEPTED') return null;
    const scope = { tenantId, form: submission.form, period: submission.period };
    const form = await formOf(tx, scope);
    if (form.statesTotalsOf === undefined) return null;
    return (await differing(tx, scope, form, tree, [submission]))[0] ?? null;
  }

  /**
   * Of submissions that the actor is about to accept, how many figures of each differ from the sum below it without a body at which the
   * actor reviews having acknowledged them, by submission. What agrees, is acknowledged or states no totals is absent.
   */
  async unacknowledged(
    tx: Tx,
    accepting: ReadonlyArray<{ submission: SubmissionHead; seen: Seen }>,
  ): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (const [first, ...more] of byScope(accepting, ({ submission }) => submission)) {
      const { tenantId } = first.seen.union;
      const { form: code, period, formVersion } = first.submission;
      const form = await formAt(tx, tenantId, code, formVersion);
      if (form.statesTotalsOf === undefined) continue;
      const tree = await treeOf(tx, tenantId, period);
      const alike = [first, ...more];
      const contents = await submissionsById(
        tx,
        tenantId,
        alike.map(({ submission }) => submission.id),
      );
      const scope = { tenantId, form: code, period };
      for (const { submission, breaches, above } of await differing(tx, scope, form, tree, [
        ...contents.values(),
      ])) {
        const mine = alike.flatMap(({ submission: { id }, seen }) =>
          id === submission.id ? reviewsAt(seen) : [],
        );
        // Nobody stands above the federation who could acknowledge.
        if (above.length > 0 && !above.some(({ unionId, current }) => current && mine.includes(unionId)))
          found.set(submission.id, breaches.length);
      }
    }
    return found;
  }
}

/** The bodies above a union at which the actor reviews. */
const reviewsAt = ({ ancestors, appointments }: Seen): string[] =>
  ancestors.filter((unionId) =>
    appointments.some((one) => one.role === 'REVIEWER' && one.unionId === unionId),
  );
