import { type Form, layoutOf } from '@huiji/domain/form';
import { markOf, missingIn, type Total } from '@huiji/domain/rollup';
import type { Chart } from '@huiji/domain/work-report';

/** What is drawn, where a form has it, and of how many unions. */
const members = 'mem_member_cnt';
const most = 12;

/** A cell of the unions directly below, their members if none is named, the most first; null where fewer than two have a whole, exact figure. */
export function chartOf(
  form: Form,
  children: ReadonlyArray<{ name: string; total: Total }>,
  code = members,
): Chart | null {
  const cell = layoutOf(form).cell(code)?.cell;
  if (!cell) return null;
  const firm = children.flatMap(({ name, total }) => {
    const sum = total.cell(code);
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
