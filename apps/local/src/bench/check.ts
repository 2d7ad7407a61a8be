import { inTenant } from '@huiji/store/data-source';
import { checkSlice, rebuildTotals } from '@huiji/store/rollup-check';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Figures, median } from './figures.js';
import type { BenchTenant } from './tenant.js';

const rounds = 3;

/**
 * What holding all totals against the contributions costs, beside the floor of reading the contributions once, and
 * rebuilding a total that is wrong.
 */
export async function checkCosts(source: DataSource, tenant: BenchTenant): Promise<Figures> {
  const { scope, rootId } = tenant;
  const owner = new pg.Client({ connectionString: tenant.ownerUrl });
  await owner.connect();
  const key = [scope.tenantId, scope.form, scope.period];
  const floors: number[] = [];
  const checks: number[] = [];
  let longest = 0;
  for (let round = 0; round < rounds; round++) {
    await timed(floors, () =>
      owner.query(
        `SELECT sum(figures[1] + figures[cardinality(figures)] + states[1]) FROM contribution
         WHERE tenant_id = $1 AND form = $2 AND period = $3 AND superseded_at IS NULL`,
        key,
      ),
    );
    const slices: number[] = [];
    await timed(checks, async () => {
      const slice = () =>
        timed(slices, () => inTenant(source, scope.tenantId, (tx) => checkSlice(tx, scope)));
      for (let ended = false; !ended;) {
        const done = await slice();
        ended = done?.ended ?? true;
        if (done?.ended && done.differences.all > 0) throw new Error('a total is wrong');
      }
    });
    longest = Math.max(longest, ...slices);
  }
  await owner.query(
    `UPDATE rollup SET totals[1] = totals[1] + 1
     WHERE tenant_id = $1 AND form = $2 AND period = $3 AND union_id = $4 AND part = 1`,
    [...key, rootId],
  );
  const rebuilding: number[] = [];
  const { unions } = await timed(rebuilding, () =>
    inTenant(source, scope.tenantId, (tx) => rebuildTotals(tx, scope, { unionId: null, dryRun: false })),
  );
  if (unions.length !== 1) throw new Error('the total was not rebuilt');
  await owner.end();
  const [floor, check] = [median(floors), median(checks)];
  return {
    'check: reading the contributions (floor), ms': Math.round(floor),
    'check: all totals held against them, ms; ratio': `${Math.round(check)}; ${(check / floor).toFixed(1)}`,
    'check: longest slice, ms': Math.round(longest),
    'check: one wrong total rebuilt, ms': Math.round(median(rebuilding)),
  };
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const done = await work();
  times.push(performance.now() - began);
  return done;
}
