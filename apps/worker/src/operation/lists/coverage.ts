import { coverageRows } from '@huiji/domain/employer';
import { coverageCounts } from '@huiji/store/coverage';
import { coverageSheet } from '@huiji/workbook/tables/coverage';
import type { Sheet } from '@huiji/workbook/workbook';
import type { ListSource } from '../list-source.js';

/** 覆盖率, as of the day: from sums, each employer where it is accountable. */
export async function coverage(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const { day, by } = input;
  const counts = await coverageCounts(tx, tenantId, body.id, day);
  const [whole] = coverageRows(counts, []);
  if (!whole) throw new Error('grouped by nothing there is always one row');
  const rows = by.length > 0 ? coverageRows(counts, by) : [];
  const notes = source.notes(`截至 ${day} 在营的用人单位,每家只在统计归口的工会计一次`);
  return coverageSheet({ title, notes }, by, { whole, rows });
}
