import { isDay } from '@huiji/domain/day';
import { squeezed } from '../../page/block.js';
import { figureOf, isFigure, type RowColumn, textOf } from '../sheet/row-text.js';
import { blankOf, type Written } from './work.js';

/** A column of a pasted block: the day, the name, who held it, or one of the kind. */
export interface BlockColumn extends RowColumn {
  label: string;
  unit: string | null;
}

/** A record as it was read from a row of a block. */
export interface ReadRow {
  written: Written;
  /** What was understood, in the order of the columns: null where it cannot be read, and goes to the api as it stands. */
  understood: readonly (string | null)[];
  /** How many values stand beyond the last column: they belong nowhere. */
  extra: number;
}

const daily = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const answered: Readonly<Record<string, string | undefined>> = {
  ...{ 是: 'true', 否: 'false', yes: 'true', no: 'false', true: 'true', false: 'false' },
};

/** A value of a spreadsheet as a person would type it: days as ISO, whatever stands between their parts; 是 and 否 as booleans. */
function typedOf({ type }: RowColumn, text: string): string {
  if (type === 'boolean') return answered[text.toLowerCase()] ?? text;
  const [, year, month = '', day = ''] = (type === 'date' && daily.exec(text)) || [];
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** What a value says, blank or not; null where it cannot be read. */
function understood(column: RowColumn, text: string): string | null {
  const { type, choices } = column;
  if (text === '' || type === 'text') return text;
  if (isFigure(column)) return textOf(figureOf(column, text)) || null;
  const read = type === 'date' ? isDay(text) : type === 'choice' ? choices?.includes(text) : text in answered;
  return read ? text : null;
}

/**
 * The records of a block as Excel and WPS put it on the clipboard, a row each, their values in the order of the columns. Blank rows are
 * left out, and so is a first row that names the columns.
 */
export function readRows(
  block: readonly (readonly string[])[],
  columns: readonly BlockColumn[],
  kind: string,
): ReadRow[] {
  const headed = squeezed(block[0]?.[0] ?? '') === squeezed(columns[0]?.label ?? '');
  const rows = block.slice(headed ? 1 : 0).filter((row) => row.some((text) => text !== ''));
  return rows.map((row) => {
    const texts = columns.map((column, at) => typedOf(column, row[at] ?? ''));
    const byCode = Object.fromEntries(columns.map(({ code }, at) => [code, texts[at] ?? '']));
    const { day = '', name = '', heldBy = '', ...values } = byCode;
    return {
      written: { ...blankOf(kind, day), name, heldBy, values },
      understood: columns.map((column, at) => understood(column, texts[at] ?? '')),
      extra: row.slice(columns.length).filter((text) => text !== '').length,
    };
  });
}
