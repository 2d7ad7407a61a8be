import { type CoverInput, fillCover } from '@huiji/domain/cover';
import { fillForm, restore } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import { changedIn, type Filled } from '@huiji/domain/import';
import type { Problem } from '@huiji/domain/problem';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import type { ReadReturn, Standing } from '@huiji/store/import-return';
import type { Submission } from '@huiji/store/submission';
import type { Saving } from './draft.js';
import type { Opened } from './open.js';

/** A return of a file as it was read. */
export type FileReturn = Omit<ReadReturn, 'version'>;

const nothing: Omit<Standing, 'cover'> = {
  ...{ version: 0, figures: [], states: [], held: {}, rows: {}, origins: {} },
};

/** How a return stands, as an import keeps it. */
export function standingOf(tx: Tx, newest: Submission | null): Standing {
  if (!newest) return { ...nothing, cover: {} };
  const { version, figures, states, held, rows, origins } = newest;
  return { version, figures, states, held, rows, origins, cover: openCover(tx, newest) } as Standing;
}

/** All that a return holds that stands so. */
export const filledOf = (form: Form, { rows, cover, origins, ...stored }: Standing): Filled => ({
  entries: restore(form, stored),
  ...{ rows, cover, origins },
});

/** What a return would say with what a file says, and what of that is new to it. */
export function filledWith(
  { form, union }: Opened,
  before: Filled,
  read: FileReturn,
): { after: Filled; saving: Saving; problems: Problem[] } {
  const { cells, tables } = read;
  const filled = fillForm(form, union.level, before, { cells, tables });
  const cover = fillCover(before.cover, read.cover);
  const after = { ...before, ...filled.content, cover: cover.cover };
  const changed = new Set(changedIn(form, before, after));
  const saving = {
    cells: cells
      .filter(({ cell }) => changed.has(cell))
      .map((cell) => ({ ...cell, origin: 'TYPED' as const })),
    tables: tables.filter(({ table }) => changed.has(table)),
    cover: Object.fromEntries(Object.entries(read.cover).filter(([item]) => changed.has(item))) as CoverInput,
  };
  return { after, saving, problems: [...filled.problems, ...cover.problems] };
}

export const isEmpty = ({ cells, tables, cover }: Saving): boolean =>
  cells.length + tables.length + Object.keys(cover).length === 0;
