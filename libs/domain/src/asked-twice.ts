import { type Form, layoutOf } from './form.js';
import { type Assignment, kindsOf, type Level } from './organisation.js';
import { problem, type Problem } from './problem.js';

const levels = Object.keys(kindsOf) as Level[];

const meets = <T>(one: readonly T[] | undefined, other: readonly T[] | undefined): boolean =>
  !one || !other || one.some((item) => other.includes(item));

/** The levels at which both forms may be assigned to one union. */
function sharedLevels(one: Assignment, other: Assignment): Level[] {
  if (!meets(one.unions, other.unions)) return [];
  return levels.filter(
    (level) =>
      [one, other].every((each) => each.levels?.includes(level) ?? true) &&
      kindsOf[level].some((kind) => [one, other].every((each) => each.kinds?.includes(kind) ?? true)),
  );
}

/**
 * Cells that the same union would be asked for twice in a period (一数一源): typed in two forms of one frequency that both are
 * assigned to it. CELL_ASKED_TWICE for each, at the later of the two forms. A statement that does not roll up speaks of a
 * body's subtree and not of its own figures, so it asks something else; a cell of a quarterly and a yearly form is asked
 * once, since the yearly one offers the quarters.
 */
export function askedTwice(forms: readonly Form[]): Problem[] {
  return forms.flatMap((form, at) =>
    forms.slice(0, at).flatMap((other) => {
      if (form.frequency !== other.frequency || form.rollsUp !== other.rollsUp) return [];
      const shared = sharedLevels(form.assignment, other.assignment);
      return layoutOf(form)
        .filed.filter((cell) => {
          const twin = layoutOf(other).cell(cell.code)?.cell;
          const typed = cell.source === 'TYPED' && twin?.source === 'TYPED';
          return typed && shared.some((level) => [cell, twin].every((each) => each.filedBy.includes(level)));
        })
        .map(({ code }) =>
          problem('CELL_ASKED_TWICE', { cell: code, form: form.code, other: other.code }, { cell: code }),
        );
    }),
  );
}
