import { configFrom } from '@huiji/api/config';
import { createServer } from '@huiji/api/server';
import { jest } from '@jest/globals';
import pg from 'pg';
import type { Client } from './client.js';
import type { Huiji } from './huiji.js';
import { settingsFor } from './launch.mjs';

/** An api in this process, on this pg, beside the one that is built: to count what requests ask of PostgreSQL. */
export interface CountingApi {
  /**
   * How many statements a person's work asks for, without those that begin and end transactions, which nobody waits for; `here` is that person
   * asking this api.
   */
  statementsOf(person: Client, work: (here: Client) => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
}

export async function countingApi({ database, redisUrl, attachments }: Huiji): Promise<CountingApi> {
  const api = await createServer(configFrom(settingsFor(database.appUrl, redisUrl, attachments)));
  await api.listen(0, '127.0.0.1');
  const url = `${await api.getUrl()}/graphql`;
  return {
    async statementsOf(person, work) {
      const queries = jest.spyOn(pg.Client.prototype, 'query');
      try {
        await work(person.at(url));
        return queries.mock.calls.filter(([asked]) => !/^(?:START TRANSACTION|COMMIT)/.test(textOf(asked)))
          .length;
      } finally {
        queries.mockRestore();
      }
    },
    stop: () => api.close(),
  };
}

const textOf = (asked: unknown): string =>
  typeof asked === 'string' ? asked : (asked as { text: string }).text;
