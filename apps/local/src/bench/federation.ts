import { randomUUID } from 'node:crypto';
import { acceptedCounters } from '@huiji/domain/rollup';
import { addPeople } from '@huiji/migrations/tenant';
import { postProgress, postSubmissions } from '@huiji/store/contribution';
import { inTenant } from '@huiji/store/data-source';
import { drain } from '@huiji/store/rollup';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { demoPassword } from '../cases/federation.js';
import type { Caller } from './caller.js';
import { type BenchTenant, buildTenant, form, openPeriod, type Shape, writeReturns } from './tenant.js';

/** The quarters that are filed, the oldest first. */
export const quarters = ['2024Q4', '2025Q1', '2025Q2', '2025Q3', '2025Q4', '2026Q1', '2026Q2', '2026Q3'];
/** How many unions the first body below the root ranks. */
export const rankedUnions = 5_000;

/** The body that has and ranks so many. */
export const firstBody = 'U1-1';
const bodies = 50;
const streets = 20;
/** How many returns are accepted in one transaction. */
const batch = 2_000;
const year = { form: form.code, period: '2026' };

/** 50 bodies below the root; the first has 5,000 grassroots unions directly below it, each other one 20 streets for all that are left. */
const broad: Shape = {
  depth: 4,
  nodes: (root, unions) => `
    CREATE TEMP TABLE node (id uuid, parent uuid, depth int, n int);
    INSERT INTO node VALUES ('${root}', NULL, 0, 1);
    INSERT INTO node SELECT gen_random_uuid(), '${root}', 1, g FROM generate_series(1, ${bodies}) g;
    INSERT INTO node SELECT gen_random_uuid(), b.id, 2, row_number() OVER ()
      FROM node b, generate_series(1, ${streets}) WHERE b.depth = 1 AND b.n > 1;
    INSERT INTO node SELECT gen_random_uuid(), b.id, 5, g FROM node b, generate_series(1, ${rankedUnions}) g
      WHERE b.depth = 1 AND b.n = 1;
    INSERT INTO node SELECT gen_random_uuid(), s.id, 5, ${rankedUnions} + g
      FROM generate_series(1, ${unions} - (SELECT count(*)::int FROM node)) g
      JOIN node s ON s.depth = 2 AND s.n = 1 + g % ${(bodies - 1) * streets};`,
};

/**
 * A federation of 50 bodies with eight quarters, drained: in the last every return of every grassroots union is accepted, in those before
 * the returns of the first body's unions.
 */
export async function buildFederation(
  source: DataSource,
  ownerUrl: string,
  unions: number,
): Promise<BenchTenant> {
  const tenant = await buildTenant(ownerUrl, unions, 'bench-reads', broad);
  for (const period of quarters) {
    const quarter = { ...tenant, scope: { ...tenant.scope, period } };
    await openPeriod(source, quarter);
    await drained(source, quarter);
    await writeReturns(quarter, 'ACCEPTED', period === tenant.scope.period ? undefined : firstBody);
    await postReturns(source, quarter);
    await drained(source, quarter);
  }
  await asOwner(tenant, (owner) => owner.query('VACUUM ANALYZE'));
  return tenant;
}

async function drained(source: DataSource, { scope }: BenchTenant): Promise<void> {
  for (let taken = 1; taken > 0;) ({ taken } = await drain(source, scope));
}

/** Posts the returns that are written, as taking over past ones does. */
async function postReturns(source: DataSource, tenant: BenchTenant): Promise<void> {
  const { scope, reviewer } = tenant;
  const { rows } = await asOwner(tenant, (owner) =>
    owner.query<{ id: string; unionId: string }>(
      'SELECT id, union_id AS "unionId" FROM submission WHERE tenant_id = $1 AND period = $2 ORDER BY union_id',
      [scope.tenantId, scope.period],
    ),
  );
  for (let at = 0; at < rows.length; at += batch) {
    const returns = rows.slice(at, at + batch);
    const counters = acceptedCounters('GRASSROOTS');
    await inTenant(source, scope.tenantId, async (tx) => {
      const submissions = returns.map(({ id }) => ({ id, counters }));
      await postSubmissions(tx, scope, form, { by: reviewer, submissions });
      const unionIds = returns.map(({ unionId }) => unionId);
      await postProgress(tx, scope, unionIds);
    });
  }
}

