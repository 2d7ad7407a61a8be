import { restore } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { type Breach, breachesOf } from '@huiji/domain/reconciliation';
import type { Tx } from '@huiji/store/data-source';
import { parametersOn } from '@huiji/store/parameter';
import { type Page, type TreeAt, unionsInTree } from '@huiji/store/organisation';
import {
  type Acknowledgement,
  acknowledgementsOf,
  type BreachFigures,
  reportedIn,
} from '@huiji/store/reconciliation';
import { totalsBelow } from '@huiji/store/rule-input';
import type { Scope } from '@huiji/store/scope';
import type { Submission } from '@huiji/store/submission';

/** A statement that differs now from the sum below it, and who above has taken note of that. */
export interface Statement {
  submission: Submission;
  breaches: readonly Breach[];
  /** The bodies above, nearest first. */
  above: ReadonlyArray<{ unionId: string; acknowledgement: Acknowledgement | undefined; current: boolean }>;
}

/** Those of some submissions in a scope that differ now from the sum below them; none where the form states no other's totals. */
export async function differing(
  tx: Tx,
  scope: Scope,
  form: Form,
  tree: TreeAt,
  submissions: readonly Submission[],
): Promise<Statement[]> {
  const { tenantId } = scope;
  const unionIds = submissions.map(({ unionId }) => unionId);
  const totals = await totalsBelow(tx, scope, form, unionIds);
  const parameters = await parametersOn(tx, tenantId, parsePeriod(scope.period).endsOn);
  const found = submissions.flatMap((submission) => {
    const below = totals.get(submission.unionId);
    const breaches = below ? breachesOf(form, restore(form, submission), below, parameters) : [];
    return breaches.length > 0 ? [{ submission, breaches }] : [];
  });
  if (found.length === 0) return [];
  const placed = await unionsInTree(
    tx,
    tenantId,
    found.map(({ submission }) => submission.unionId),
    tree,
  );
  const given = await acknowledgementsOf(
    tx,
    tenantId,
    found.map(({ submission }) => submission.id),
  );
  return found.map(({ submission, breaches }) => {
    const above = (placed.get(submission.unionId)?.ancestors ?? []).map((unionId) => {
      const acknowledgement = given.find(
        (one) => one.submissionId === submission.id && one.unionId === unionId,
      );
      // What was filed anew has an explanation of its own, even where the figures are the same.
      const current =
        acknowledgement !== undefined &&
        submission.filedAt !== null &&
        acknowledgement.acknowledgedAt >= submission.filedAt &&
        isSame(acknowledgement.breaches, figuresOf(breaches));
      return { unionId, acknowledgement, current };
    });
    return { submission, breaches, above };
  });
}

/** How many statements are looked at in one go to fill a page with those that differ. */
const batch = 200;

/**
 * The statements of a subtree that differ, by union, after a union: `first` of them. Most agree, so many are looked at for a page: the
 * bodies of the subtree at most, each once.
 */
export async function differingBelow(
  tx: Tx,
  scope: Scope & { filed: Form; tree: TreeAt },
  unionId: string,
  { first, after }: Page,
): Promise<Statement[]> {
  const found: Statement[] = [];
  for (let last = after; found.length < first;) {
    const reported = await reportedIn(tx, scope, unionId, scope.tree, { first: batch, after: last });
    found.push(...(await differing(tx, scope, scope.filed, scope.tree, reported)));
    if (reported.length < batch) break;
    last = reported.at(-1)?.unionId ?? null;
  }
  return found.slice(0, first);
}

/** What differs, as an acknowledgement keeps it. */
export const figuresOf = (breaches: readonly Breach[]): BreachFigures =>
  Object.fromEntries(
    breaches.map(({ cell, stated, below }) => [
      cell.code,
      { stated: String(stated), below: below === null ? null : String(below) },
    ]),
  );

const isSame = (one: BreachFigures, other: BreachFigures): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(
    ([cell, { stated, below }]) => other[cell]?.stated === stated && other[cell].below === below,
  );
