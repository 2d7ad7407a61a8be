import { expect, test } from '@jest/globals';
import {
  bareName,
  largestAttachment,
  megabyte,
  nameAs,
  quotaProblem,
  requireAttachable,
  requireMediaType,
  requireRemovable,
  uploadProblems,
} from './attachment.js';
import { Refusal } from './problem.js';
import type { SubmissionState } from './submission.js';

const states: SubmissionState[] = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'];
/** The code of what it refuses; null where it refuses nothing. */
function refused(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problems[0].code;
    throw error;
  }
}

test('a name is kept without folders and without what cannot be seen', () => {
  const names: Array<[string, string]> = [
    ['C:\\扫描\\名册.pdf', '名册.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['a\u202egnp.pdf\r\n', 'agnp.pdf'],
    [' 职工 名册.pdf ', '职工 名册.pdf'],
    ['/', ''],
  ];
  for (const [sent, kept] of names) expect([sent, bareName(sent)]).toEqual([sent, kept]);
});

test('a file is announced with an ending that may be attached, and at most 20 MB', () => {
  const codes = (fileName: string, size: number) =>
    uploadProblems({ fileName, size }).map(({ code }) => code);
  for (const ending of 'jpg JPEG png webp heic heif pdf docx xlsx'.split(' '))
    expect([ending, codes(`a.${ending}`, 1)]).toEqual([ending, []]);
  for (const name of [
    'a',
    'a.',
    'a.html',
    'a.svg',
    'a.exe',
    'a.doc',
    'a.pdf.js',
    'constructor',
    'a.__proto__',
  ])
    expect([name, codes(name, 1)]).toEqual([name, ['ATTACHMENT_TYPE']]);
  expect(codes('a.pdf', largestAttachment)).toEqual([]);
  expect(codes('a.pdf', largestAttachment + 1)).toEqual(['ATTACHMENT_TOO_LARGE']);
  expect(codes('a.exe', 0)).toEqual(['NUMBER_OUT_OF_RANGE', 'ATTACHMENT_TYPE']);
});

test('what a file is its bytes say: its name gets that ending', () => {
  for (const type of [undefined, '', 'text/html', 'image/svg+xml', 'application/zip', 'constructor'])
    expect([type, refused(() => requireMediaType(type))]).toEqual([type, 'ATTACHMENT_TYPE']);
  expect(requireMediaType('image/heic')).toBe('image/heic');
  const names: Array<[string, string, string]> = [
    ['a.JPEG', 'image/jpeg', 'a.JPEG'],
    ['a.jpg', 'image/heic', 'a.jpg.heic'],
    ['a.hta', 'application/pdf', 'a.hta.pdf'],
    ['a.heic', 'image/heif', 'a.heic'],
  ];
  for (const [name, type, named] of names) expect(nameAs(name, type)).toBe(named);
});

test('filers attach while a return is theirs to change, whoever is above always', () => {
  for (const state of states) {
    const theirs = state === 'DRAFT' || state === 'RETURNED';
    expect([state, refused(() => requireAttachable(state, false))]).toEqual([
      state,
      theirs ? null : 'WRONG_STATE',
    ]);
    expect([state, refused(() => requireAttachable(state, true))]).toEqual([state, null]);
    expect([state, refused(() => requireRemovable(state, false))]).toEqual([
      state,
      theirs ? null : 'WRONG_STATE',
    ]);
    expect([state, refused(() => requireRemovable(state, true))]).toEqual([
      state,
      theirs ? 'ATTACHMENT_KEPT' : 'WRONG_STATE',
    ]);
  }
});

test('a quota is full to the byte, with what is set aside', () => {
  const quota = { used: 3 * megabyte, reserved: 2 * megabyte, quota: 6 * megabyte };
  expect(quotaProblem(quota, megabyte)).toBeNull();
  expect(quotaProblem(quota, megabyte + 1)).toMatchObject({
    code: 'ATTACHMENT_QUOTA',
    details: { left: '1.0', quota: '6.0' },
  });
  // Made smaller than what is there.
  expect(quotaProblem({ ...quota, quota: 0 }, 1)?.details).toEqual({ left: '0.0', quota: '0.0' });
});
