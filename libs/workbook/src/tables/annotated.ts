import type { Problem } from '@huiji/domain/problem-found';
import { columnName } from '../names.js';
import type { Cell, ReadSheet, Sheet } from '../workbook.js';
import { head, heading, label } from './figures.js';
import { shownText, type Verdict } from './verdict.js';

/** The sheet that lists what is wrong, and the most that it lists. */
const findings = '核对结果';
const most = 10_000;

/** What was read of a file without the findings of an earlier check, which stand in its annotated copy. */
export const withoutFindings = (sheets: readonly ReadSheet[]): ReadSheet[] =>
  sheets.filter(({ name, rows }) => name !== findings || rows[0]?.[0]?.text !== findings);

/**
 * What was found in a file: first the list of it; then, where something is wrong, a copy of the file, to be corrected and read again: each
 * sheet with the same text in the same places, wrong ones in red. Read again, it gets the same verdicts.
 */
export function annotatedSheets(
  read: readonly ReadSheet[],
  verdicts: readonly Verdict[],
  sentence: (problem: Problem) => string,
): Sheet[] {
  const wrong = new Set(
    verdicts.flatMap(({ sheet, row, column, verdict }) =>
      verdict === 'WRONG' ? [placed(sheet, row, column)] : [],
    ),
  );
  // Where nothing is to be corrected, a copy of a large file would cost more than all the rest.
  const copied = wrong.size > 0 ? withoutFindings(read) : [];
  return [
    findingsSheet(verdicts, { sentence, withCopy: copied.length > 0 }),
    ...copied.map(({ name, rows }): Sheet => ({
      ...{ name, widths: widthsOf(rows), frozen: { rows: 0, columns: 0 } },
      ...{ locked: false, landscape: true },
      rows: rows.map((row, r) =>
        row.map((cell, c): Cell | null => {
          if (wrong.has(placed(name, r + 1, c + 1))) return { style: 'wrong', text: shownText(cell) };
          return cell && { text: shownText(cell) };
        }),
      ),
    })),
  ];
}

const placed = (sheet: string, row: number, column: number): string => `${row},${column} ${sheet}`;

function widthsOf(rows: ReadSheet['rows']): number[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, c) => {
      widths[c] = Math.max(widths[c] ?? 10, Math.min(30, (cell?.text.length ?? 0) + 2));
    });
  return widths;
}

function findingsSheet(
  verdicts: readonly Verdict[],
  { sentence, withCopy }: { sentence: (problem: Problem) => string; withCopy: boolean },
): Sheet {
  const found = verdicts.flatMap(({ problem, ...verdict }) => (problem ? [{ ...verdict, problem }] : []));
  const cut = found.length > most ? [`只列出前 ${most} 处。`] : [];
  const what =
    found.length === 0
      ? '没有发现问题。'
      : `共 ${found.length} 处需要核对。${withCopy ? '请直接在后面的工作表中改正,再上传本文件。' : '位置指所上传的文件。'}`;
  const notes = [what, ...cut];
  const columns = ['工作表', '单元格', '单位编码', '代码', '填写内容', '问题'];
  const above = [...head(findings, notes, columns.length), columns.map((text) => heading(text))];
  return {
    ...{ name: findings, landscape: true, locked: false, widths: [18, 10, 16, 30, 20, 70] },
    frozen: { rows: above.length, columns: 0 },
    rows: [
      ...above,
      ...found.slice(0, most).map(({ sheet, row, column, union, code, text, problem }): Cell[] => [
        ...[sheet, `${columnName(column - 1)}${row}`, union ?? '', code, text.slice(0, 200)].map((one) => ({
          text: one,
        })),
        label(sentence(problem)),
      ]),
    ],
  };
}
