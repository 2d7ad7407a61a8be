import type { TermStatus } from '@huiji/domain/election';
import { termsIn } from '@huiji/store/election';
import { termsSheet } from '@huiji/workbook/tables/terms';
import { levels } from '@huiji/workbook/tables/registers';
import type { Sheet } from '@huiji/workbook/workbook';
import { page, pagesOf } from '../all.js';
import type { ListSource } from '../list-source.js';

const statuses: Readonly<Record<TermStatus, (day: string) => string>> = {
  DUE: (day) => `应换届:${day.slice(0, 4)} 年内任期届满`,
  DONE: (day) => `已换届:${day.slice(0, 4)} 年内截至 ${day} 已批复`,
  OVERDUE: (day) => `逾期未换届:截至 ${day} 任期已届满`,
};

/** 换届, as of the day. */
export async function terms(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const { status, day, level } = input;
  if (!status) throw new Error('an export of terms says nothing of which');
  const where = { unionId: body.id, status, day, level };
  const pages = pagesOf(
    (after: string | null) => termsIn(tx, tenantId, where, { first: page, after }),
    ({ key }) => key,
  );
  const rows = await source.rows(pages, async (some) => {
    const unions = await source.names(some.map(({ unionId }) => unionId));
    return some.flatMap((term) => {
      const union = unions.get(term.unionId);
      return union ? { ...term, ...union } : [];
    });
  });
  const of = `${statuses[status](day)}${level === null ? '' : `;只列${levels[level]}`}`;
  return termsSheet({ title, notes: source.notes(`${of};共 ${rows.length} 届`) }, rows);
}
