// eslint-disable-next-line no-restricted-imports -- a spec, which compares the rules with the page that states them
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { messageOf, problem, problemCodes, Refusal, refuse, refuseAny } from './problem.js';

const page = readFileSync(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((part) => part.trim()));

/** The sentence with nothing filled in. */
const raw = (code: (typeof problemCodes)[number], language: 'zh' | 'en') =>
  messageOf({ code, details: {} }, language);
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();

test('docs/problems.md lists exactly the codes, in the catalogue’s order', () => {
  expect(rows.map((row) => row[1])).toEqual(problemCodes.map((code) => `\`${code}\``));
});

test('no code stands in two files, where the later one would hide the other', () => {
  const folder = new URL('./sentences/', import.meta.url);
  const codes = readdirSync(folder).flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^ {2}([A-Z_]+): \{/gm)].map(
      (match) => match[1],
    ),
  );
  expect(codes.toSorted()).toEqual([...problemCodes].toSorted());
});

describe.each(problemCodes)('%s', (code) => {
  test('has the page’s meaning and sentences', () => {
    const row = rows.find((one) => one[1] === `\`${code}\``);
    expect(row?.[2]).toMatch(/[a-z]{3}/);
    expect([row?.[3], row?.[4]]).toEqual([raw(code, 'zh'), raw(code, 'en')]);
  });

  // A check’s own two sentences are its details, and so are the doubts about a return; every other sentence speaks of the same
  // things in both languages.
  test('fills in the same in both languages', () => {
    if (code === 'CHECK_FAILED' || code === 'SUBMISSION_NOT_CLEAN') return;
    expect(placeholders(raw(code, 'en'))).toEqual(placeholders(raw(code, 'zh')));
  });
});

test('details fill the sentence once, as they are', () => {
  const found = problem('NOT_A_NUMBER', { cell: '{value}', value: '$&' }, { cell: 'mem_member_cnt' });
  expect(messageOf(found, 'en')).toMatch(/^“\$&” in \{value\} is not a number\./);
  expect(found).toMatchObject({ severity: 'ERROR', cell: 'mem_member_cnt' });
});

test('a refusal carries every problem', () => {
  expect(() => refuse('FORM_EMPTY')).toThrow(Refusal);
  expect(() => refuseAny([])).not.toThrow();
  const two = [problem('FORM_EMPTY'), problem('SUBMISSION_EMPTY')];
  expect(() => refuseAny(two)).toThrow(/FORM_EMPTY.*\n.*SUBMISSION_EMPTY/);
});
