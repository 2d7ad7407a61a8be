import { expect } from '@jest/globals';
import { ask } from './browser.js';

/** Does something by the api, `answered` saying what of its answer is read; fails where anything is wrong with it. */
export async function act<Answer>(
  login: string,
  name: string,
  input: object,
  answered = '',
): Promise<Answer> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const answer = await ask<Record<string, Answer & { userErrors: { message: string }[] }>>(
    login,
    `mutation ($input: ${type}) { ${name}(input: $input) { ${answered} userErrors { message } } }`,
    { input },
  );
  const done = answer[name]!;
  expect(done.userErrors).toEqual([]);
  return done;
}
