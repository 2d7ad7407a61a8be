import { expect } from '@jest/globals';
import { ask } from './browser.js';

/** Does something by the api; fails where anything is wrong with it. `type`: of its input, where that is not named after it. */
export async function act(
  login: string,
  name: string,
  input: object,
  type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`,
): Promise<void> {
  const answer = await ask<Record<string, { userErrors: unknown[] }>>(
    login,
    `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { message } } }`,
    { input },
  );
  expect(answer[name]?.userErrors).toEqual([]);
}
