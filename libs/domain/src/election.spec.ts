import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Congress,
  dayOfTerms,
  electionFindings,
  nextTerm,
  requireAfter,
  requireCongress,
  requireNotDissolved,
  requirePreparing,
  requireWaiting,
  requireWithin,
  termEnd,
} from './election.js';
import type { ElectedBody } from './organisation.js';
import { Refusal } from './problem.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const body = (name: ElectedBody, members = 5) => ({ body: name, members, head: null });
const lawful: Congress = {
  heldOn: '2026-03-10',
  due: 90,
  present: 60,
  termYears: 5,
  bodies: [body('COMMITTEE'), body('AUDITOR', 1), body('WOMENS_MEMBER', 1)],
};

/** The codes and fields that a rule refuses with. */
function refused(rule: () => unknown): string[] {
  try {
    rule();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.map(({ code, severity, field }) => {
      expect(severity).toBe('ERROR');
      return field ? `${code} ${field}` : code;
    });
  }
}

test.each([
  ['2021-03-10', 5, '2026-03-10'],
  ['2020-02-29', 5, '2025-02-28'],
  ['2020-02-29', 4, '2024-02-29'],
  ['2023-12-31', 3, '2026-12-31'],
])('a term that began on %s for %s years ends on %s', (heldOn, years, end) => {
  expect(termEnd(heldOn, years)).toBe(end);
});

test(`a term ends in the same month of the year, and a longer one later (SEED=${seed})`, () => {
  const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  const property = fc.property(day, fc.integer({ min: 1, max: 10 }), (date, years) => {
    const heldOn = date.toISOString().slice(0, 10);
    const end = termEnd(heldOn, years);
    expect(Number(end.slice(0, 4))).toBe(Number(heldOn.slice(0, 4)) + years);
    expect(end.slice(5, 7)).toBe(heldOn.slice(5, 7));
    expect(end < termEnd(heldOn, years + 1)).toBe(true);
  });
  fc.assert(property, { seed });
});

test.each<[string, Partial<Congress>, string[]]>([
  ['what is lawful', {}, []],
  ['attendance that nobody knows any more', { due: null, present: null }, []],
  [
    'committees in place of single members',
    { bodies: [body('WOMENS_COMMITTEE'), body('COMMITTEE'), body('AUDIT_COMMITTEE')] },
    [],
  ],
  ['no committee', { bodies: [body('AUDITOR')] }, ['ELECTION_WITHOUT_COMMITTEE bodies']],
  ['nothing', { bodies: [] }, ['ELECTION_WITHOUT_COMMITTEE bodies']],
  ['a body twice', { bodies: [body('COMMITTEE'), body('COMMITTEE')] }, ['ELECTION_BODY_TWICE bodies']],
  [
    'both of a pair, twice over',
    { bodies: [...lawful.bodies, body('AUDIT_COMMITTEE'), body('WOMENS_COMMITTEE')] },
    ['ELECTION_BODIES_EXCLUSIVE bodies', 'ELECTION_BODIES_EXCLUSIVE bodies'],
  ],
  ['an empty body', { bodies: [body('COMMITTEE', 0)] }, ['NUMBER_OUT_OF_RANGE bodies[0].members']],
  ['more present than due', { present: 91 }, ['NUMBER_OUT_OF_RANGE present']],
  ['fewer than none', { present: -1 }, ['NUMBER_OUT_OF_RANGE present']],
  ['nobody due', { due: 0, present: 0 }, ['NUMBER_OUT_OF_RANGE due']],
  ['half an attendance', { due: null }, ['FIELD_REQUIRED due']],
  ['the other half', { present: null }, ['FIELD_REQUIRED present']],
  ['no term', { termYears: 0 }, ['NUMBER_OUT_OF_RANGE termYears']],
  ['an endless term', { termYears: 11 }, ['NUMBER_OUT_OF_RANGE termYears']],
])('a congress with %s', (_, more, expected) => {
  expect(refused(() => requireCongress({ ...lawful, ...more }))).toEqual(expected);
});

test.each<[string, Partial<Congress> & { formerTermEndsOn?: string }, string[]]>([
  ['lawful', {}, []],
  ['exactly two thirds', { due: 3, present: 2 }, []],
  ['one below two thirds', { due: 100, present: 66 }, ['ELECTION_WITHOUT_QUORUM']],
  ['just above two thirds', { due: 100, present: 67 }, []],
  ['unknown attendance', { due: null, present: null }, []],
  ['three years', { termYears: 3 }, []],
  ['four years', { termYears: 4 }, ['ELECTION_TERM_LENGTH']],
  ['nobody to audit', { bodies: [body('COMMITTEE')] }, ['ELECTION_WITHOUT_AUDIT']],
  ['an audit committee', { bodies: [body('COMMITTEE'), body('AUDIT_COMMITTEE')] }, []],
  ['held on the last day of the term before', { formerTermEndsOn: '2026-03-10' }, []],
  ['held a day late', { formerTermEndsOn: '2026-03-09' }, ['ELECTION_LATE']],
  [
    'all of it',
    { due: 9, present: 0, termYears: 1, bodies: [body('COMMITTEE')], formerTermEndsOn: '2020-01-01' },
    ['ELECTION_WITHOUT_QUORUM', 'ELECTION_TERM_LENGTH', 'ELECTION_WITHOUT_AUDIT', 'ELECTION_LATE'],
  ],
])('the law flags, and never refuses, an election with %s', (_, more, expected) => {
  const election = { ...lawful, formerTermEndsOn: null, ...more };
  expect(refused(() => requireCongress(election))).toEqual([]);
  const found = electionFindings(election);
  expect(found.map(({ code }) => code)).toEqual(expected);
  expect(found.every(({ severity }) => severity === 'LAW')).toBe(true);
});

