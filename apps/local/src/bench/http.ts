import { randomUUID } from 'node:crypto';
import { addPeople } from '@huiji/migrations/tenant';
import pg from 'pg';
import { demoPassword } from '../cases/federation.js';
import { Caller } from './caller.js';
import { type Figures, median } from './figures.js';
import { inParallel, leafToRoot } from './measure.js';
import { processorTime } from './processes.js';
import type { BenchTenant } from './tenant.js';

const reviewers = 64;
const rounds = 3;

/** A submission that waits for the reviewer of the body directly above its union. */
interface Waiting {
  id: string;
  reviewer: number;
}

/** People who review the bodies directly above grassroots unions, an equal part of them each; answers their cookies. */
async function signedIn(tenant: BenchTenant, caller: Caller): Promise<string[]> {
  const logins = Array.from({ length: reviewers }, (_, n) => `reviewer-${n}`);
  const people = logins.map((login) => ({
    ...{ login, name: login, password: demoPassword, role: 'STATISTICIAN' as const },
  }));
  await addPeople(tenant.ownerUrl, tenant.code, people);
  const owner = new pg.Client({ connectionString: tenant.ownerUrl });
  await owner.connect();
  await owner.query(
    `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from)
     SELECT u.tenant_id, gen_random_uuid(), p.id, u.id, 'REVIEWER', '2001-01-01'
     FROM (SELECT *, row_number() OVER (ORDER BY id) % $2 AS n FROM trade_union
           WHERE tenant_id = $1 AND id IN (SELECT parent_id FROM affiliation WHERE tenant_id = $1 AND parent_level = 'INTERMEDIATE')) u
     JOIN person p ON p.tenant_id = u.tenant_id AND p.login = 'reviewer-' || u.n`,
    [tenant.scope.tenantId, reviewers],
  );
  await owner.query('ANALYZE appointment');
  await owner.end();
  const cookies: string[] = [];
  for (const login of logins)
    cookies.push(await caller.signIn({ tenant: tenant.code, login, password: demoPassword }));
  return cookies;
}

async function waiting(tenant: BenchTenant): Promise<Waiting[]> {
  const owner = new pg.Client({ connectionString: tenant.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<Waiting>(
    `SELECT s.id, substr(p.login, 10)::int AS reviewer FROM submission s
     JOIN affiliation a ON a.tenant_id = s.tenant_id AND a.union_id = s.union_id
     JOIN appointment m ON m.tenant_id = s.tenant_id AND m.union_id = a.parent_id AND m.role = 'REVIEWER'
     JOIN person p ON p.tenant_id = s.tenant_id AND p.id = m.person_id
     WHERE s.tenant_id = $1 AND s.state = 'SUBMITTED' ORDER BY s.id`,
    [tenant.scope.tenantId],
  );
  await owner.end();
  return rows;
}

const acceptance = `mutation ($input: AcceptSubmissionInput!) {
  acceptSubmission(input: $input) { submission { id state version } userErrors { code message } } }`;

interface Accepted {
  acceptSubmission: { userErrors: unknown[] };
}

/** Reviewers with sessions, who accept what waits for them through GraphQL over HTTP: each return once. */
export class HttpReviewers {
  private constructor(
    private readonly tenant: BenchTenant,
    private readonly caller: Caller,
    private readonly cookies: readonly string[],
    private readonly left: Waiting[],
  ) {}

  static async signIn(tenant: BenchTenant, apiUrl: string): Promise<HttpReviewers> {
    const caller = new Caller(apiUrl, reviewers);
    const cookies = await signedIn(tenant, caller);
    return new HttpReviewers(tenant, caller, cookies, await waiting(tenant));
  }

  /** Acceptances a second at a number of clients, with the worker at work, and what each costs the processor. */
  async costs(seconds: number): Promise<Figures> {
    const figures: Figures = {};
    for (const clients of [1, 4, 16, 64]) {
      const rates: number[] = [];
      const before = await processorTime();
      let accepted = 0;
      for (let round = 0; round < rounds; round++) {
        const began = performance.now();
        const end = began + (seconds * 1000) / rounds;
        let count = 0;
        await inParallel(clients, this.left.splice(0, Math.round(2_500 * seconds)), async (one) => {
          if (performance.now() > end) return void this.left.push(one);
          await this.accept(one);
          count += 1;
        });
        rates.push(count / ((performance.now() - began) / 1000));
        accepted += count;
      }
      figures[`HTTP, ${clients} clients: acceptances/s`] = Math.round(median(rates));
      const times = [...(await processorTime())].map(
        ([name, time]) => `${name} ${((time - (before.get(name) ?? 0)) / accepted).toFixed(2)}`,
      );
      figures[`HTTP, ${clients} clients: processor, ms an acceptance`] = times.join(', ');
    }
    return figures;
  }

  /** From the answer to an acceptance until the root shows it, at an offered rate. */
  delays(rate: number, seconds: number, what = `HTTP, offered ${rate}/s`): Promise<Figures> {
    const taken = this.left.splice(0, rate * seconds);
    if (taken.length < rate * seconds)
      throw new Error('too few returns are left: give more UNIONS or fewer SECONDS');
    return leafToRoot(this.tenant, what, {
      ...{ rate, seconds },
      accept: (n) => this.accept(taken[n]!),
    });
  }

  close(): void {
    this.caller.close();
  }

  private async accept({ id, reviewer }: Waiting): Promise<void> {
    const input = { submissionId: id, expectedVersion: 1, idempotencyKey: randomUUID() };
    const { data } = await this.caller.ask<Accepted>(acceptance, { input }, this.cookies[reviewer]);
    if (data.acceptSubmission.userErrors.length > 0) throw new Error(JSON.stringify(data));
  }
}
