/**
 * A version of a form while it is written. It stands on this device until it is published or given up: a reload, a closed tab or a
 * refusal loses nothing of it.
 */
import { createStore, del, get, set } from 'idb-keyval';
import type { ColumnType, FormDefinitionInput, Level } from '../generated/forms.js';
import type { Form } from '../Tables.js';
import { nothingTyped, type TrialCell, type Typed } from '../trial.js';

export interface DraftCell extends TrialCell {
  source: Form['tables'][number]['cells'][number]['source'];
  /** The levels that file it; null: as the catalogue says. */
  filedBy: Level[] | null;
}

export interface DraftTable {
  code: string;
  zh: string;
  en: string;
  cells: DraftCell[];
}

export type DraftRule = Form['rules'][number];
export type DraftAnnex = Form['repeatingTables'][number];

export interface Draft extends Omit<Form, 'version' | 'tables'> {
  /** The newest version when it was begun; 0 for a new form. */
  base: number;
  tables: DraftTable[];
  /** The figures on which its checks are tried. */
  tried: Typed;
}

/** The next version of a form as it is begun: all as it is. */
export const nextOf = ({ version, ...form }: Form): Draft => ({
  ...form,
  base: version,
  tried: nothingTyped,
});

/** A new form as it is begun. */
export const newForm = (): Draft => ({
  ...{ base: 0, code: '', zh: '', en: '', frequency: 'QUARTER', rollsUp: true, statesTotalsOf: null },
  assignment: { levels: null, kinds: null, unions: null },
  cover: { formNo: '', issuedBy: '', approvalNo: null, validUntil: null, required: [] },
  tables: [{ code: 'T1', zh: '表一', en: 'Table 1', cells: [] }],
  ...{ repeatingTables: [], computed: [], rules: [], tried: nothingTyped },
});

export const newRule = (code: string): DraftRule => ({
  ...{ code, severity: 'ARITHMETIC', scope: 'FILED', table: null, expression: '', at: null },
  ...{ zh: '', en: '', source: '', levels: null },
});

/** What is published of a draft. */
export const definitionOf = (draft: Draft): FormDefinitionInput => ({
  ...{ code: draft.code, zh: draft.zh, en: draft.en, frequency: draft.frequency, rollsUp: draft.rollsUp },
  ...{ statesTotalsOf: draft.statesTotalsOf, assignment: draft.assignment, cover: draft.cover },
  tables: draft.tables.map(({ cells, ...table }) => ({
    ...table,
    cells: cells.map(({ code, source, filedBy }) => ({ code, source, filedBy })),
  })),
  repeatingTables: draft.repeatingTables.map(({ columns, ...table }) => ({
    ...table,
    columns: columns.map((column) => ({ ...column, type: column.type as ColumnType })),
  })),
  ...{ computed: draft.computed, rules: draft.rules },
});

export const cellsOf = ({ tables }: Draft): DraftCell[] => tables.flatMap(({ cells }) => cells);

/** The cells that an expression of the rule language names, in the order of the form. */
export function cellsIn(expression: string, cells: readonly DraftCell[]): DraftCell[] {
  const named = new Set(expression.match(/[a-z][a-z0-9_]*(?:\[[^\]"]+\])?/g));
  return cells.filter(({ code }) => named.has(code));
}

/** A list in which one thing is changed, or with null left out. */
export const changed = <One>(list: readonly One[], at: number, one: One | null): One[] =>
  list.flatMap((before, index) => (index === at ? (one === null ? [] : [one]) : [before]));

/** A list in which one thing has changed places with the one before (-1) or after it (1). */
export function moved<One>(list: readonly One[], at: number, by: 1 | -1): One[] {
  const [one, other] = [list[at], list[at + by]];
  if (one === undefined || other === undefined) return [...list];
  return changed(changed(list, at, other), at + by, one);
}

const store = createStore('huiji-forms', 'drafts');

/** Whose draft of which form; the code of a new one is not known yet. */
export const keyOf = (personId: string, form: Form | null): string => `${personId} ${form?.code ?? ''}`;

/** The draft that this device keeps, or null. */
export const recall = async (key: string): Promise<Draft | null> =>
  (await get<Draft>(key, store).catch(() => undefined)) ?? null;

/** Keeps a draft; false where the browser keeps nothing, as in a private window. */
export const keep = (key: string, draft: Draft): Promise<boolean> =>
  set(key, draft, store).then(
    () => true,
    () => false,
  );

export const forget = (key: string): Promise<void> => del(key, store).catch(() => undefined);
