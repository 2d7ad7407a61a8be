import { expect, test } from '@jest/globals';
import { weakenedConditions, weakenedGuards } from './guards.js';
import { marked } from './reach.js';

const source = `import { may } from './visible.js';
const ofPerson = 'person_id = $1';
const allowedTo = (union) => may('READ', union);
class Reader {
  read(rows) {
    return rows.map((row) => ({ row: may('READ', row) }));
  }
}
`;

test('a function says that it is reached when it is entered, a file when it is loaded', () => {
  const places = [...weakenedGuards(source), ...weakenedConditions(source)].map((weakening, number) => ({
    number,
    weakening,
  }));
  const text = marked(source, places);
  expect(text).toContain("const allowedTo = (union) => (reached(0), may('READ', union));");
  expect(text).toContain("rows.map((row) => (reached(1), ({ row: may('READ', row) })))");
  expect(text).toMatch(/^reached\(2\);$/m);
});