const union = { name: '甲', preparedOn: '2020-01-01', establishedOn: null, dissolvedOn: null };
const established = { ...union, establishedOn: '2020-06-01' };

test.each<[string, typeof union | typeof established, string, string[]]>([
  ['from the day of its approval to prepare', union, '2020-01-01', []],
  ['not before it', union, '2019-12-31', ['DATE_ORDER heldOn']],
  ['and only once', established, '2020-07-01', ['UNION_NOT_PREPARING unionId']],
])('a union elects its first term %s', (_, of, heldOn, expected) => {
  expect(refused(() => requirePreparing(of, heldOn))).toEqual(expected);
});

test('a dissolved union elects nobody from that day on', () => {
  const ended = { ...established, dissolvedOn: '2026-01-01' };
  expect(refused(() => requireNotDissolved(ended, '2025-12-31'))).toEqual([]);
  expect(refused(() => requireNotDissolved(ended, '2026-01-01'))).toEqual(['UNION_DISSOLVED']);
  const next = { heldOn: '2026-01-01', termNo: 2 };
  expect(refused(() => nextTerm(ended, null, next))).toEqual(['UNION_DISSOLVED']);
});

const second = { termNo: 2, heldOn: '2022-01-01' };
test.each<[string, typeof second | null, { heldOn: string; termNo: number | null }, number | string[]]>([
  ['the last one’s plus 1', second, { heldOn: '2026-01-01', termNo: null }, 3],
  ['which may be said', second, { heldOn: '2026-01-01', termNo: 3 }, 3],
  ['and nothing else', second, { heldOn: '2026-01-01', termNo: 4 }, ['ELECTION_TERM_NO termNo']],
  ['never before the last one', second, { heldOn: '2021-12-31', termNo: null }, ['DATE_ORDER heldOn']],
  ['to be said where none is known', null, { heldOn: '2026-01-01', termNo: null }, ['FIELD_REQUIRED termNo']],
  ['any there', null, { heldOn: '2026-01-01', termNo: 7 }, 7],
  ['but a number', null, { heldOn: '2026-01-01', termNo: 0 }, ['NUMBER_OUT_OF_RANGE termNo']],
  ['within the union’s life', null, { heldOn: '2020-05-31', termNo: 2 }, ['UNION_NOT_ESTABLISHED heldOn']],
  ['the first before its founding', null, { heldOn: '2020-05-31', termNo: 1 }, 1],
  ['while it prepared', null, { heldOn: '2019-12-31', termNo: 1 }, ['DATE_ORDER heldOn']],
])('a term’s number: %s', (_, former, next, expected) => {
  if (typeof expected === 'number') expect(nextTerm(established, former, next)).toBe(expected);
  else expect(refused(() => nextTerm(established, former, next))).toEqual(expected);
});

test('a union in preparation has no next term', () => {
  const next = { heldOn: '2026-01-01', termNo: 2 };
  expect(refused(() => nextTerm(union, null, next))).toEqual(['UNION_NOT_ESTABLISHED heldOn']);
});

test('only what waits is corrected or approved', () => {
  const waiting = { termNo: 1, approvedOn: null, replaced: false };
  expect(refused(() => requireWaiting(waiting, 'x'))).toEqual([]);
  expect(refused(() => requireWaiting({ ...waiting, replaced: true }, 'x'))).toEqual(['ELECTION_REPLACED x']);
  expect(refused(() => requireWaiting({ ...waiting, approvedOn: '2026-01-01' }, 'x'))).toEqual([
    'ELECTION_APPROVED x',
  ]);
});

test('days in order, and numbers within their range', () => {
  const day = (field: string, at: string | null) => ({ field, day: at });
  expect(refused(() => requireAfter(day('on', '2026-01-01'), day('from', '2026-01-01')))).toEqual([]);
  expect(refused(() => requireAfter(day('on', '2026-01-01'), day('from', null)))).toEqual([]);
  expect(refused(() => requireAfter(day('on', '2025-12-31'), day('from', '2026-01-01')))).toEqual([
    'DATE_ORDER on',
  ]);
  expect([requireWithin('x', 1, 1, 3), requireWithin('x', 3, 1, 3)]).toEqual([1, 3]);
  for (const wrong of [0, 4]) expect(refused(() => requireWithin('x', wrong, 1, 3))).toHaveLength(1);
});

test('terms are told as of today for this year, and as of the end of any other', () => {
  expect(dayOfTerms(2026, '2026-11-23')).toBe('2026-11-23');
  expect(dayOfTerms(2025, '2026-11-23')).toBe('2025-12-31');
  expect(dayOfTerms(2027, '2026-11-23')).toBe('2027-12-31');
});