/** Somebody who reads all of the federation; answers the cookie. */
export async function reader(tenant: BenchTenant, caller: Caller): Promise<string> {
  const person = { login: 'reader', name: '统计员', role: 'STATISTICIAN', password: demoPassword } as const;
  await addPeople(tenant.ownerUrl, tenant.code, [person]);
  return caller.signIn({ tenant: tenant.code, login: person.login, password: demoPassword });
}

/** Has the first body appraise all unions below it, by a target and two items, through the api. */
export async function appraiseAll(tenant: BenchTenant, caller: Caller): Promise<void> {
  const { tenantId } = tenant.scope;
  const person = { login: 'reviewer', name: '审核员', role: 'STATISTICIAN', password: demoPassword } as const;
  await addPeople(tenant.ownerUrl, tenant.code, [person]);
  const below = await asOwner(tenant, async (owner) => {
    await owner.query(
      `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from)
       SELECT u.tenant_id, gen_random_uuid(), p.id, u.id, 'REVIEWER', '2001-01-01'
       FROM trade_union u JOIN person p ON p.tenant_id = u.tenant_id AND p.login = $2
       WHERE u.tenant_id = $1 AND u.code = $3`,
      [tenantId, person.login, firstBody],
    );
    const { rows } = await owner.query<{ id: string; bodyId: string }>(
      `INSERT INTO target (tenant_id, form, period, union_id, cell, kept, weight)
       SELECT a.tenant_id, $2, $3, a.union_id, 'mem_new_member_cnt', 5000, 6000
       FROM affiliation a JOIN trade_union b ON b.tenant_id = a.tenant_id AND b.id = a.parent_id
       WHERE a.tenant_id = $1 AND b.code = $4
       RETURNING union_id AS id, (SELECT id FROM trade_union WHERE tenant_id = $1 AND code = $4) AS "bodyId"`,
      [tenantId, year.form, year.period, firstBody],
    );
    return rows;
  });
  const cookie = await caller.signIn({ tenant: tenant.code, login: person.login, password: demoPassword });
  const change = async (name: string, type: string, input: object): Promise<void> => {
    const { data } = await caller.ask<Record<string, { userErrors: unknown[] }>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code messageEn } } }`,
      { input: { ...year, bodyId: below[0]?.bodyId, idempotencyKey: randomUUID(), ...input } },
      cookie,
    );
    if (data[name]?.userErrors.length !== 0) throw new Error(JSON.stringify(data));
  };
  await change('setAppraisalScheme', 'SetAppraisalSchemeInput', {
    ...{ expectedRevision: 0, documentNo: '工发〔2026〕8号' },
    ...{ nothingBelow: '50', mostCounted: '110', appealDays: 7 },
    items: ['safety', 'study'].map((code) => ({ code, text: code, kind: 'SCORED', points: '20' })),
    grades: [
      { zh: '优秀', en: 'Excellent', from: '80' },
      { zh: '合格', en: 'Passed', from: '40' },
    ],
  });
  const lines = below.map(({ id }, n) => ({
    ...{ unionId: id, expectedRevision: 0 },
    scores: [
      { item: 'safety', points: String(n % 21) },
      { item: 'study', points: String((n * 7) % 20) },
    ],
  }));
  for (let at = 0; at < lines.length; at += 100)
    await change('appraise', 'AppraiseInput', { lines: lines.slice(at, at + 100) });
  await asOwner(tenant, (owner) => owner.query('VACUUM ANALYZE'));
}

/** Does something with a connection of the owner's. */
export async function asOwner<T>(
  { ownerUrl }: BenchTenant,
  work: (owner: pg.Client) => Promise<T>,
): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
