import { readFigure, shortened } from '@huiji/domain/figure';
import { type Problem, problem, type ProblemPlace, refuse, refuseAny } from '@huiji/domain/problem';
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
import { type Seen, visibleInTree } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { type HeldRow, type Kept, type TargetChange, targetsHeld } from '@huiji/store/target';
import type { Ask } from '../graphql/ask.js';
import { scopeOf, type TargetYear } from '@huiji/filing/target-book';

/** A line as it was sent: a target as it was typed; null takes it away. */
export interface LineInput {
  unionId: string;
  cell: string;
  value?: string | null;
  weight?: string | null;
}

/** A line as it was read: weight in hundredths, undefined where it stays; `self`: it is the issuer's own. */
interface Line extends IssueLine {
  weight: bigint | null | undefined;
  self: boolean;
}

interface Issue {
  of: TargetYear;
  issuer: TradeUnion;
  lines: readonly LineInput[];
}

/** What each union keeps once the lines are issued, and what becomes of the targets they name; or all that is wrong with them. */
export async function planned(
  tx: Tx,
  ask: Ask,
  asked: Issue,
): Promise<{ keeps: Kept[]; changes: TargetChange[] }> {
  const holders = await holdersOf(tx, ask, asked);
  const problems: Problem[] = [];
  const keeps: Kept[] = [];
  const changes: TargetChange[] = [];
  for (const [measure, lines] of linesByMeasure(asked, holders)) {
    const cell = measure.code;
    const own = lines.find(({ self }) => self);
    const others = lines.filter(({ self }) => !self);
    const outcome = issue(measure, holders.holderOf(asked.issuer, cell), others, own?.value);
    if (Array.isArray(outcome)) {
      problems.push(...outcome);
      continue;
    }
    const weightOf = (unionId: string): bigint | null => {
      const said = lines.find(({ to }) => to.id === unionId)?.weight;
      return said === undefined ? (holders.heldOf(unionId, cell)?.weight ?? null) : said;
    };
    for (const [unionId, kept] of outcome) {
      const { inherited = [] } = holders.heldOf(unionId, cell) ?? {};
      keeps.push({ unionId, cell, kept, weight: weightOf(unionId), inherited });
    }
    for (const { to, value } of lines)
      changes.push({
        ...{ unionId: to.id, cell, before: valueOf(measure, to.held), value },
        weight: value === null ? null : weightOf(to.id),
      });
  }
  refuseAny(problems);
  return { keeps, changes };
}

/** The lines as they were read, by what they are of. Refuses all that is mistyped together, and a union that is named twice: TARGET_TWICE. */
function linesByMeasure({ of, issuer, lines }: Issue, { unions, holderOf }: Holders): Map<Measure, Line[]> {
  const problems: Problem[] = [];
  const measures = new Map<string, Measure>();
  const byMeasure = new Map<Measure, Line[]>();
  const named = new Set<string>();
  lines.forEach((line, at) => {
    const { cell } = line;
    const measure = measures.get(cell) ?? measureOf(of.form, cell);
    measures.set(cell, measure);
    const union = unions[at]!;
    const place = { field: 'lines', cell, row: at + 1 };
    if (named.has(`${union.id} ${cell}`))
      problems.push(problem('TARGET_TWICE', { union: union.name, cell }, place));
    named.add(`${union.id} ${cell}`);
    const { code, decimals, unit } = measure;
    const read: Line = {
      value: readOr(problems, line.value, (text) => readFigure(text, { cell: code, decimals, unit }, place)),
      weight:
        line.weight === undefined
          ? undefined
          : readOr(problems, line.weight, (text) => readWeight(text, union, place)),
      ...{ row: place.row, to: holderOf(union, cell), self: union.id === issuer.id },
    };
    if (typeof line.weight === 'string' && typeof line.value !== 'string')
      problems.push(problem('FIELD_REQUIRED', { field: '目标 value' }, place));
    byMeasure.set(measure, [...(byMeasure.get(measure) ?? []), read]);
  });
  refuseAny(problems);
  return byMeasure;
}

/** The unions that the lines name, in their order, and what each of them and the issuer holds. */
interface Holders {
  unions: readonly TradeUnion[];
  heldOf: (unionId: string, cell: string) => HeldRow | undefined;
  holderOf: (union: TradeUnion, cell: string) => Holder;
}

/** Finds them: NOT_FOUND, TARGET_NOT_BELOW, UNION_DISSOLVED. */
async function holdersOf(tx: Tx, ask: Ask, { of, issuer, lines }: Issue): Promise<Holders> {
  const what = '工会 union';
  const ids = lines.map(({ unionId }) => requireId(unionId, what, 'lines'));
  const seen = await visibleInTree(tx, ask.actor, [...new Set(ids)], of.tree);
  const unions = ids.map((id) => seen.get(id) ?? refuse('NOT_FOUND', { what }, { field: 'lines' }));
  const { day } = of.tree;
  refuseAny(unions.flatMap((one, at) => misplaced(one, { issuer, day, row: at + 1 })));
  const held = new Map<string, HeldRow>();
  for (const row of await targetsHeld(tx, scopeOf(of), [...new Set([...ids, issuer.id])]))
    held.set(`${row.unionId} ${row.cell}`, row);
  const heldOf: Holders['heldOf'] = (unionId, cell) => held.get(`${unionId} ${cell}`);
  return {
    unions: unions.map(({ union }) => union),
    heldOf,
    holderOf: (union, cell) => ({
      ...{ id: union.id, name: union.name, held: heldOf(union.id, cell) ?? nothingHeld },
      dissolvedOn: dissolvedBy(union, day),
    }),
  };
}

/** Since when a union is dissolved, on a day; null while it lives. */
const dissolvedBy = ({ dissolvedOn }: TradeUnion, day: string): string | null =>
  dissolvedOn !== null && dissolvedOn <= day ? dissolvedOn : null;

/** Targets go to unions directly below, and at the top to the body itself. What has gone on in another is given none. */
function misplaced(
  { union, ancestors: [parent] }: Seen,
  { issuer, day, row }: { issuer: TradeUnion; day: string; row: number },
): Problem[] {
  const place = { field: 'lines', row };
  if (parent !== (union.id === issuer.id ? undefined : issuer.id))
    return [problem('TARGET_NOT_BELOW', { union: union.name, issuer: issuer.name }, place)];
  const date = union.successorId === null ? null : dissolvedBy(union, day);
  return date === null ? [] : [problem('UNION_DISSOLVED', { union: union.name, date }, place)];
}

/** What a text is read as; null where there is none, or where it is wrong, which is then among the problems. */
function readOr(
  problems: Problem[],
  text: string | null | undefined,
  read: (text: string) => bigint | Problem,
): bigint | null {
  if (typeof text !== 'string') return null;
  const found = read(text);
  if (typeof found === 'bigint') return found;
  problems.push(found);
  return null;
}

/** Points of the appraisal, 0 to 100, in hundredths. */
function readWeight(text: string, { name: union }: TradeUnion, place: ProblemPlace): bigint | Problem {
  const read = readFigure(text, { cell: '', decimals: 2, unit: '' }, place);
  return typeof read === 'bigint' && read <= 10_000n
    ? read
    : problem('WEIGHT_INVALID', { union, value: shortened(text) }, place);
}
