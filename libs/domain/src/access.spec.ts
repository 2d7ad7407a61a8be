import { describe, expect, test } from '@jest/globals';
import { type Action, actions, may, relationTo, type Role } from './access.js';

const roles: Role[] = ['FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN'];

// The whole table, written out a second time: who widens a right must write it here too.
const S = 'SELF';
const B = 'CHILD DESCENDANT';
const T = `${S} ${B}`;
const allowed: Record<Action, Record<Role, string>> = {
  //                     FILER   REVIEWER       STATISTICIAN     LEADER     UNION_ADMIN
  READ_FIGURES: { FILER: S, REVIEWER: T, STATISTICIAN: T, LEADER: T, UNION_ADMIN: T },
  READ_CONTACTS: { FILER: S, REVIEWER: T, STATISTICIAN: T, LEADER: '', UNION_ADMIN: T },
  FILE: { FILER: S, REVIEWER: '', STATISTICIAN: '', LEADER: '', UNION_ADMIN: '' },
  ACCEPT: { FILER: '', REVIEWER: T, STATISTICIAN: '', LEADER: '', UNION_ADMIN: '' },
  RETURN: { FILER: '', REVIEWER: T, STATISTICIAN: '', LEADER: '', UNION_ADMIN: '' },
  SIGN: { FILER: '', REVIEWER: S, STATISTICIAN: '', LEADER: '', UNION_ADMIN: '' },
  RETURN_SIGNATURE: { FILER: '', REVIEWER: B, STATISTICIAN: '', LEADER: '', UNION_ADMIN: '' },
  ACKNOWLEDGE_BREACH: { FILER: '', REVIEWER: B, STATISTICIAN: '', LEADER: '', UNION_ADMIN: '' },
  COMMENT: { FILER: S, REVIEWER: T, STATISTICIAN: T, LEADER: '', UNION_ADMIN: '' },
  MAINTAIN_REGISTERS: { FILER: '', REVIEWER: '', STATISTICIAN: T, LEADER: '', UNION_ADMIN: T },
  REORGANISE: { FILER: '', REVIEWER: '', STATISTICIAN: B, LEADER: '', UNION_ADMIN: B },
  AWARD_HOMES: { FILER: '', REVIEWER: B, STATISTICIAN: T, LEADER: '', UNION_ADMIN: '' },
  APPROVE_ELECTION: { FILER: '', REVIEWER: B, STATISTICIAN: B, LEADER: '', UNION_ADMIN: B },
  GRANT_EXTENSION: { FILER: '', REVIEWER: B, STATISTICIAN: B, LEADER: '', UNION_ADMIN: '' },
  APPOINT: { FILER: '', REVIEWER: '', STATISTICIAN: '', LEADER: '', UNION_ADMIN: T },
  ENTRUST: { FILER: '', REVIEWER: '', STATISTICIAN: '', LEADER: '', UNION_ADMIN: T },
  READ_ENTRUSTMENTS: { FILER: S, REVIEWER: S, STATISTICIAN: S, LEADER: S, UNION_ADMIN: T },
  MANAGE_PERIODS: { FILER: '', REVIEWER: '', STATISTICIAN: S, LEADER: '', UNION_ADMIN: '' },
  DEFINE_FORMS: { FILER: '', REVIEWER: '', STATISTICIAN: S, LEADER: '', UNION_ADMIN: '' },
  REMIND: { FILER: '', REVIEWER: T, STATISTICIAN: T, LEADER: '', UNION_ADMIN: T },
  SCHEDULE_REMINDERS: { FILER: '', REVIEWER: '', STATISTICIAN: S, LEADER: '', UNION_ADMIN: '' },
  VERIFY_TOTALS: { FILER: '', REVIEWER: '', STATISTICIAN: S, LEADER: '', UNION_ADMIN: '' },
  READ_USAGE: { FILER: '', REVIEWER: '', STATISTICIAN: S, LEADER: '', UNION_ADMIN: S },
  READ_AUDIT: { FILER: '', REVIEWER: '', STATISTICIAN: T, LEADER: '', UNION_ADMIN: T },
};

/** What whoever is entrusted with a union's filing (代报) may do, written out a second time as well: nothing but this. */
const entrusted: Partial<Record<Action, string>> = { READ_FIGURES: S, READ_CONTACTS: S, FILE: S, COMMENT: S };

/** root → district → bureau → grassroots; a cousin below another district. Each with its superiors, nearest first. */
const superiors: Record<string, string[]> = {
  root: [],
  district: ['root'],
  bureau: ['district', 'root'],
  grassroots: ['bureau', 'district', 'root'],
  sibling: ['bureau', 'district', 'root'],
  cousin: ['otherBureau', 'root'],
};

test('relations follow the superiors: nearest is the parent, a sibling, cousin or superior stands outside', () => {
  const seen = (from: string, to: string) => relationTo(from, to, superiors[to]!);
  expect(seen('bureau', 'bureau')).toBe('SELF');
  expect(seen('bureau', 'grassroots')).toBe('CHILD');
  expect(seen('district', 'grassroots')).toBe('DESCENDANT');
  expect(seen('root', 'grassroots')).toBe('DESCENDANT');
  expect(seen('grassroots', 'sibling')).toBe('OUTSIDE');
  expect(seen('bureau', 'cousin')).toBe('OUTSIDE');
  expect(seen('grassroots', 'bureau')).toBe('OUTSIDE');
});

test('the literal table names every action', () => {
  expect(Object.keys(allowed).toSorted()).toEqual([...actions].toSorted());
});

const pairs = Object.keys(superiors).flatMap((at) => Object.keys(superiors).map((to) => [at, to] as const));

describe.each(actions)('%s', (action) => {
  test.each([...roles, 'ENTRUSTED_FILER' as const])('by a %s anywhere on any union', (role) => {
    const rights = role === 'ENTRUSTED_FILER' ? (entrusted[action] ?? '') : allowed[action][role];
    for (const [at, to] of pairs) {
      const relation = relationTo(at, to, superiors[to]!);
      const expected = relation !== 'OUTSIDE' && rights.split(' ').includes(relation);
      expect([at, to, may(action, [{ role, unionId: at }], to, superiors[to]!)]).toEqual([at, to, expected]);
    }
  });
});

test('appointments add up, and none allows nothing', () => {
  const both = [
    { role: 'FILER' as const, unionId: 'grassroots' },
    { role: 'REVIEWER' as const, unionId: 'bureau' },
  ];
  expect(may('FILE', both, 'grassroots', superiors['grassroots']!)).toBe(true);
  expect(may('ACCEPT', both, 'grassroots', superiors['grassroots']!)).toBe(true);
  // Each appointment with its own role only: a filer here is no reviewer here.
  expect(may('FILE', both, 'bureau', superiors['bureau']!)).toBe(false);
  expect(actions.some((action) => may(action, [], 'root', []))).toBe(false);
});
