import { describe, expect, it } from '@jest/globals';
import { askedOf, type HomeFile, inputOf, reaches, standingOf, targetOf, writtenOf } from './assessment.js';

const grade = (rank: number, pass: string) => ({
  ...{ grade: rank, zh: `第${rank}级`, en: `Grade ${rank}`, pass, satisfiedPercent: '60' },
});
const standard: HomeFile['standard'] = {
  grades: [grade(1, '60.00'), grade(2, '75.00')],
  criteria: [
    { code: 'organisation', text: '组织健全', points: ['50.00', '40.00'] },
    { code: 'service', text: '服务职工', points: ['50.00', '39.50'] },
    { code: 'building', text: '阵地建设', points: [null, '20.50'] },
  ],
};
const file: HomeFile = {
  ...{
    year: 2026,
    track: 'LOCAL',
    standard,
    plans: [],
    assessment: null,
    inspection: null,
    evaluation: null,
  },
  ...{ inspectionOutdated: false, wouldFlag: [], held: null, flags: [], due: [], awards: [] },
};
const scored = (points: Record<string, string>) => ({
  ...writtenOf({ ...file, plans: [{ year: 2026, grade: 2 }] }),
  scores: Object.fromEntries(
    Object.entries(points).map(([code, typed]) => [code, { points: typed, evidence: '' }]),
  ),
});

describe('自评 as it is typed', () => {
  it('is for the grade that is assessed, before the planned one, before the lowest', () => {
    const plans = [
      { year: 2025, grade: 1 },
      { year: 2026, grade: 2 },
    ];
    const assessment = {
      ...{ revision: 4, grade: 1, scores: [], total: null, outOf: '100.00', complete: false, passed: null },
      ...{ note: null, byName: '白兰', at: '2026-09-01T00:00:00Z' },
    };
    expect(targetOf(file)).toBe(1);
    expect(targetOf({ ...file, plans })).toBe(2);
    expect(targetOf({ ...file, plans, assessment })).toBe(1);
    expect(writtenOf({ ...file, assessment })).toEqual({ seen: 4, grade: 1, note: '', scores: {} });
  });

  it('is asked for what the grade asks for, with the most of that grade', () => {
    expect(askedOf(standard, 1).map(({ code, most }) => [code, most])).toEqual([
      ['organisation', '50'],
      ['service', '50'],
    ]);
    expect(askedOf(standard, 2).map(({ most }) => most)).toEqual(['40', '39.5', '20.5']);
  });

  it('adds up exactly what can be read, and tells a blank from 0 and from what is wrong', () => {
    const stands = (points: Record<string, string>) => {
      const { unscored, wrong, ...sums } = standingOf(scored(points), askedOf(standard, 2));
      const codes = (of: typeof wrong) => of.map(({ code }) => code);
      return { ...sums, unscored: codes(unscored), wrong: codes(wrong) };
    };
    expect(stands({ organisation: '0.1', service: '0.2', building: ' ' })).toEqual({
      ...{ total: '0.3', outOf: '100', unscored: ['building'], wrong: [] },
    });
    expect(stands({ organisation: '40.01', service: '十', building: '0' })).toEqual({
      ...{ total: '0', outOf: '100', unscored: [], wrong: ['organisation', 'service'] },
    });
  });

  it('is sent as it is typed, without what is blank and what another grade asks for', () => {
    const typed = scored({ organisation: ' 40 ', building: '20', democracy: ' ' });
    const written = { ...typed, seen: 3, grade: 1, note: ' 初评 ' };
    const service = { points: ' ', evidence: ' 名册 ' };
    expect(inputOf(written, askedOf(standard, 1))).toEqual({
      ...{ grade: 1, note: '初评', expectedRevision: 3 },
      scores: [{ criterion: 'organisation', points: '40', evidence: null }],
    });
    // What shows it may be known before the points are.
    expect(inputOf({ ...written, scores: { service } }, askedOf(standard, 1)).scores).toEqual([
      { criterion: 'service', points: null, evidence: '名册' },
    ]);
  });

  it('has as many points as a grade needs, or fewer', () => {
    expect([reaches('75', '75.00'), reaches('74.99', '75.00')]).toEqual([true, false]);
  });
});
