import { refuse } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { inField, requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { lockTree } from '@huiji/store/organisation';
import { insertIssue, insertRevisions, issuesMade, keepTargets } from '@huiji/store/target';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { isOpen, scopeOf, targetYear } from '@huiji/filing/target-book';
import { type LineInput, planned } from './planned.js';

export interface IssueTargetsInput {
  issuerId: string;
  form: string;
  period: string;
  expectedVersion: number;
  documentNo: string;
  reason?: string | null;
  lines: LineInput[];
  idempotencyKey: string;
}

/** How many lines an issue has at most. */
const mostLines = 500;

/** 下达目标任务: a body issues targets to the unions directly below it, out of its own. */
@Injectable()
export class TargetService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Issues all lines or, where anything is wrong with one of them, none. */
  async issue(ask: Ask, input: IssueTargetsInput): Promise<void> {
    const { tenantId, personId } = ask.actor;
    const documentNo = requireText('documentNo', input.documentNo, 100);
    const reason = optionalText('reason', input.reason, 500);
    const field = 'lines';
    if (input.lines.length === 0) refuse('FIELD_REQUIRED', { field }, { field });
    if (input.lines.length > mostLines)
      refuse('REQUEST_TOO_LARGE', { what: field, limit: mostLines }, { field });
    await onceIn(this.source, ask, input.idempotencyKey, input, async (tx) => {
      // Moves of the tree and other issues wait: what is held where is seen as it stays.
      await lockTree(tx, tenantId, 'ALONE');
      const { union: issuer } = await inField(
        'issuerId',
        requireMay(tx, ask.actor, 'ISSUE_TARGETS', input.issuerId),
      );
      const of = await targetYear(tx, ask.actor, input);
      if (!(await isOpen(tx, of))) refuse('TARGET_YEAR_FINAL', { period: of.year.code }, { field: 'period' });
      const number = await issuesMade(tx, scopeOf(of), issuer.id);
      requireVersion(number, input.expectedVersion);
      const { keeps, changes } = await planned(tx, ask, { of, issuer, lines: input.lines });
      const id = uuid();
      await insertIssue(tx, scopeOf(of), {
        ...{ id, documentNo, reason, issuerId: issuer.id, number: number + 1, issuedBy: personId },
      });
      await keepTargets(tx, scopeOf(of), keeps);
      await insertRevisions(tx, scopeOf(of), id, changes);
      await audit(tx, ask.origin, {
        ...{ action: 'ISSUE_TARGETS', objectType: 'target_issue', objectId: id, unionId: issuer.id },
        after: { form: of.form.code, period: of.year.code, documentNo, lines: changes.length },
      });
      return { issueId: id };
    });
  }
}
