/** Preloaded into an api (`--import`): writes down each statement that it sends to PostgreSQL, one to a line of the file RECORD_TO. */
import { appendFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import pg from 'pg';

/** A statement as it was sent; `joined`: without waiting for the answer to the one before it. */
export interface Recorded {
  name?: string;
  text: string;
  values: unknown[];
  joined: boolean;
}

const file = process.env['RECORD_TO'];
if (file) record(file);

function record(to: string): void {
  const unanswered = new WeakMap<object, number>();
  const send = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query')?.value as (
    ...sent: unknown[]
  ) => unknown;
  const recording = function (this: object, ...sent: unknown[]): unknown {
    const waiting = unanswered.get(this) ?? 0;
    const [asked, values] = sent;
    const { name, text, ...own } = typeof asked === 'string' ? { text: asked } : (asked as pg.QueryConfig);
    const recorded = {
      ...{ text, joined: waiting > 0, ...(name !== undefined && { name }) },
      values: own.values ?? (Array.isArray(values) ? (values as unknown[]) : []),
    };
    appendFileSync(to, `${serialize(recorded).toString('base64')}\n`);
    unanswered.set(this, waiting + 1);
    const answer = Reflect.apply(send, this, sent);
    const answered = (): void => void unanswered.set(this, (unanswered.get(this) ?? 1) - 1);
    if (answer instanceof Promise) answer.then(answered, answered);
    return answer;
  };
  Object.defineProperty(pg.Client.prototype, 'query', {
    value: recording,
    writable: true,
    configurable: true,
  });
}
