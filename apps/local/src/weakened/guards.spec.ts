import { expect, test } from '@jest/globals';
import { apply, weakenedConditions, weakenedGuards } from './guards.js';

const source = `import { may, requireMay } from './visible.js';
async function sign(tx, ask) {
  const { union } = await requireMay(tx, ask.actor, 'SIGN', ask.id);
  return read(ask, requireMay) && may('READ', [], union.id, []);
}
const object = { may: 1 };
`;

test('each use of a guard is weakened by itself; imports and properties are none', () => {
  const found = weakenedGuards(source);
  expect(found.map(({ name }) => name)).toEqual([
    'requireMay SIGN line 3',
    'requireMay line 4',
    'may READ line 4',
  ]);
  const [first, , last] = found.map((one) => apply(source, one));
  expect(first).toContain("await everyRole(requireMay)(tx, ask.actor, 'SIGN', ask.id)");
  expect(first).toContain('read(ask, requireMay)');
  expect(last).toContain("(() => true)('READ', [], union.id, [])");
});

test('a union is found by whoever was found at the root without a guard that could be missed', () => {
  const after = (first: string): string => `async function close(tx, ask) {
    await ${first}(tx, ask.actor, 'MANAGE_PERIODS');
    return visibleUnion(tx, ask.actor, ask.id);
  }
  const other = (tx, ask) => visibleUnion(tx, ask.actor, ask.id);`;
  const names = (source: string) => weakenedGuards(source).map(({ name }) => name);
  expect(names(after('requireAtRoot'))).toEqual([
    'requireAtRoot MANAGE_PERIODS line 2',
    'visibleUnion line 5',
  ]);
  expect(names(after('requireSomething'))).toEqual(['visibleUnion line 3', 'visibleUnion line 5']);
});

test('a condition of SQL that keeps rows to a person or to what still holds is made to hold for all', () => {
  const sql = 'const sql = `SELECT id FROM session s WHERE s.person_id = $2 AND revoked_at IS NULL`;';
  expect(weakenedConditions(sql).map((one) => apply(sql, one))).toEqual([
    sql.replace('s.person_id = $2', '(s.person_id = $2 OR true)'),
    sql.replace('revoked_at IS NULL', '(revoked_at IS NULL OR true)'),
  ]);
});
