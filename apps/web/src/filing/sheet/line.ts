import { type Entry, type Mark } from '@huiji/domain/figure';
import type { Origin } from '@huiji/domain/offer';
import type { SheetQuery } from './generated/sheet.js';

/** The answer to the query of this page, and the sheet in it. */
export type Answer = SheetQuery;
export type EntrySheet = NonNullable<SheetQuery['entrySheet']>;
export type FormVersion = SheetQuery['formVersions'][number];
export type AnnexTable = FormVersion['repeatingTables'][number];

interface Said {
  value: string | null;
  mark: Mark;
}

/** A figure of the api, which always has the cell's decimals, as an entry of the domain. */
export const entryOf = ({ value, mark }: Said): Entry => ({
  figure: value === null ? null : BigInt(value.replace('.', '')),
  mark,
});

/** A line of the sheet, apart from what is filled in. */
export interface Line {
  code: string;
  /** The code of the table it stands in. */
  table: string;
  zh: string;
  en: string;
  unit: string;
  decimals: number;
  /** False where rows or registers compute it. */
  typed: boolean;
  /** Whether the union files it at all, typed or by rows; what the registers know is not filed. */
  filed: boolean;
  /** 上期, as accepted. */
  previous: Entry;
}

/** The lines of a sheet in the order in which people read them. */
export const linesOf = ({ tables }: EntrySheet): Line[] =>
  tables.flatMap((table) =>
    table.cells.map(({ cell, typed, definition, previous }) => ({
      ...{ code: cell, table: table.code, typed, filed: definition.source !== 'REGISTRY' },
      ...{ zh: definition.zh, en: definition.en, unit: definition.unit, decimals: definition.decimals },
      previous: entryOf(previous),
    })),
  );

/** The version of its form that a sheet is filed by. */
export const formOf = ({ formVersions, entrySheet }: Answer): FormVersion | undefined =>
  formVersions.find(({ version }) => version === entrySheet?.formVersion);

/** What the server holds in each cell that is not blank. */
export const heldIn = (cells: readonly (Said & { cell: string; origin: Origin })[]) =>
  new Map(cells.map((one) => [one.cell, { entry: entryOf(one), origin: one.origin }]));
