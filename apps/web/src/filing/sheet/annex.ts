import { type CoverInput, fillCover } from '@huiji/domain/cover';
import type { Form } from '@huiji/domain/form';
import type { Problem } from '@huiji/domain/problem';
import { parseRows } from '@huiji/domain/rows';
import type { DraftOf, Kept, TextRow, TextRows } from './kept.js';
import { keep } from './kept.js';
import type { AnnexTable, EntrySheet } from './line.js';
import type { Phase } from './cell-state.js';
import { textOf, valueOf } from './row-text.js';
import { Told } from './told.js';

/** The cover stands among the annexes under this name, as one row. */
export const cover = '/cover';

/** An annex (附表), or the cover, as it stands on the page. */
export interface AnnexState {
  rows: TextRows;
  phase: Phase;
  /** What the server held when the person last saw it. */
  held: TextRows;
  theirs: TextRows;
  problems: readonly Problem[];
}

/** The tables as the domain reads them: what the api says is null is absent there. */
const repeating = (tables: readonly AnnexTable[]) =>
  tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) =>
      Object.fromEntries(Object.entries(column).filter(([, value]) => value !== null)),
    ),
  }));

const isBlank = (row: TextRow): boolean => Object.values(row).every((text) => text.trim() === '');
const same = (one: TextRows, other: TextRows): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What the server holds of the annexes and the cover, as text. */
export function heldAnnexes(
  { rows, cover: filed }: EntrySheet,
  tables: readonly AnnexTable[],
): Map<string, TextRows> {
  const found = new Map<string, TextRows>(tables.map(({ code }) => [code, null]));
  for (const table of rows) {
    const columns = tables.find(({ code }) => code === table.table)?.columns ?? [];
    const texts = table.rows.map((row) =>
      Object.fromEntries(columns.map(({ code }) => [code, textOf(row[code])])),
    );
    found.set(table.table, texts);
  }
  const { unitHead, statisticsHead, filledInBy, phone, reportedOn } = filed;
  const items = { unitHead, statisticsHead, filledInBy, phone, reportedOn };
  found.set(cover, [Object.fromEntries(Object.entries(items).map(([item, text]) => [item, text ?? '']))]);
  return found;
}

/** The annexes and the cover of one draft. Each is saved as a whole. */
export class Annexes {
  readonly told = new Told();
  private readonly states = new Map<string, AnnexState>();

  constructor(
    private readonly draft: DraftOf,
    readonly tables: readonly AnnexTable[],
    held: ReadonlyMap<string, TextRows>,
    { annexes }: Kept,
  ) {
    for (const [name, rows] of held) {
      this.states.set(name, { rows, held: rows, phase: 'SAVED', theirs: null, problems: [] });
      const kept = annexes[name];
      if (!kept) continue;
      const moved = !same(kept.seen, rows) && !same(kept.rows, rows);
      this.states.set(name, { ...this.at(name), rows: kept.rows, held: kept.seen });
      if (moved) this.put(name, { ...this.at(name), phase: 'CHANGED_ELSEWHERE', theirs: rows });
      else this.write(name, kept.rows);
    }
  }

  at(name: string): AnnexState {
    const state = this.states.get(name);
    if (!state) throw new Error(`no annex ${name} on the sheet`);
    return state;
  }

  private put(name: string, state: AnnexState): void {
    this.states.set(name, state);
    this.told.tell(name);
  }

  /** A person changes an annex. */
  write(name: string, rows: TextRows): void {
    const before = this.at(name);
    const problems = this.wrong(name, rows);
    const fresh: Phase = problems.length > 0 ? 'WRONG' : same(rows, before.held) ? 'SAVED' : 'KEPT';
    const phase = before.phase === 'CHANGED_ELSEWHERE' ? before.phase : fresh;
    this.put(name, { ...before, rows, problems, phase });
    this.keep(name);
    this.told.tell('typed');
  }

  private keep(name: string): void {
    const { rows, held, phase } = this.at(name);
    void keep(this.draft, { annexes: { [name]: phase === 'SAVED' ? null : { rows, seen: held } } });
  }

  private wrong(name: string, rows: TextRows): readonly Problem[] {
    if (name === cover) return fillCover({}, this.coverInput(rows)).problems;
    const all = this.sent({ [name]: rows });
    const { problems } = parseRows({ repeatingTables: repeating(this.tables) } as unknown as Form, all);
    return problems.filter(({ table }) => table === name);
  }

  /** All annexes as they would be sent, `instead` in the place of some. */
  sent(instead: Readonly<Record<string, TextRows>> = {}): Record<string, unknown[]> {
    return Object.fromEntries(
      this.tables.flatMap(({ code }) => {
        const rows = this.sendable(code, instead[code] ?? this.at(code).rows);
        return rows ? [[code, rows]] : [];
      }),
    );
  }

  private sendable(name: string, rows: TextRows): Record<string, unknown>[] | null {
    const columns = this.tables.find(({ code }) => code === name)?.columns ?? [];
    const filled = rows?.filter((row) => !isBlank(row)) ?? null;
    if (filled === null || (filled.length === 0 && rows?.length !== 0)) return null;
    return filled.map((row) =>
      Object.fromEntries(columns.map((column) => [column.code, valueOf(column, row[column.code] ?? '')])),
    );
  }

  private coverInput(rows: TextRows): CoverInput {
    return Object.fromEntries(
      Object.entries(rows?.[0] ?? {}).map(([item, text]) => [item, text.trim() || null]),
    );
  }

  /** Which annexes are to be sent, and what of them; null when there is nothing. */
  pending() {
    const names = [...this.states.keys()].filter((name) => this.at(name).phase === 'KEPT');
    if (names.length === 0) return null;
    const rows = new Map(names.map((name) => [name, this.at(name).rows]));
    const tables = names
      .filter((name) => name !== cover)
      .map((table) => ({ table, rows: this.sendable(table, this.at(table).rows) }));
    return { rows, tables, cover: rows.has(cover) ? this.coverInput(this.at(cover).rows) : null };
  }

  /** The server has taken what was pending. What was typed meanwhile is pending again. */
  saved(sent: ReadonlyMap<string, TextRows>): void {
    for (const [name, rows] of sent) {
      const state = this.at(name);
      this.put(name, { ...state, held: rows });
      if (state.phase === 'KEPT') this.write(name, state.rows);
    }
  }

  /** What the server holds now, where somebody else may have saved. */
  absorb(held: ReadonlyMap<string, TextRows>): void {
    for (const [name, rows] of held) {
      const state = this.at(name);
      if (state.phase === 'SAVED') this.put(name, { ...state, rows, held: rows });
      else if (!same(state.held, rows) && !same(state.rows, rows))
        this.put(name, { ...state, phase: 'CHANGED_ELSEWHERE', theirs: rows });
    }
  }

  /** The server found something wrong in what was sent. */
  refused(problems: readonly Problem[]): void {
    for (const name of this.states.keys()) {
      const own = problems.filter(({ table, field }) =>
        name === cover ? field?.startsWith('cover') : table === name,
      );
      if (own.length > 0) this.put(name, { ...this.at(name), phase: 'WRONG', problems: own });
    }
  }

  /** A person decides between one's own and what somebody else has saved. */
  settle(name: string, mine: boolean): void {
    const state = this.at(name);
    this.put(name, { ...state, held: state.theirs, theirs: null, phase: 'KEPT' });
    this.write(name, mine ? state.rows : state.theirs);
  }

  count(phase: Phase): number {
    return [...this.states.values()].filter((state) => state.phase === phase).length;
  }
}
