import { describe, expect, it } from '@jest/globals';
import {
  type Appeal,
  type Appraisal,
  appealing,
  type Claim,
  inputOf,
  type Item,
  missingIn,
  type Result,
  standingOf,
  writtenOf,
} from './claim.js';

const item = (code: string, kind: Item['kind'], points: string): Item => ({ code, text: code, kind, points });
const items = [
  item('organisation', 'SCORED', '20.00'),
  item('rights', 'SCORED', '10.50'),
  item('honours', 'BONUS', '5.00'),
  item('lateness', 'DEDUCTION', '3.00'),
];
const made = { byName: '白兰', at: '2026-11-01T00:00:00.000Z' };
const typed = (points: Record<string, string>) => ({
  ...writtenOf(null),
  scores: Object.fromEntries(
    Object.entries(points).map(([code, given]) => [code, { points: given, evidence: '' }]),
  ),
});

describe('自评 as it is typed', () => {
  it('begins with what is saved, or blank', () => {
    const claim: Claim = {
      ...{ revision: 4, note: null, ...made },
      scores: [
        { item: 'organisation', points: '18.50', note: '批复 12 号' },
        { item: 'rights', points: null, note: null },
      ],
    };
    expect(writtenOf(null)).toEqual({ seen: 0, note: '', scores: {} });
    expect(writtenOf(claim)).toEqual({
      ...{ seen: 4, note: '' },
      scores: {
        organisation: { points: '18.5', evidence: '批复 12 号' },
        rights: { points: '', evidence: '' },
      },
    });
  });

  it('adds up exactly: 加分 on top, 扣分 taken away; only 评分 has to be scored, and a blank is no 0', () => {
    const stands = (points: Record<string, string>) => {
      const { unscored, wrong, ...sums } = standingOf(typed(points), items);
      const codes = (of: readonly Item[]) => of.map(({ code }) => code);
      return { ...sums, unscored: codes(unscored), wrong: codes(wrong) };
    };
    expect(stands({ organisation: '0.1', rights: '0.2', honours: '5', lateness: '1.25' })).toEqual({
      ...{ total: '4.05', outOf: '30.5', unscored: [], wrong: [] },
    });
    expect(stands({ organisation: '0', rights: ' ' })).toEqual({
      ...{ total: '0', outOf: '30.5', unscored: ['rights'], wrong: [] },
    });
    expect(stands({ organisation: '20.01', rights: '十', lateness: '3' })).toEqual({
      ...{ total: '-3', outOf: '30.5', unscored: [], wrong: ['organisation', 'rights'] },
    });
  });

  it('is sent as it is typed, without what is blank and what the scheme has no more', () => {
    const written = {
      ...{ seen: 3, note: ' 初评 ' },
      scores: {
        organisation: { points: ' 18 ', evidence: ' ' },
        rights: { points: '', evidence: ' 名册 ' },
        honours: { points: ' ', evidence: '' },
        democracy: { points: '5', evidence: '' },
      },
    };
    expect(inputOf(written, items)).toEqual({
      ...{ note: '初评', expectedRevision: 3 },
      scores: [
        { item: 'organisation', points: '18', note: null },
        { item: 'rights', points: null, note: '名册' },
      ],
    });
  });
});

const target = (cell: string, points: string | null): Result['targets'][number] => ({
  measure: { cell, zh: cell, en: cell, unit: '人' },
  ...{ weight: '10.00', value: '100', actual: points && '90', mark: 'EXACT', completion: null, points },
});
const result = (changes: Partial<Result>): Result => ({
  ...{ targets: [], scores: [], total: '0.00', outOf: '0.00', rate: null, complete: false, grade: null },
  ...{ note: null, ...made, ...changes },
});

describe('a result that is not complete', () => {
  it('lacks points of targets and of 评分, not 加分 or 扣分; 0 points are points', () => {
    const targets = [target('members', '0.00'), target('contests', null)];
    const scores = [{ item: 'rights', points: '0.00', note: null }];
    const missing = missingIn(result({ targets, scores }), items);
    expect(missing.targets.map(({ measure }) => measure.cell)).toEqual(['contests']);
    expect(missing.items.map(({ code }) => code)).toEqual(['organisation']);
  });
});

const appeal = (changes: Partial<Appeal>): Appeal => ({
  ...{ id: '1', reason: '有异议', ...made, outcome: null, answer: null },
  ...{ answeredByName: null, answeredAt: null, ...changes },
});
const appraisal = (changes: Partial<Appraisal>, appeals: Appeal[] = []): Appraisal => ({
  ...{ bodyName: '建设局工会', form: 'work-q', period: '2026', stage: 'PUBLISHED', scheme: null },
  ...{ publishedOn: '2026-11-01', appealUntil: '2026-11-08', finalOn: null, mayAppeal: false, ranked: 1 },
  own: {
    ...{ union: { id: '1', name: '一厂工会' }, claim: null, result: result({}), rank: null },
    ...{ targetsNow: [], appeals },
  },
  ...changes,
});

describe('申诉', () => {
  it('can be made as long as the server says so', () => {
    expect(appealing(appraisal({ mayAppeal: true }, [appeal({ outcome: 'REJECTED' })]))).toBe('open');
  });

  it('cannot be made while one waits, after its days, or once all is over', () => {
    expect(appealing(appraisal({}, [appeal({})]))).toBe('waiting');
    expect(appealing(appraisal({}))).toBe('over');
    expect(appealing(appraisal({}, [appeal({ outcome: 'REJECTED' })]))).toBe('over');
    expect(appealing(appraisal({ stage: 'FINAL' }, [appeal({})]))).toBe('ended');
  });

  it('was upheld, and waits for another result until there is one', () => {
    const upheld = (answeredAt: string) => [appeal({ outcome: 'UPHELD', answeredAt })];
    expect(appealing(appraisal({}, upheld('2026-11-03T00:00:00.000Z')))).toBe('again');
    expect(appealing(appraisal({}, upheld('2026-10-30T00:00:00.000Z')))).toBe('over');
  });
});
