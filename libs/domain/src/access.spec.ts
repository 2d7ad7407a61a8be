import { describe, expect, test } from '@jest/globals';
import { type Action, actions, appointing, exclude, may, relationTo, type Role, roles } from './access.js';

// The whole table, written out a second time: who widens a right must write it here too.
const S = 'SELF';
const B = 'CHILD DESCENDANT';
const T = `${S} ${B}`;
// A role that is not named in a row may not.
const allowed: Record<Action, Partial<Record<Role, string>>> = {
  READ_FIGURES: { FILER: S, REVIEWER: T, STATISTICIAN: T, LEADER: T, UNION_ADMIN: T },
  READ_CONTACTS: { FILER: S, REVIEWER: T, STATISTICIAN: T, UNION_ADMIN: T },
  FILE: { FILER: S },
  READ_RECORDS: { FILER: S, REVIEWER: S, STATISTICIAN: S, LEADER: S, UNION_ADMIN: S },
  ACCEPT: { REVIEWER: T },
  RETURN: { REVIEWER: T },
  SIGN: { REVIEWER: S },
  RETURN_SIGNATURE: { REVIEWER: B },
  ACKNOWLEDGE_BREACH: { REVIEWER: B },
  COMMENT: { FILER: S, REVIEWER: T, STATISTICIAN: T },
  MAINTAIN_REGISTERS: { STATISTICIAN: T, UNION_ADMIN: T },
  REORGANISE: { STATISTICIAN: B, UNION_ADMIN: B },
  ISSUE_TARGETS: { REVIEWER: S, STATISTICIAN: S },
  APPRAISE: { REVIEWER: S, STATISTICIAN: S },
  CLAIM_APPRAISAL: { FILER: S, REVIEWER: S, STATISTICIAN: S, UNION_ADMIN: S },
  ISSUE_NOTICES: { REVIEWER: S, STATISTICIAN: S, UNION_ADMIN: S },
  READ_NOTICES: { FILER: S, REVIEWER: T, STATISTICIAN: T, LEADER: T, UNION_ADMIN: T },
  ANSWER_NOTICES: { FILER: S, REVIEWER: S, STATISTICIAN: S, UNION_ADMIN: S },
  SET_HOME_STANDARD: { STATISTICIAN: S },
  PLAN_HOMES: { REVIEWER: B, STATISTICIAN: B },
  INSPECT_HOMES: { REVIEWER: B },
  AWARD_HOMES: { REVIEWER: B, STATISTICIAN: T },
  APPROVE_ELECTION: { REVIEWER: B, STATISTICIAN: B, UNION_ADMIN: B },
  GRANT_EXTENSION: { REVIEWER: B, STATISTICIAN: B },
  APPOINT: { UNION_ADMIN: T, SECURITY_ADMIN: T },
  APPOINT_ADMINISTRATOR: { SECURITY_ADMIN: T },
  APPOINT_OPERATOR: { PLATFORM_OPERATOR: T },
  ENTRUST: { UNION_ADMIN: T },
  READ_ENTRUSTMENTS: { FILER: S, REVIEWER: S, STATISTICIAN: S, LEADER: S, UNION_ADMIN: T },
  MANAGE_PERIODS: { STATISTICIAN: S },
  IMPORT_HISTORY: { STATISTICIAN: S },
  DEFINE_FORMS: { STATISTICIAN: S },
  SET_PARAMETERS: { STATISTICIAN: S, SYSTEM_ADMIN: S },
  SET_CALENDAR: { STATISTICIAN: S, SYSTEM_ADMIN: S },
  SET_IDENTITY_PROVIDER: { SECURITY_ADMIN: S },
  REMIND: { REVIEWER: T, STATISTICIAN: T, UNION_ADMIN: T },
  SCHEDULE_REMINDERS: { STATISTICIAN: S, SYSTEM_ADMIN: S },
  READ_CHECKS: { STATISTICIAN: S, SYSTEM_ADMIN: S },
  VERIFY_TOTALS: { STATISTICIAN: S },
  READ_USAGE: { STATISTICIAN: S, UNION_ADMIN: S, SYSTEM_ADMIN: S },
  READ_AUDIT: { UNION_ADMIN: T, AUDIT_ADMIN: T },
  READ_TENANT_AUDIT: { AUDIT_ADMIN: S },
  MANAGE_TENANTS: { PLATFORM_OPERATOR: S },
};

/** What whoever is entrusted with a union's filing (代报) may do, written out a second time as well: nothing but this. */
const entrusted: Partial<Record<Action, string>> = {
  ...{ READ_FIGURES: S, READ_CONTACTS: S, FILE: S, COMMENT: S },
  ...{ READ_NOTICES: S, ANSWER_NOTICES: S, CLAIM_APPRAISAL: S, READ_RECORDS: S },
};

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
    const rights = role === 'ENTRUSTED_FILER' ? entrusted[action] : allowed[action][role];
    for (const [at, to] of pairs) {
      const relation = relationTo(at, to, superiors[to]!);
      const expected = relation !== 'OUTSIDE' && (rights ?? '').split(' ').includes(relation);
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

test('who is separate holds nothing else; other roles go together', () => {
  const separate = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'PLATFORM_OPERATOR'];
  for (const one of roles) {
    for (const other of roles) {
      const apart = one !== other && (separate.includes(one) || separate.includes(other));
      expect([one, other, exclude(one, other)]).toEqual([one, other, apart]);
    }
  }
});

test('none of the separate roles sees, files, decides or changes anything of a union', () => {
  const figures: Action[] = [
    ...(['READ_FIGURES', 'FILE', 'ACCEPT', 'RETURN', 'SIGN', 'RETURN_SIGNATURE', 'COMMENT'] as const),
    ...(['ACKNOWLEDGE_BREACH', 'MAINTAIN_REGISTERS', 'REORGANISE', 'VERIFY_TOTALS', 'REMIND'] as const),
  ];
  for (const role of ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'PLATFORM_OPERATOR'] as const)
    for (const action of figures)
      for (const to of Object.keys(superiors))
        expect([role, action, may(action, [{ role, unionId: 'root' }], to, superiors[to]!)]).toEqual([
          role,
          action,
          false,
        ]);
});

test('each role has one action that appoints to it', () => {
  const actionsOf = Object.fromEntries(roles.map((role) => [role, appointing(role)]));
  expect(actionsOf).toEqual({
    ...{ FILER: 'APPOINT', REVIEWER: 'APPOINT', STATISTICIAN: 'APPOINT', LEADER: 'APPOINT' },
    ...{ UNION_ADMIN: 'APPOINT', PLATFORM_OPERATOR: 'APPOINT_OPERATOR' },
    ...{ SYSTEM_ADMIN: 'APPOINT_ADMINISTRATOR', SECURITY_ADMIN: 'APPOINT_ADMINISTRATOR' },
    AUDIT_ADMIN: 'APPOINT_ADMINISTRATOR',
  });
});
