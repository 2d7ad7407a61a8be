/** Somebody who asks again until there is an answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { demoPassword } from '../cases/federation.js';
import { tenant } from './town.js';

/** How long an answer is waited for, and how long it is paused before the same is asked again, in milliseconds. */
const patience = 3_000;
const pause = 100;
/** What says that it may be asked again: the database is away, or a fault that is told to nobody. */
const again: ReadonlySet<string> = new Set(['BUSY', 'INTERNAL']);

/** What was refused for good. */
export class Refused extends Error {}

interface Answer {
  data?: Record<string, { userErrors?: Array<{ code: string }> } | null> | null;
  errors?: Array<{ message: string; extensions?: { code?: string } }>;
}

/** What all people of a run share. */
export interface Course {
  /** How many requests were answered, and how many were sent once more because they were not. */
  answered: number;
  repeated: number;
  /** Ends what has no answer yet. */
  signal: AbortSignal;
}

/** A person in a session of its own. */
export class Person {
  private cookie = '';

  constructor(
    private readonly apiUrl: string,
    private readonly login: string,
    private readonly course: Course,
  ) {}

  async signIn(): Promise<this> {
    const input = { tenant, login: this.login, password: demoPassword };
    await this.mutate('signIn', 'SignInInput', input, 'me { id }');
    return this;
  }

  mutate<T>(name: string, type: string, input: object, payload: string): Promise<T> {
    return this.ask<T>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${payload} userErrors { code } } }`,
      { input },
    );
  }

  /**
   * Asks the same again until it is answered: after a network's trouble, no answer in time, an answer that is none, and a fault. Answers the first field.
   * Throws Refused at any other problem, and an error once the signal has ended the run.
   */
  async ask<T>(query: string, variables: object): Promise<T> {
    for (;;) {
      if (this.course.signal.aborted)
        throw new Error(`${this.login} has had no answer in time:\n${query}\n${JSON.stringify(variables)}`);
      const answer = await this.send(JSON.stringify({ query, variables }));
      const [payload] = Object.values(answer?.data ?? {});
      const codes = [
        ...(answer?.errors ?? []).map(({ message, extensions }) => extensions?.code ?? message),
        ...(payload?.userErrors ?? []).map(({ code }) => code),
      ];
      const final = codes.filter((code) => !again.has(code));
      if (final.length > 0)
        throw new Refused(`${this.login}: ${final.join(', ')}\n${query}\n${JSON.stringify(variables)}`);
      if (answer && codes.length === 0) {
        this.course.answered += 1;
        return payload as T;
      }
      this.course.repeated += 1;
      await sleep(pause);
    }
  }

  /** undefined where the network, or the process behind it, had some trouble. */
  private async send(body: string): Promise<Answer | undefined> {
    try {
      const response = await fetch(this.apiUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: this.cookie },
        body,
        signal: AbortSignal.any([this.course.signal, AbortSignal.timeout(patience)]),
      });
      const [set] = response.headers.getSetCookie();
      if (set) this.cookie = set.split(';')[0] ?? '';
      return (await response.json()) as Answer;
    } catch (error) {
      // What fetch throws of a network, of a time that is over, and of half an answer.
      if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException)
        return undefined;
      throw error;
    }
  }
}
