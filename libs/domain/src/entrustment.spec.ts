import { describe, expect, test } from '@jest/globals';
import type { Appointment, Role } from './access.js';
import { entrustingProblems, entrustmentFor, requireTerm, statusOf } from './entrustment.js';
import { Refusal } from './problem.js';

const today = '2026-11-26';

describe('the term', () => {
  const refused = (from: string, untilOn: string): string | null => {
    try {
      requireTerm({ from, untilOn }, today);
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.problems[0].code : String(error);
    }
  };
  test.each([
    ['2026-11-26', '2026-11-26', null],
    ['2022-01-01', '2026-11-26', null],
    ['2027-01-01', '2031-12-31', null],
    ['2026-11-27', '2026-11-26', 'DATE_ORDER'],
    ['2026-01-01', '2026-11-25', 'ENTRUSTMENT_OVER'],
    ['2026-11-26', '2031-12-31', 'DAY_TOO_FAR'],
    ['2026-13-01', '2026-12-31', 'DATE_INVALID'],
    ['2026-11-26', 'soon', 'DATE_INVALID'],
  ])('%s to %s: %s', (from, untilOn, code) => expect(refused(from, untilOn)).toBe(code));
});

test('it stands by its days, both included, until it is ended', () => {
  const on = (from: string, untilOn: string, endedAt: Date | null = null) =>
    statusOf({ from, untilOn, endedAt }, today);
  expect(on('2026-11-27', '2026-12-31')).toBe('UPCOMING');
  expect(on('2026-11-26', '2026-11-26')).toBe('IN_FORCE');
  expect(on('2026-01-01', '2026-11-25')).toBe('EXPIRED');
  expect(on('2026-01-01', '2026-12-31', new Date())).toBe('ENDED');
});

describe('whom a union may entrust', () => {
  const codes = (held: Array<[Role, string]>, more: object = {}): string[] =>
    entrustingProblems({
      union: { id: 'base', name: '基层', dissolvedOn: null },
      ancestors: ['bureau', 'root'],
      recordedBy: 'ABOVE',
      appointments: held.map(([role, unionId]) => ({ role, unionId })),
      ...more,
    }).map(({ code }) => code);

  test('anybody who holds no office above it: of another union, of the body’s own filing, of the union itself', () => {
    expect(codes([])).toEqual([]);
    expect(
      codes([
        ['FILER', 'sibling'],
        ['REVIEWER', 'otherBureau'],
        ['UNION_ADMIN', 'sibling'],
      ]),
    ).toEqual([]);
    expect(codes([['FILER', 'bureau']])).toEqual([]);
    expect(codes([['LEADER', 'base']])).toEqual([]);
  });

  test.each(['REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN'] as const)(
    'a %s above it by the union itself alone',
    (role) => {
      for (const above of ['bureau', 'root']) {
        expect(codes([[role, above]])).toEqual(['ENTRUSTED_FROM_ABOVE']);
        expect(codes([[role, above]], { recordedBy: 'ITSELF' })).toEqual([]);
      }
    },
  );

  test('no filer of its own, and nobody once it is dissolved', () => {
    expect(codes([['FILER', 'base']], { recordedBy: 'ITSELF' })).toEqual(['ENTRUSTED_FILES_HERE']);
    const union = { id: 'base', name: '基层', dissolvedOn: '2026-10-01' };
    expect(codes([['FILER', 'base']], { union })).toEqual(['UNION_DISSOLVED', 'ENTRUSTED_FILES_HERE']);
  });
});

test('a union’s own filer files under no entrustment; each union has its own', () => {
  const entrusted: Appointment = { role: 'ENTRUSTED_FILER', unionId: 'base', entrustmentId: 'e' };
  expect(entrustmentFor([entrusted], 'base')).toBe('e');
  expect(entrustmentFor([entrusted], 'other')).toBeNull();
  expect(entrustmentFor([entrusted, { role: 'FILER', unionId: 'other' }], 'base')).toBe('e');
  expect(entrustmentFor([entrusted, { role: 'FILER', unionId: 'base' }], 'base')).toBeNull();
});
