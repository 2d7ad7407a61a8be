import { v4 as uuid } from 'uuid';
import { i18next } from '../words/i18n.js';
import type { Operation } from './operation.js';

/** A sentence in both languages about what went wrong; the shape of the api's errors. */
export interface Said {
  code: string;
  messageZh: string;
  messageEn: string;
}

/** The api refused the request as a whole, or something of ours went wrong there; `requestId` finds it in the log. */
export class Refused extends Error implements Said {
  override readonly name = 'Refused';
  readonly code: string;
  readonly messageZh: string;
  readonly messageEn: string;
  readonly requestId: string | undefined;

  constructor({ code, messageZh, messageEn, requestId }: Said & { requestId?: string | undefined }) {
    super(`${code}: ${messageEn}`);
    this.code = code;
    this.messageZh = messageZh;
    this.messageEn = messageEn;
    this.requestId = requestId;
  }
}

/** The api cannot be reached, or gave no answer that is one of its own. What was asked may have been done. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** An error as the api tells it. */
interface ApiError {
  message: string;
  extensions?: Partial<Said> & { requestId?: string };
}

interface Answered<Answer> {
  data?: Answer | null;
  errors?: readonly ApiError[];
}

const refusedBy = ({ message, extensions = {} }: ApiError): Refused => {
  const { code = 'INTERNAL', messageZh = message, messageEn = message, requestId } = extensions;
  return new Refused({ code, messageZh, messageEn, requestId });
};

/**
 * Asks the api. Rejects with Refused or Unreachable, never with half an answer; what a person got wrong in a mutation comes in its
 * payload's `userErrors`.
 */
export async function ask<Answer, Variables>(
  operation: Operation<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer> {
  const { data, errors } = await send<Answer>(operation, variables, signal);
  const [error] = errors ?? [];
  if (error) throw refusedBy(error);
  if (!data) throw new Unreachable('an answer without data');
  return data;
}

async function send<Answer>(
  query: string,
  variables: unknown,
  signal: AbortSignal | undefined,
): Promise<Answered<Answer>> {
  const headers = { 'content-type': 'application/json', 'accept-language': i18next.language };
  const request = {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
    signal: signal ?? null,
  };
  try {
    const response = await fetch('/graphql', request);
    return (await response.json()) as Answered<Answer>;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable('the api cannot be reached', { cause: error });
  }
}

/** Sends a file to an address that the api has given out. Rejects with Refused or Unreachable. */
export async function sendFile(url: string, file: File): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', body: file }).catch((error: unknown) => {
    throw new Unreachable('the file cannot be sent', { cause: error });
  });
  if (answer.ok) return;
  // A bucket tells in another language what is wrong.
  const told = answer.headers.get('content-type')?.includes('json')
    ? ((await answer.json()) as Answered<never>)
    : {};
  const [error] = told.errors ?? [];
  throw error ? refusedBy(error) : new Unreachable(`the file was answered ${answer.status}`);
}

/** A key under which a repeated mutation is done once. Made when a person acts, and kept while that is retried. */
export const idempotencyKey = (): string => uuid();
