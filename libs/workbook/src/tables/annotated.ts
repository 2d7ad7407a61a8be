import type { Problem } from '@huiji/domain/problem-found';
import { columnName } from '../names.js';
import type { Cell, ReadSheet, Sheet, StyleName } from '../workbook.js';
import { head, heading, label } from './figures.js';
import { shownText, type Verdict } from './verdict.js';

/** The sheet that lists what is wrong, and the most that it lists. */
const findings = '核对结果';
const most = 10_000;

/** What was read of a file without the findings of an earlier check, which stand in its annotated copy. */
export const withoutFindings = (sheets: readonly ReadSheet[]): ReadSheet[] =>
  sheets.filter(({ name, rows }) => name !== findings || rows[0]?.[0]?.text !== findings);

/**
 * A copy of a file that was read, to be corrected and read again: first what is wrong, then each sheet with the same text in the same
 * places, wrong ones in red. Read again, it gets the same verdicts.
 */
export function annotatedSheets(
  read: readonly ReadSheet[],
  verdicts: readonly Verdict[],
  sentence: (problem: Problem) => string,
): Sheet[] {
  const looks = new Map<string, StyleName>();
  for (const { sheet, row, column, verdict } of verdicts) {
    const at = placed(sheet, row, column);
    if (verdict === 'WRONG') looks.set(at, 'wrong');
    else if (verdict === 'TAKEN' && !looks.has(at)) looks.set(at, 'input');
  }
  return [
    findingsSheet(verdicts, sentence),
    ...withoutFindings(read).map(({ name, rows }): Sheet => ({
      ...{ name, widths: rows.reduce<number[]>(widened, []), frozen: { rows: 0, columns: 0 } },
      ...{ locked: false, landscape: true },
      rows: rows.map((row, r) =>
        row.map((cell, c): Cell | null => {
          const style = looks.get(placed(name, r + 1, c + 1));
          return cell || style ? { style: style ?? 'label', text: shownText(cell) } : null;
        }),
      ),
    })),
  ];
}

const placed = (sheet: string, row: number, column: number): string => `${row},${column} ${sheet}`;

const widened = (widths: number[], row: ReadSheet['rows'][number]): number[] =>
  Array.from({ length: Math.max(widths.length, row.length) }, (_, c) =>
    Math.max(widths[c] ?? 10, Math.min(30, (row[c]?.text.length ?? 0) + 2)),
  );

function findingsSheet(verdicts: readonly Verdict[], sentence: (problem: Problem) => string): Sheet {
  const found = verdicts.flatMap(({ problem, ...verdict }) => (problem ? [{ ...verdict, problem }] : []));
  const cut = found.length > most ? [`只列出前 ${most} 处。`] : [];
  const what =
    found.length === 0
      ? '没有发现问题。'
      : `共 ${found.length} 处需要核对。请直接在后面的工作表中改正,再上传本文件。`;
  const notes = [what, ...cut];
  const columns = ['工作表', '单元格', '单位编码', '代码', '填写内容', '问题'];
  const above = [...head(findings, notes, columns.length), columns.map((text) => heading(text))];
  return {
    ...{ name: findings, landscape: true, locked: false, widths: [18, 10, 16, 30, 20, 70] },
    frozen: { rows: above.length, columns: 0 },
    rows: [
      ...above,
      ...found
        .slice(0, most)
        .map(({ sheet, row, column, union, code, text, problem }) =>
          [
            ...[sheet, `${columnName(column - 1)}${row}`, union ?? '', code],
            ...[text.slice(0, 200), sentence(problem)],
          ].map((one) => label(one)),
        ),
    ],
  };
}
