import { workKinds } from '@huiji/domain/work-kinds';
import { recordsOf, type RecordPlace } from '@huiji/store/work-record';
import { recordsSheet } from '@huiji/workbook/tables/records';
import type { Sheet } from '@huiji/workbook/workbook';
import { page, pagesOf } from '../all.js';
import type { ListSource } from '../list-source.js';

/** 工作台账: a sheet for each kind of work that has records, or one that says that there are none. */
export async function records(source: ListSource, title: string): Promise<Sheet[]> {
  const { tx, tenantId, input, body } = source;
  const { kinds, from, to } = input;
  const meant = { unionId: body.id, kinds, from, to };
  const pages = pagesOf(
    (after: RecordPlace | null) => recordsOf(tx, tenantId, meant, { first: page, after }),
    ({ day, id }) => [day, id] as const,
  );
  const rows = await source.rows(pages, (some) =>
    some.map(({ recordedAt, ...record }) => ({ ...record, recordedAt: source.shown(recordedAt) })),
  );
  const span = from === null && to === null ? '所有日期' : `${from ?? '最早'} 至 ${to ?? '最近'}`;
  const notes = (count: number): string[] =>
    source.notes(`${span};共 ${count} 条,新的在前;别的单位主办的不计入本单位`);
  const order = workKinds.map(({ code }) => code);
  const found = [...new Set(rows.map(({ kind }) => kind))].toSorted(
    (one, other) => order.indexOf(one) - order.indexOf(other),
  );
  return (found.length > 0 ? found : ['']).map((kind) => {
    const some = rows.filter((row) => row.kind === kind);
    return recordsSheet({ title, notes: notes(some.length) }, kind, some);
  });
}
