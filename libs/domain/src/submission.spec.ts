// eslint-disable-next-line no-restricted-imports -- a spec, which compares the rules with the page that states them
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  acceptingUnion,
  barTo,
  filersOf,
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
  DRAFT: { SAVE: 'DRAFT', SUBMIT: 'SUBMITTED', WITHDRAW: '-', RETURN: '-', ACCEPT: '-' },
  SUBMITTED: { SAVE: '-', SUBMIT: '-', WITHDRAW: 'DRAFT', RETURN: 'RETURNED', ACCEPT: 'ACCEPTED' },
  RETURNED: { SAVE: 'RETURNED', SUBMIT: 'SUBMITTED', WITHDRAW: '-', RETURN: '-', ACCEPT: '-' },
  ACCEPTED: { SAVE: '-', SUBMIT: '-', WITHDRAW: '-', RETURN: '-', ACCEPT: '-' },
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

describe('what keeps a person from accepting', () => {
  const chain: Parameters<typeof barTo>[2] = [
    { unionId: 'bureau', personIds: ['ann', 'filer'] },
    { unionId: 'root', personIds: ['bob'] },
  ];
  test.each<[string, string, readonly string[], ReturnType<typeof barTo>]>([
    ['nothing, at the parent', 'ann', ['filer'], null],
    ['having filed, though another reviews there', 'filer', ['filer'], 'FILED_IT'],
    ['reviewing only above it', 'bob', ['filer'], { acceptingUnion: 'bureau' }],
    ['nothing, where all of the parent filed', 'bob', ['filer', 'ann'], null],
    ['reviewing nowhere', 'eve', ['filer'], { acceptingUnion: 'bureau' }],
    [
      'that nobody else reviews: the nearest is named',
      'eve',
      ['filer', 'ann', 'bob'],
      { acceptingUnion: 'bureau' },
    ],
  ])('%s', (_, person, filers, expected) => {
    expect(barTo(person, filers, chain)).toEqual(expected);
  });

  test('who filled in and who submitted both filed', () => {
    expect(filersOf({ filledBy: ['ann', 'bob'], filedBy: 'eve' })).toEqual(['ann', 'bob', 'eve']);
    expect(filersOf({ filledBy: ['ann'], filedBy: null })).toEqual(['ann']);
  });
});
