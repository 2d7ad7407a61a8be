import { expect } from '@jest/globals';
import type pg from 'pg';
import type { Client } from './client.js';
import { eventually, mutationOf } from './town.js';

/** A difference as the api shows it. */
export interface Difference {
  unionId: string;
  cell: string | null;
  kind: string;
  stored: string | null;
  recomputed: string;
  seenAt: string;
}

interface Page {
  nodes: Array<{ seenAt: string; difference: Difference }>;
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const fields = 'unionId cell kind stored recomputed';

/** The differences that are open, by union and place; all of them, page by page. */
export async function openDifferences(
  statistician: Client,
  where: { form?: string; period?: string } = {},
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (let after: string | null = null; ;) {
    const data: { rollupDifferences: Page } = await statistician.get(
      `query ($form: String, $period: String, $after: String) {
         rollupDifferences(form: $form, period: $period, first: 200, after: $after) {
           nodes { seenAt difference { ${fields} } } pageInfo { endCursor hasNextPage } } }`,
      { ...where, after },
    );
    const page = data.rollupDifferences;
    found.push(...page.nodes.map(({ seenAt, difference }) => ({ ...difference, seenAt })));
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}

export interface Check {
  form: string;
  period: string;
  verifiedAt: string | null;
  unions: number | null;
  differences: number;
}

export async function checksOf(
  statistician: Client,
  where: { form?: string; period?: string } = {},
): Promise<Check[]> {
  const { rollupChecks } = await statistician.get<{ rollupChecks: { nodes: Check[] } }>(
    `query ($form: String, $period: String) { rollupChecks(form: $form, period: $period) {
       nodes { form period verifiedAt unions differences } } }`,
    where,
  );
  return rollupChecks.nodes;
}

/** Makes a period due to be checked, however lately it was. */
export const dueAgain = (owner: pg.Client, period: string): Promise<unknown> =>
  owner.query(`UPDATE rollup_check SET verified_at = '2000-01-01' WHERE period = $1`, [period]);

/** Waits until the worker has been through all totals of a period from now on. */
export async function checkWhole(owner: pg.Client, statistician: Client, period = '2026Q3'): Promise<void> {
  // A check that was under way has seen some of them before.
  for (let time = 0; time < 2; time++) {
    await dueAgain(owner, period);
    await eventually(async () => {
      for (const check of await checksOf(statistician, { period }))
        expect(Date.parse(check.verifiedAt ?? '2000-01-01')).toBeGreaterThan(Date.parse('2001-01-01'));
    }, 60);
  }
}

export interface Rebuilt {
  unions: number;
  differenceCount: number;
  differences: Difference[];
}

export async function rebuild(
  statistician: Client,
  input: { unionId: string; form?: string; period?: string; dryRun?: boolean },
): Promise<Rebuilt> {
  const { rebuildTotals } = await statistician.get<{ rebuildTotals: { rebuilt: Rebuilt } }>(
    mutationOf('rebuildTotals', `rebuilt { unions differenceCount differences { ${fields} } }`),
    { input: { form: 'work-q', period: '2026Q3', ...input } },
  );
  return rebuildTotals.rebuilt;
}
