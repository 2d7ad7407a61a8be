import { type Form, layoutOf } from '@huiji/domain/form';
import { markOf, missingIn, type Total } from '@huiji/domain/rollup';
import type { Chart } from '@huiji/domain/work-report';

/** What is drawn, where a form has it, and of how many unions. */
const drawn = 'mem_member_cnt';
const most = 12;

/** The members of the unions directly below, the most first; null where fewer than two of them have a whole, exact figure. */
export function chartOf(form: Form, children: ReadonlyArray<{ name: string; total: Total }>): Chart | null {
  const cell = layoutOf(form).cell(drawn)?.cell;
  if (!cell) return null;
  const firm = children.flatMap(({ name, total }) => {
    const sum = total.cell(drawn);
    const whole = markOf(sum) === 'EXACT' && missingIn(total, cell) === 0;
    return whole && sum.total !== null ? [{ name, value: Number(sum.total) }] : [];
  });
  if (firm.length < 2) return null;
  const shown = firm.toSorted((one, other) => other.value - one.value).slice(0, most);
  return {
    title: `下属单位${cell.zh}（${cell.unit}）`,
    note: `下属单位${children.length}个，数字完整准确的${firm.length}个，图中为其中最多的${shown.length}个。`,
    names: shown.map(({ name }) => name),
    values: shown.map(({ value }) => value),
  };
}
