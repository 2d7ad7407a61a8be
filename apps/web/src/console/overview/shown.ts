import type { FormShownQuery } from './generated/overview.js';

type Form = NonNullable<FormShownQuery['form']>;
export type ShownCell = Form['layout'][number];

/** A figure of the first page: a cell, and for a coverage the ratio that it is read as. */
export interface Shown {
  cell: ShownCell;
  ratio?: string;
  /** Of how many: the cell that the ratio divides by. */
  whole?: string;
}

const most = 6;
const coverage = {
  cell: 'cov_covered_enterprise_cnt',
  ratio: 'cov_unionised_rate',
  whole: 'cov_operating_enterprise_cnt',
};

/** What a leader asks for first; a form that lacks one of them shows the next. */
const wanted = [
  'org_grassroots_union_cnt',
  'mem_member_cnt',
  'mem_new_member_cnt',
  coverage.cell,
  'wc_meeting_cnt',
  'trn_person_time_cnt',
  'aid_family_cnt',
  'aid_amount',
  'org_new_union_cnt',
  'mem_worker_cnt',
];

/** Whether a cell stands for itself: not one of its parts (其中), nor a count of reports, and added up over unions. */
const alone = ({ code, source, adds }: ShownCell): boolean =>
  adds && source !== 'COUNTER' && !code.includes('[');

/** At most six figures of a form: those that are wanted, then whatever comes first in it. */
export function shownOf({ layout, ratios }: Form): Shown[] {
  const first = wanted.flatMap((code) => layout.find((cell) => cell.code === code) ?? []);
  const others = layout.filter((cell) => alone(cell) && !wanted.includes(cell.code));
  return [...first, ...others]
    .slice(0, most)
    .map((cell) =>
      cell.code === coverage.cell && ratios.includes(coverage.ratio)
        ? { cell, ratio: coverage.ratio, whole: coverage.whole }
        : { cell },
    );
}

const grades = ['home_none_cnt', 'home_qualified_cnt', 'home_advanced_cnt', 'home_model_cnt'];

/** The distribution of 职工之家 over its grades, from the lowest; none where the form does not hold all of them. */
export function homesOf({ layout }: Form): ShownCell[] {
  const found = grades.flatMap((code) => layout.find((cell) => cell.code === code) ?? []);
  return found.length === grades.length ? found : [];
}

/** All cells to be read for the page. */
export const codesOf = (form: Form): string[] => [
  ...new Set([
    ...shownOf(form).flatMap(({ cell, whole }) => (whole ? [cell.code, whole] : [cell.code])),
    ...homesOf(form).map(({ code }) => code),
  ]),
];
