import { readFigure } from '@huiji/domain/figure';
import { type Problem, problem, refuse, refuseAny } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import {
  type Holder,
  issue,
  type IssueLine,
  type Measure,
  measureOf,
  nothingHeld,
  valueOf,
} from '@huiji/domain/target';
import { requireId } from '@huiji/filing/ids';
import { inField, requireMay, type Seen, visibleInTree } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { lockTree } from '@huiji/store/organisation';
import {
  type HeldRow,
  insertIssue,
  insertRevisions,
  issuesMade,
  type Kept,
  keepTargets,
  type TargetChange,
  targetsHeld,
} from '@huiji/store/target';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { isOpen, scopeOf, targetYear, type TargetYear } from './book.js';

export interface IssueTargetsInput {
  issuerId: string;
  form: string;
  period: string;
  expectedVersion: number;
  documentNo: string;
  reason?: string | null;
  lines: Array<{ unionId: string; cell: string; value?: string | null; weight?: string | null }>;
  idempotencyKey: string;
}

/** How many lines an issue has at most. */
const mostLines = 500;

/** A line as it was read: `row` counts from 1; weight in hundredths, null where it stays. */
interface Line extends IssueLine {
  weight: number | null;
  self: boolean;
}

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
      const { keeps, changes } = await this.planned(tx, ask, { of, issuer, lines: input.lines });
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

  /** What each union keeps once the lines are issued, and what becomes of the targets they name. */
  private async planned(
    tx: Tx,
    ask: Ask,
    { of, issuer, lines }: { of: TargetYear; issuer: TradeUnion; lines: IssueTargetsInput['lines'] },
  ): Promise<{ keeps: Kept[]; changes: TargetChange[] }> {
    const { unions, holderOf, heldOf } = await this.holders(tx, ask, { of, issuer, lines });
    const problems: Problem[] = [];
    const byCell = new Map<string, { measure: Measure; lines: Line[] }>();
    lines.forEach((line, at) => {
      const measure = byCell.get(line.cell)?.measure ?? measureOf(of.form, line.cell);
      const row = at + 1;
      const union = unions[at]!;
      const read = readLine(measure, line, { union: union.name, row });
      const known = byCell.get(line.cell) ?? { measure, lines: [] };
      byCell.set(line.cell, known);
      if (known.lines.some(({ to }) => to.id === union.id))
        problems.push(
          problem(
            'TARGET_TWICE',
            { union: union.name, cell: line.cell },
            { field: 'lines', cell: line.cell, row },
          ),
        );
      if (Array.isArray(read)) problems.push(...read);
      else known.lines.push({ ...read, row, to: holderOf(union, line.cell), self: union.id === issuer.id });
    });
    refuseAny(problems);
    const keeps: Kept[] = [];
    const changes: TargetChange[] = [];
    for (const [cell, { measure, lines: given }] of byCell) {
      const own = given.find(({ self }) => self);
      const outcome = issue(
        measure,
        holderOf(issuer, cell),
        given.filter(({ self }) => !self),
        own?.value,
      );
      if (Array.isArray(outcome)) {
        problems.push(...outcome);
        continue;
      }
      for (const [unionId, kept] of outcome) {
        const weight = given.find(({ to }) => to.id === unionId)?.weight ?? null;
        keeps.push({ unionId, cell, kept, weight, inherited: heldOf(unionId, cell)?.inherited ?? [] });
      }
      for (const { to, value, weight } of given)
        changes.push({ unionId: to.id, cell, before: valueOf(measure, to.held), value, weight });
    }
    refuseAny(problems);
    return { keeps, changes };
  }

  /** The unions that the lines name, in their order, and what each holds: NOT_FOUND, TARGET_NOT_BELOW, UNION_DISSOLVED. */
  private async holders(
    tx: Tx,
    ask: Ask,
    { of, issuer, lines }: { of: TargetYear; issuer: TradeUnion; lines: IssueTargetsInput['lines'] },
  ) {
    const what = '工会 union';
    const ids = lines.map(({ unionId }) => requireId(unionId, what, 'lines'));
    const seen = await visibleInTree(tx, ask.actor, [...new Set(ids)], of.tree);
    const unions = ids.map((id) => seen.get(id) ?? refuse('NOT_FOUND', { what }, { field: 'lines' }));
    refuseAny(unions.flatMap((one, at) => misplaced(one, issuer, at + 1)));
    const held = new Map<string, HeldRow>();
    for (const row of await targetsHeld(tx, scopeOf(of), [...new Set([...ids, issuer.id])]))
      held.set(`${row.unionId} ${row.cell}`, row);
    const heldOf = (unionId: string, cell: string): HeldRow | undefined => held.get(`${unionId} ${cell}`);
    const holderOf = ({ id, name, dissolvedOn }: TradeUnion, cell: string): Holder => ({
      ...{ id, name, held: heldOf(id, cell) ?? nothingHeld },
      dissolvedOn: dissolvedOn !== null && dissolvedOn <= of.tree.day ? dissolvedOn : null,
    });
    return { unions: unions.map(({ union }) => union), heldOf, holderOf };
  }
}

/** Targets go to unions directly below, and at the top to the body itself. What has gone on in another is given none. */
function misplaced({ union, ancestors }: Seen, issuer: TradeUnion, row: number): Problem[] {
  const place = { field: 'lines', row };
  const [parent = issuer.id] = ancestors;
  if (union.id === issuer.id ? ancestors.length > 0 : parent !== issuer.id || ancestors.length === 0)
    return [problem('TARGET_NOT_BELOW', { union: union.name, issuer: issuer.name }, place)];
  if (union.successorId !== null && union.dissolvedOn !== null)
    return [problem('UNION_DISSOLVED', { union: union.name, date: union.dissolvedOn }, place)];
  return [];
}

/** What a line says, or what is wrong with it. */
function readLine(
  { code, decimals, unit }: Measure,
  line: IssueTargetsInput['lines'][number],
  { union, row }: { union: string; row: number },
): Pick<Line, 'value' | 'weight'> | Problem[] {
  const place = { field: 'lines', cell: code, row };
  const value =
    typeof line.value === 'string' ? readFigure(line.value, { cell: code, decimals, unit }, place) : null;
  const points =
    typeof line.weight === 'string'
      ? readFigure(line.weight, { cell: code, decimals: 2, unit: '' }, place)
      : null;
  const problems: Problem[] = [];
  if (value !== null && typeof value !== 'bigint') problems.push(value);
  const valid = points === null || (typeof points === 'bigint' && points <= 10_000n);
  if (!valid)
    problems.push(problem('WEIGHT_INVALID', { union, value: (line.weight ?? '').slice(0, 40) }, place));
  return problems.length > 0
    ? problems
    : { value: value as bigint | null, weight: points === null ? null : Number(points) };
}
