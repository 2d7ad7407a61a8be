import { type Change, changeText } from './organisation.js';
import type { Command } from './tree-model.js';

/** A change of the organisation that an administrator is about to make; with `dryRun` it is only rehearsed. */
export interface Composed extends Command {
  variables: { input: Record<string, unknown> };
}

/** What a change of the organisation answers. */
export interface ChangedPayload {
  union?: { id: string } | null;
  change?: { id: string; countedOn: string } | null;
  effects?: Array<{
    union: { code: string };
    form: string;
    period: string;
    cells: Array<{ cell: string; before: string | null; after: string | null }>;
  }> | null;
}

/** What a change of a union may be refused for because of what another administrator did meanwhile. */
export const moved = [
  'LATER_CHANGE',
  'STALE_REVISION',
  'UNION_DISSOLVED',
  'UNION_NOT_ESTABLISHED',
  'NOT_FOUND',
];
const ended = [...moved, 'UNION_HAS_FILED_AFTER'];
const refusals: Record<Change, readonly string[]> = {
  moveUnion: [...moved, 'MOVE_INTO_OWN_SUBTREE', 'ALREADY_THERE'],
  renameUnion: moved,
  mergeUnion: [...ended, 'RECEIVER_BELOW', 'MOVE_INTO_OWN_SUBTREE'],
  splitUnion: [...ended, 'UNION_HAS_CHILDREN', 'NOT_ITS_OWN'],
  dissolveUnion: [...ended, 'UNION_HAS_CHILDREN'],
  undoChange: [
    ...moved,
    'CHANGE_UNDONE',
    'CHANGE_IS_FINAL',
    'UNION_IN_USE',
    'MOVE_INTO_OWN_SUBTREE',
    'EMPLOYER_CHANGED_SINCE',
  ],
};

const papers = { reason: '机构改革', documentNo: '编〔2026〕7号' };

/** A change of a union that stands. */
export function changing(name: Change, called: string, input: Record<string, unknown>): Composed {
  const mutation = changeText(name);
  const variables = {
    input: name === 'undoChange' ? { reason: papers.reason, ...input } : { ...papers, ...input },
  };
  return { name: called, client: 'admin', mutation, variables, mayRefuse: refusals[name] };
}

/** Takes a change back. */
export const undoOf = (changeId: string): Composed => changing('undoChange', 'undo', { changeId });

const answer = `union { id code } change { id countedOn }
  effects { union { code } form period cells { cell before after } } userErrors { code field message }`;

/** The founding of a union, or its preparation. */
export function founding(
  name: 'foundUnion' | 'prepareUnion',
  called: string,
  input: Record<string, unknown>,
): Composed {
  const type = name === 'foundUnion' ? 'FoundUnionInput' : 'PrepareUnionInput';
  return {
    ...{ name: called, client: 'admin' },
    mutation: `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} } }`,
    variables: { input: { approvalNo: '批〔2026〕1号', ...input } },
    mayRefuse: moved,
  };
}
