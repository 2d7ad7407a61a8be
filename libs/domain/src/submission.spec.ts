// eslint-disable-next-line no-restricted-imports -- a spec, which compares the rules with the page that states them
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  acceptingUnion,
  nextState,
  requireVersion,
  type SubmissionAction,
  type SubmissionState,
  transitions,
} from './submission.js';

const states: SubmissionState[] = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'];
const actions = Object.keys(transitions) as SubmissionAction[];

// state × action, once more by hand; `-` is refused.
const table: Record<SubmissionState, Record<SubmissionAction, string>> = {
  DRAFT: { SAVE: 'DRAFT', SUBMIT: 'SUBMITTED', RETURN: '-', ACCEPT: '-' },
  SUBMITTED: { SAVE: '-', SUBMIT: '-', RETURN: 'RETURNED', ACCEPT: 'ACCEPTED' },
  RETURNED: { SAVE: 'RETURNED', SUBMIT: 'SUBMITTED', RETURN: '-', ACCEPT: '-' },
  ACCEPTED: { SAVE: '-', SUBMIT: '-', RETURN: '-', ACCEPT: '-' },
};

describe.each(states)('%s', (state) => {
  test.each(actions)('by %s', (action) => {
    const expected = table[state][action];
    if (expected === '-') expect(() => nextState(state, action)).toThrow(/WRONG_STATE/);
    else expect(nextState(state, action)).toBe(expected);
  });
});

test('the diagram in docs/architecture.md draws exactly the transitions', () => {
  const page = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');
  const diagram = /```mermaid\s+stateDiagram-v2([^`]*)```/.exec(page)?.[1] ?? '';
  const drawn = [...diagram.matchAll(/^\s*([A-Z]+) --> ([A-Z]+): ([A-Z]+)\s*$/gm)].map(
    ([, from, to, action]) => [from, action, to].join(' '),
  );
  const known = actions.flatMap((action) =>
    Object.entries(transitions[action]).map(([from, to]) => [from, action, to].join(' ')),
  );
  expect(drawn.toSorted()).toEqual(known.toSorted());
});

test('a version not seen is refused, one way or the other', () => {
  expect(() => requireVersion(3, 3)).not.toThrow();
  for (const seen of [2, 4, 0, -1, NaN]) expect(() => requireVersion(3, seen)).toThrow(/STALE_REVISION/);
});

describe('the accepting union', () => {
  const at = (unionId: string, ...personIds: string[]) => ({ unionId, personIds });
  test.each<[string, ReturnType<typeof at>[], string | null]>([
    ['is the direct parent', [at('bureau', 'ann'), at('root', 'bob')], 'bureau'],
    [
      'is the direct parent where another reviews beside the filer',
      [at('bureau', 'filer', 'ann'), at('root', 'bob')],
      'bureau',
    ],
    ['is one level up where only the filer reviews', [at('bureau', 'filer'), at('root', 'bob')], 'root'],
    ['is one level up where nobody reviews', [at('bureau'), at('root', 'bob')], 'root'],
    [
      'is the nearest that can',
      [at('bureau', 'filer'), at('district', 'filer'), at('root', 'filer', 'bob')],
      'root',
    ],
    ['is none where nobody else reviews at all', [at('bureau', 'filer'), at('root', 'filer')], null],
    ['is none above nothing', [], null],
  ])('%s', (_, chain, expected) => {
    expect(acceptingUnion(chain, ['filer'])).toBe(expected);
  });

  test('passes over everybody who filled in or submitted', () => {
    const chain = [at('bureau', 'ann', 'filer'), at('root', 'bob')];
    expect(acceptingUnion(chain, ['filer', 'ann'])).toBe('root');
  });
});
