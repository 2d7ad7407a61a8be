import { Annexes } from '../sheet/annex.js';
import { Desk } from '../sheet/desk.js';
import { heldOf } from '../sheet/held.js';
import type { DraftOf, Kept } from '../sheet/kept.js';
import { type EntrySheet, type Line, linesOf } from '../sheet/line.js';
import { Sender } from '../sheet/sender.js';

/** One union in the grid: its draft, worked on as on its own sheet. Its annexes and its cover are not shown here, and stay as they are. */
export interface UnionDraft {
  union: EntrySheet['union'];
  tables: EntrySheet['tables'];
  desk: Desk;
  annexes: Annexes;
  /** Whether this device keeps rows or a cover that the server lacks: they are sent from the union’s own sheet. */
  keepsMore: boolean;
  sender: Sender;
}

/** Opens the draft of a union from what the server holds and what the device keeps. */
export function openDraft(
  draft: DraftOf,
  sheet: EntrySheet,
  kept: Kept,
  reread: () => Promise<{ entrySheet: EntrySheet | null } | undefined>,
): UnionDraft {
  const desk = new Desk(draft, linesOf(sheet), heldOf(sheet), kept);
  const annexes = new Annexes(draft, [], new Map(), kept);
  const sender = new Sender(desk, annexes, sheet.union.id, reread);
  const keepsMore = Object.keys(kept.annexes).length > 0;
  return { union: sheet.union, tables: sheet.tables, desk, annexes, keepsMore, sender };
}

/** Whether a union's return may be filled in as it stands. */
export const isOpen = ({ held: { state } }: Desk): boolean => state !== 'SUBMITTED' && state !== 'ACCEPTED';

export interface GridTable {
  code: string;
  zh: string;
  en: string;
  /** What any of the unions types in it, in the order of the form. */
  lines: readonly Line[];
}

/** The tables of a grid: those in which something is typed. Unions of several levels are asked different things. */
export function tablesOf(drafts: readonly UnionDraft[]): GridTable[] {
  const tables = new Map(
    drafts.flatMap((draft) => draft.tables.map((table) => [table.code, table] as const)),
  );
  return [...tables.values()].flatMap(({ code, zh, en }) => {
    const lines = new Map<string, Line>();
    for (const { desk } of drafts)
      for (const line of desk.lines) if (line.table === code && line.typed) lines.set(line.code, line);
    return lines.size > 0 ? [{ code, zh, en, lines: [...lines.values()] }] : [];
  });
}
