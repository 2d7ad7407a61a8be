import { parsePeriod, yearToDateOf } from '@huiji/domain/period';
import { transfersOf } from '@huiji/store/transfer';
import { transferSheet } from '@huiji/workbook/tables/transfers';
import type { Sheet } from '@huiji/workbook/workbook';
import { all, page } from './all.js';
import type { Body, ExportSource } from './export-source.js';

/** The orders of 会籍接转 that count in a period at and below a body, the newest first. */
export async function transfers(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, tenantId, input } = source;
  const period = parsePeriod(input.period);
  const asked = {
    ...{ tenantId, unionId: body.id, everywhere: body.level === 'FEDERATION', tree: input.tree },
    ...{ states: null, direction: null, counted: input.yearToDate ? yearToDateOf(period) : period },
  };
  const orders = await all(
    (after: string | null) => transfersOf(tx, asked, { first: page, after }),
    ({ id }) => id,
  );
  return transferSheet(
    {
      title: `${body.name} 会籍接转`,
      notes: [
        ...(await source.notes(body.total)),
        '只列已接收并计入该报告期的接转单;合并、分立移交的会员也计入汇总,但没有接转单。内部接转不计入本单位的转入、转出。',
      ],
    },
    orders,
  );
}
