import type { Operation } from '../../client/operation.js';
import {
  DissolveUnion,
  FoundUnion,
  MergeUnion,
  MoveUnion,
  type OutcomeFragment,
  PrepareUnion,
  RenameUnion,
  SplitUnion,
  UndoChange,
} from './generated/acts.js';

/** What may be done to the organisation; each is rehearsed before it is done. */
export type Act = 'PREPARE' | 'FOUND' | 'RENAME' | 'MOVE' | 'MERGE' | 'SPLIT' | 'DISSOLVE' | 'UNDO';

/** What a person has filled in. The form asks only for what belongs to the act. */
export interface Filled {
  on?: string;
  documentNo?: string;
  reason?: string;
  parentId?: string;
  receiverId?: string;
  successorId?: string;
  membersTo?: 'SUCCESSOR' | 'RETAINED';
  members?: number;
  name?: string;
  code?: string;
  level?: 'INTERMEDIATE' | 'GRASSROOTS';
  kind?: string;
  dissolves?: boolean;
  parts?: { code: string; name: string; kind: string; members?: number }[];
}

/** What it is done to: a union as it was seen, or a change. */
export interface Subject {
  id: string;
  version: number;
}

type Send = Operation<{ outcome: OutcomeFragment }, never>;

const operations: Readonly<Record<Act, Send>> = {
  PREPARE: PrepareUnion,
  FOUND: FoundUnion,
  RENAME: RenameUnion,
  MOVE: MoveUnion,
  MERGE: MergeUnion,
  SPLIT: SplitUnion,
  DISSOLVE: DissolveUnion,
  UNDO: UndoChange,
};

/** The operation of an act, whatever its input is called. */
export const operationOf = (act: Act): Send => operations[act];

/** What is sent for an act. Only the api knows whether it is right. */
export function inputOf(act: Act, { id, version }: Subject, filled: Filled, dryRun: boolean): never {
  const { on, documentNo, reason, code, name, level, kind, ...rest } = filled;
  const ofUnion = { unionId: id, expectedVersion: version };
  const by = { on, documentNo, reason, dryRun };
  const founded = { parentId: id, code, name, level, kind, approvalNo: documentNo, reason, dryRun };
  const { parentId, receiverId, successorId, membersTo, members, parts, dissolves } = rest;
  const input = {
    PREPARE: { ...founded, preparedOn: on },
    FOUND: { ...founded, establishedOn: on },
    RENAME: { ...ofUnion, ...by, name },
    MOVE: { ...ofUnion, ...by, parentId },
    MERGE: { ...ofUnion, ...by, receiverId, members },
    SPLIT: { ...ofUnion, ...by, parts, dissolves: dissolves ?? false },
    DISSOLVE: { ...ofUnion, ...by, successorId, membersTo, members },
    UNDO: { changeId: id, reason, dryRun },
  }[act];
  return { input } as never; // each operation has an input of its own
}
