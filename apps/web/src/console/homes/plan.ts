import { squeezed } from '../../page/block.js';
import { rowsOfUnions } from '../targets/paste.js';
import type { HomePlanLineInput, HomePlansQuery, LadderFragment } from './generated/homes.js';

/** The most lines that one plan takes. */
export const mostLines = 500;

/** A grassroots union with the grade that is planned for each year; null for none. */
export interface PlanRow {
  union: { id: string; code: string; name: string };
  held: { zh: string; en: string } | null;
  planned: Readonly<Record<number, number | null>>;
}

/** What was chosen and is not saved yet, by union and year. */
export type AllChosen = Readonly<Record<string, Readonly<Record<number, number | null>>>>;

/** A year of the plan, with the grades of the ladder by which it is assessed. */
export interface PlanYear {
  year: number;
  grades: LadderFragment['grades'];
}

/** The three years that are planned, the first of them `year`. */
export const planYears = (
  { standard, nextStandard, lastStandard }: HomePlansQuery,
  year: number,
): PlanYear[] =>
  [standard, nextStandard, lastStandard].map(({ grades }, at) => ({ year: year + at, grades }));

/** The rows of the pages read, for three years from `year` on. */
export function planRows(pages: readonly HomePlansQuery[], year: number): PlanRow[] {
  const plannedIn = (nodes: ReadonlyArray<{ union: { id: string }; planned: number | null }>) =>
    new Map(nodes.map(({ union, planned }) => [union.id, planned]));
  const [next, last] = (['nextYear', 'lastYear'] as const).map((which) =>
    plannedIn(pages.flatMap((page) => page[which].nodes)),
  );
  return pages.flatMap((page) =>
    page.thisYear.nodes.map(({ union, held, planned }) => ({
      ...{ union, held },
      planned: {
        [year]: planned,
        [year + 1]: next?.get(union.id) ?? null,
        [year + 2]: last?.get(union.id) ?? null,
      },
    })),
  );
}

/** What differs from the plan that stands. */
export const linesOf = (rows: readonly PlanRow[], chosen: AllChosen): HomePlanLineInput[] =>
  rows.flatMap(({ union, planned }) =>
    Object.entries(chosen[union.id] ?? {}).flatMap(([year, grade]) =>
      (planned[Number(year)] ?? null) === grade ? [] : [{ unionId: union.id, year: Number(year), grade }],
    ),
  );

/** What a pasted block chooses; how many of its rows belong to no union shown, and how many cells name no grade. */
export interface PlanPasted {
  chosen: AllChosen;
  leftOver: number;
  unread: number;
}

/** Takes a union out of the plan; a blank cell leaves what is there. */
const nothing: readonly string[] = ['0', '无', 'none', '—', '-', '/'];

/**
 * What a block of a spreadsheet plans: grades by rank or name, a column for each year. Where its first column names unions the years follow it
 * from the first on, else they begin with `from` and go downward from the row at `start`.
 */
export function pastePlan(
  block: readonly string[][],
  rows: readonly PlanRow[],
  years: readonly PlanYear[],
  { start, from }: { start: number; from: number },
): PlanPasted {
  const { named, rows: pasted } = rowsOfUnions(
    block,
    rows.map(({ union }) => union),
    start,
  );
  const first = named ? 0 : years.findIndex(({ year }) => year === from);
  const chosen: Record<string, Record<number, number | null>> = {};
  let [leftOver, unread] = [0, 0];
  for (const { union, cells } of pasted) {
    if (cells.every((text) => text === '')) continue;
    if (!union) {
      leftOver += 1;
      continue;
    }
    cells.forEach((text, at) => {
      if (text === '') return;
      const { year, grades } = years[first + at] ?? {};
      const grade = grades && gradeOf(text, grades);
      if (grade === undefined || year === undefined) unread += 1;
      else chosen[union.id] = { ...chosen[union.id], [year]: grade };
    });
  }
  return { chosen, leftOver, unread };
}

/** The grade that a text names, null where it says none; undefined where it names nothing that there is. */
function gradeOf(text: string, grades: PlanYear['grades']): number | null | undefined {
  const sought = squeezed(text).toLowerCase();
  if (nothing.includes(sought)) return null;
  return grades.find(({ grade, zh, en }) =>
    [String(grade), squeezed(zh), squeezed(en).toLowerCase()].includes(sought),
  )?.grade;
}
