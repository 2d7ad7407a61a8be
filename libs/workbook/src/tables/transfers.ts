import type { Cell, Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, listSheet } from './lists.js';

/** An order of 会籍接转, as seen from a body that has either side of it or both below. */
export interface TransferRow {
  number: string;
  from: { code: string | null; name: string };
  to: { code: string | null; name: string };
  /** In 人. */
  members: number;
  note: string | null;
  sentOn: string;
  acceptedOn: string | null;
  countedOn: string | null;
  sends: boolean;
  receives: boolean;
}

const directionOf = ({ sends, receives }: TransferRow): '转入' | '转出' | '内部接转' => {
  if (sends && receives) return '内部接转';
  return receives ? '转入' : '转出';
};
const members = (count: number): Cell => ({ style: 'figure', figure: String(count) });

/** 会籍接转: orders, one a line, with what came in, went out and stayed within added up below. */
export function transferSheet(about: About, rows: readonly TransferRow[]): Sheet {
  const sums = (['转入', '转出', '内部接转'] as const).map((direction) => [
    ...[label(`${direction}合计`), label(direction), label(''), label(''), label(''), label('')],
    members(rows.filter((row) => directionOf(row) === direction).reduce((sum, row) => sum + row.members, 0)),
    ...[label(''), label(''), label(''), label('')],
  ]);
  return listSheet(
    about,
    [
      ['接转单号', 26],
      ['方向', 12],
      ['转出工会编码', 18],
      ['转出工会', 36],
      ['转入工会编码', 18],
      ['转入工会', 36],
      ['人数', 10],
      ['接转日期', 14],
      ['接收日期', 14],
      ['计入日期', 14],
      ['备注', 40],
    ],
    [
      ...rows.map((row) => [
        ...[label(row.number, 'code'), label(directionOf(row))],
        ...[label(row.from.code ?? '市外', 'code'), label(row.from.name)],
        ...[label(row.to.code ?? '市外', 'code'), label(row.to.name), members(row.members)],
        ...[
          label(row.sentOn),
          label(row.acceptedOn ?? ''),
          label(row.countedOn ?? ''),
          label(row.note ?? ''),
        ],
      ]),
      ...sums,
    ],
  );
}
