import type { FiledCover } from './cover.js';
import { type CellInput, type Content, fillForm } from './draft.js';
import { formatFigure, missing } from './figure.js';
import { coverItems, type Form, layoutOf, type RepeatingTable } from './form.js';
import { type Origins, sameEntry } from './offer.js';
import type { Level } from './organisation.js';

/** Whether a file of returns is JSON Lines, for integrators; else it is a spreadsheet. */
export const isJsonLines = (fileName: string): boolean => /\.(?:jsonl|ndjson)$/i.test(fileName);

/** All that a return holds. */
export interface Filled extends Content {
  cover: FiledCover;
  origins: Origins;
}

/** What an import (导入) made of a return: how it stood before, and how after. */
export interface Imported {
  before: Filled;
  after: Filled;
}

/** A return after an import was undone, and what has been edited since and so stays: codes of cells and tables, items of the cover. */
export interface Undone {
  filled: Filled;
  kept: string[];
}

/** Stands among what undoing left alone (`kept`) for a return that the import began, and that stays begun though it says nothing now. */
export const begunStill = 'BEGUN';

/** The rows of a table as a text that is the same for rows that say the same. */
const rowsText = ({ code, columns }: RepeatingTable, { rows }: Content): string | undefined =>
  rows[code] &&
  JSON.stringify(
    rows[code].map((row) =>
      columns.map((column) => {
        const said = row[column.code];
        return typeof said === 'object' ? [said.value, said.mark] : (said ?? null);
      }),
    ),
  );

/** What somebody fills in that differs between two returns: codes of typed cells and of tables, items of the cover. */
export function changedIn(form: Form, one: Filled, other: Filled): string[] {
  const cells = layoutOf(form).filed.filter(({ source }) => source === 'TYPED');
  return [
    ...cells
      .filter(({ code }) => !sameEntry(one.entries.get(code) ?? missing, other.entries.get(code) ?? missing))
      .map(({ code }) => code),
    ...form.repeatingTables
      .filter((table) => rowsText(table, one) !== rowsText(table, other))
      .map(({ code }) => code),
    ...coverItems.filter((item) => one.cover[item] !== other.cover[item]),
  ];
}

/**
 * Takes back what an import changed in a return of a union of a level: what still says what the import wrote says again what it said
 * before, with where it came from; what somebody has edited since stays, and is named. A table of rows (附表) is taken back as a
 * whole. What the import left as it was is left alone now too.
 */
export function undoImport(form: Form, level: Level, { before, after }: Imported, now: Filled): Undone {
  const edited = new Set(changedIn(form, after, now));
  const changed = changedIn(form, before, after);
  const back = new Set(changed.filter((code) => !edited.has(code)));
  const tables = form.repeatingTables
    .filter(({ code }) => back.has(code))
    .map(({ code }) => ({ table: code, rows: before.rows[code] ?? null }));
  const cells = layoutOf(form)
    .filed.filter(({ code }) => back.has(code))
    .map(({ code, decimals }): CellInput => {
      const { figure, mark } = before.entries.get(code) ?? missing;
      return { cell: code, value: figure === null ? null : formatFigure(figure, decimals), mark };
    });
  const whole = fillForm(form, level, now, { cells, tables });
  // Rows of one table may name those of another, which was edited meanwhile: then the tables stay.
  const { content } = whole.problems.length === 0 ? whole : fillForm(form, level, now, { cells, tables: [] });
  if (content !== whole.content) for (const { table } of tables) back.delete(table);
  const origins = Object.fromEntries([
    ...Object.entries(now.origins).filter(([code]) => !back.has(code)),
    ...Object.entries(before.origins).filter(([code]) => back.has(code)),
  ]);
  const cover = Object.fromEntries(
    coverItems.flatMap((item) => {
      const said = (back.has(item) ? before : now).cover[item];
      return said === undefined ? [] : [[item, said]];
    }),
  );
  return { filled: { ...content, cover, origins }, kept: changed.filter((code) => !back.has(code)) };
}
