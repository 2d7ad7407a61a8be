import type { RepeatingTable } from '@huiji/domain/form';
import { type Problem, problem } from '@huiji/domain/problem-found';
import { amountText, type LineFigure, type ReadLine, type ReturnLine } from '../lines.js';
import type { FilledMany } from './filled-many.js';
import { marked } from './filled-tidy.js';
import { type FilledUnion, type Reading, UnionsIn } from './filled-union.js';
import { unionCode } from './named.js';
import { type Place, type Taking, takeFigure, type Verdict } from './verdict.js';

/** What the sheet of a place is called in a file of lines. */
const sheet = 'JSONL';

/** The form and, but for history (历史数据), the period that lines are to be of, where they say it. */
export interface LinesOf {
  form: string;
  period: string | null;
}

/** The codes of unions that stand in a file of lines. */
export const unionCodesInLines = (lines: readonly ReadLine[]): string[] => [
  ...new Set(lines.flatMap((one) => ('said' in one ? [one.said.union] : []))),
];

/** Reads returns out of JSON Lines. Lines of one return add up; what two of them say is wrong. */
export function filledLines(lines: readonly ReadLine[], of: LinesOf, reading: Reading): FilledMany {
  const found = new UnionsIn(reading);
  const verdicts: Verdict[] = [];
  for (const one of lines) {
    if (!('said' in one)) {
      const { line: row, column, text, wrong } = one;
      verdicts.push({ sheet, row, column, code: '', text, verdict: 'WRONG', problem: wrong });
      continue;
    }
    const { line: row, said } = one;
    const period = reading.formIn ? (said.period ?? null) : null;
    const why =
      otherThan(of, said) ?? found.add({ code: said.union, period }, (taking) => takeLine(row, said, taking));
    if (why) verdicts.push(wrongLine(row, said, why));
  }
  return { named: { ...of, union_code: null }, unions: found.unions, verdicts };
}

/** IMPORT_OTHER_FORM where a line is of another form or period; undefined where it is not. */
function otherThan(of: LinesOf, { form = of.form, period }: ReturnLine): Problem | undefined {
  const found = [form, of.period && (period ?? of.period)].filter(Boolean).join(' ');
  const wanted = [of.form, of.period].filter(Boolean).join(' ');
  const field = form === of.form ? 'period' : 'form';
  return found === wanted
    ? undefined
    : problem('IMPORT_OTHER_FORM', { found: found.slice(0, 80), wanted }, { field });
}

/** The verdict on a line of which no return can be made, at the name that is wrong. */
function wrongLine(row: number, { columns, ...said }: ReturnLine, why: Problem): Verdict {
  const name = why.field === 'form' || why.field === 'period' ? why.field : 'union';
  return {
    ...{ sheet, row, column: columns.get(name) ?? 1, code: name === 'union' ? unionCode : name },
    ...{ text: (said[name] ?? '').slice(0, 200), verdict: 'WRONG', problem: why },
  };
}

function takeLine(row: number, said: ReturnLine, taking: FilledUnion & Taking): void {
  const at = { sheet, row, union: taking.unionCode, period: taking.period ?? undefined };
  for (const figure of said.cells) takeMarked(figure, at, taking);
  for (const [table, rows] of Object.entries(said.rows)) {
    const known = taking.form.repeatingTables.find(({ code }) => code === table);
    const column = said.columns.get(`rows/${table}`) ?? 1;
    const judge = judged({ ...at, column, code: table }, taking);
    if (!known) judge('WRONG', problem('ROW_TABLE_UNKNOWN', { table: table.slice(0, 80) }, { table }));
    else if (taking.tables.some((one) => one.table === table))
      judge('WRONG', problem('CELL_TWICE', { cell: table }, { table }));
    else {
      taking.tables.push({ table, rows: rows.map((one) => rowOf(one, known)) });
      judge('TAKEN');
      rows.forEach((one, n) => {
        for (const name of Object.keys(one)) {
          const of = { column: said.columns.get(`rows/${table}/${n}/${name}`) ?? column };
          judged({ ...at, ...of, code: `${table}#${n + 1}.${name}` }, taking)('TAKEN');
        }
      });
    }
  }
  for (const [item, text] of Object.entries(said.cover)) {
    const judge = judged({ ...at, column: said.columns.get(`cover/${item}`) ?? 1, code: item }, taking);
    if (item in taking.cover) judge('WRONG', problem('CELL_TWICE', { cell: item }));
    else {
      Object.assign(taking.cover, { [item]: text.trim() });
      judge('TAKEN');
    }
  }
}

/** Judges a place whose text is not shown. */
const judged =
  (at: Omit<Verdict, 'text' | 'verdict' | 'problem'>, { verdicts }: Taking) =>
  (verdict: Verdict['verdict'], why?: Problem): void =>
    void verdicts.push({ ...at, text: '', verdict, problem: why });

function takeMarked(
  { code, column, text, mark }: LineFigure,
  line: Omit<Place, 'column'> & Pick<Verdict, 'union' | 'period'>,
  taking: Taking,
): void {
  const at = { ...line, column, code };
  const { cell, wrong } = marked(text === null ? null : { text, kind: 'TEXT' }, mark ?? '');
  if (wrong) taking.verdicts.push({ ...at, text: text ?? '', verdict: 'WRONG', problem: wrong });
  else takeFigure(cell, at, taking);
}

/** A row with its numbers as the api takes them. */
const rowOf = (row: Record<string, unknown>, { columns }: RepeatingTable): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([code, value]) => [
      code,
      typeof value === 'number' && columns.some((one) => one.code === code && one.type === 'integer')
        ? amountText(value)
        : value,
    ]),
  );
