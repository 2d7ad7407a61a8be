import { problemCodes } from '@huiji/domain/problem';
import { expect } from '@jest/globals';
import type { Client } from './client.js';
import type { Huiji } from './huiji.js';
import { type Told, toldIn } from './town.js';

// No answer may hand out how the server is built.
const leaks =
  /\bat \S+:\d+:\d+|node_modules|\.[jt]s\b|\/work\/|SELECT |INSERT |UPDATE |QueryFailed|relation "|violates|constraint|pg_|postgres/;

export interface Reply {
  status: number;
  text: string;
  told: Told[];
}

/** Sends anything at all; whatever comes back must be one of ours, in both languages, and give nothing away. */
export async function probe(
  huiji: Huiji,
  client: Pick<Client, 'headers'>,
  body: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(huiji.apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...client.headers, ...headers },
    body,
  });
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  expect(text).not.toMatch(leaks);
  const told = toldIn(JSON.parse(text) as object);
  for (const { code, message, messageZh, messageEn } of told as Array<Partial<Told>>) {
    // What a scrambled request did not ask of a problem is not there; the schema sees to the rest.
    if (code !== undefined) expect(problemCodes).toContain(code);
    expect(code).not.toBe('INTERNAL');
    if (messageZh !== undefined) expect(messageZh).toMatch(/[\u4e00-\u9fff]/);
    if (messageEn !== undefined) expect(messageEn).toMatch(/[a-z]{3}/);
    expect(`${messageZh}${messageEn}`).not.toMatch(/\{\w+\}/);
    const chosen = headers['accept-language'] === 'en' ? messageEn : messageZh;
    if (message !== undefined && chosen !== undefined) expect(message).toBe(chosen);
  }
  return { status: response.status, text, told };
}

/** What of an answer does not depend on which request it answers. */
export const apartFromId = (text: string): unknown =>
  JSON.parse(text.replace(/"requestId":"[^"]+"/g, '"requestId":""'));

/** Three times: the first request of a document is executed, the second compiled, the third runs what was compiled. */
export async function thrice(send: () => Promise<Reply>): Promise<Reply> {
  const first = await send();
  for (let time = 0; time < 2; time += 1)
    expect(apartFromId((await send()).text)).toEqual(apartFromId(first.text));
  return first;
}

export const codes = (told: readonly Told[]): string[] => told.map((one) => one.code);

/** Whether what an argument names is said not to exist; the last name of the argument's path is the field of a problem. */
export const saysUnknown = (told: readonly Told[], path: string): boolean =>
  told.some(
    ({ code, field }) => code === 'NOT_FOUND' && (field === null || field === path.split('.').at(-1)),
  );
