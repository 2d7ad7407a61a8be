import { expect, test } from '@jest/globals';
import { faultOf } from './fault.js';

const secret = '张三 13812345678';

test('of an error of PostgreSQL only what names the place of the fault is told', () => {
  class DatabaseError extends Error {}
  const detail = `Key (login)=(${secret}) already exists.`;
  const database = Object.assign(new DatabaseError(`invalid input syntax: "${secret}"`), {
    ...{ code: '23505', constraint: 'person_login_key', table: 'person', detail, where: secret },
  });
  const told = faultOf(Object.assign(new Error('x', { cause: database }), { parameters: [secret] }));
  expect(told).toContain('caused by DatabaseError code=23505 constraint=person_login_key table=person\n');
  expect(told).not.toContain('张三');
});

test('the message is told of what our own code throws, not of what the engine or a library says', () => {
  expect(faultOf(new Error('one row expected'))).toMatch(/^Error: one row expected\n +at /);
  let syntax: unknown;
  try {
    JSON.parse(`{ ${secret} }`);
  } catch (error) {
    syntax = error;
  }
  expect(faultOf(syntax)).toMatch(/^SyntaxError\n +at /);
  const theirs = new Error(secret);
  theirs.stack = `Error: ${secret}\n    at run (/x/node_modules/pg/client.js:1:1)`;
  expect(faultOf(theirs)).toBe('Error\n    at run (/x/node_modules/pg/client.js:1:1)');
});

test('a message of several lines does not pass for the stack, nor does a thrown value for an error', () => {
  const lines = new TypeError(`one\n    at ${secret}`);
  expect(faultOf(lines)).not.toContain('张三');
  const bare = new TypeError(secret);
  delete bare.stack;
  expect([faultOf(bare), faultOf(secret)]).toEqual(['TypeError', 'what was thrown is no error but a string']);
});

test('a code or a name that is a sentence is not told', () => {
  expect(faultOf(Object.assign(new TypeError('x'), { code: secret, table: 'a b' }))).toMatch(/^TypeError\n/);
});
