import { type Entries, formatFigure, magnitude } from './figure.js';
import { type Cell, type Form, layoutOf } from './form.js';
import { millionths, type ParameterValues, parameterValue } from './parameter.js';
import type { Problem } from './problem.js';

/** A cell of a body's statement that differs from the sum below it by more than is tolerated. Figures scaled by the cell's decimals. */
export interface Breach {
  cell: Cell;
  stated: bigint;
  /** null: no report below has filled it. */
  below: bigint | null;
  /** stated − below. */
  difference: bigint;
}

/**
 * Where a body's own statement breaks with the total of its subtree: by more than `reconciliation_tolerance_percent` of the total. Compares what the
 * statement states (blank, not applicable and planned cells state nothing) and what the other form asks too.
 */
export function breachesOf(
  form: Form,
  stated: Entries,
  below: Entries,
  parameters: ParameterValues,
): Breach[] {
  const tolerance = millionths(parameterValue(parameters, 'reconciliation_tolerance_percent'));
  return layoutOf(form).parts.flatMap(({ positions }) =>
    positions.flatMap((cell): Breach[] => {
      const [mine, sum] = [stated.get(cell.code), below.get(cell.code)];
      if (!sum || !mine || mine.figure === null || mine.mark === 'PLANNED') return [];
      const difference = mine.figure - (sum.figure ?? 0n);
      const within =
        sum.figure !== null && magnitude(difference) * 100_000_000n <= tolerance * magnitude(sum.figure);
      if (within || difference === 0n) return [];
      return [{ cell, stated: mine.figure, below: sum.figure, difference }];
    }),
  );
}

/** A breach as a hit of a check (CHECK_FAILED) that asks for a 上报说明. */
export function breachProblem({ cell, stated, below, difference }: Breach): Problem {
  const text = (figure: bigint): string => formatFigure(figure, cell.decimals);
  const [mine, apart] = [text(stated), text(difference)];
  const sum = below === null ? null : text(below);
  const details = {
    check: 'statement-differs',
    zh: `“${cell.zh}”上报 ${mine},下级汇总为 ${sum ?? '空'},相差 ${apart}。请核对,不一致的请写上报说明。`,
    en: `${cell.en}: ${mine} stated, the sum below is ${sum ?? 'blank'}, a difference of ${apart}. Check it, or explain (上报说明).`,
  };
  return { code: 'CHECK_FAILED', severity: 'PLAUSIBILITY', details, cell: cell.code };
}
