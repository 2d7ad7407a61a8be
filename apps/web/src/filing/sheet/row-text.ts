import { formatFigure, type Mark } from '@huiji/domain/figure';
import { markedText, readTyped } from '@huiji/domain/typed';

/** A column of rows that people type, of an annex (附表) or of the book (台账). */
export interface RowColumn {
  code: string;
  /** text, integer, amount (元, two decimals), date, choice or boolean. */
  type: string;
  choices: readonly string[] | null;
  /** Whether its counts may be 以上 or 约. */
  marked: boolean | null;
}

/** What the figures of a column may be written in: 元 with 万 and 亿. */
const figures: Readonly<Record<string, { decimals: number; unit: string } | undefined>> = {
  integer: { decimals: 0, unit: '' },
  amount: { decimals: 2, unit: '元' },
};

export const isFigure = ({ type }: RowColumn): boolean => figures[type] !== undefined;

/** A value of a row of the api as it stands in its input. */
export function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const { value: figure, mark } = value as { value: string; mark: Mark };
  return markedText(figure, mark);
}

/** What a text says in a column of figures, as the api takes it; null where it is no figure that may stand there. */
export function figureOf(
  { type, marked }: RowColumn,
  text: string,
): string | { value: string; mark: Mark } | null {
  const of = figures[type];
  const read = of && readTyped(text, { cell: '', ...of }, {});
  if (!read || 'code' in read || read.figure === null) return null;
  const { figure, mark } = read;
  const value = formatFigure(figure, of.decimals);
  if (mark === 'EXACT') return value;
  return marked && mark !== 'PLANNED' ? { value, mark } : null;
}

/** What an input says, as the api takes it; null where it is blank. What cannot be read goes as it is, to be refused with its sentence. */
export function valueOf(column: RowColumn, text: string): unknown {
  if (text.trim() === '') return null;
  if (column.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return figureOf(column, text) ?? text;
}
