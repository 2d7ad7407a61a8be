import { tallyOf } from '@huiji/domain/home-tally';
import { inTenant, sql, type Tx } from '@huiji/store/data-source';
import { homesBelow } from '@huiji/store/homes-below';
import { subtreeSql } from '@huiji/store/organisation';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { type Figures, median } from './figures.js';
import type { BenchTenant } from './tenant.js';

const runs = 7;
const on = '2026-09-30';

/** What counting the homes of a federation costs, each with an award, scores of both sides and ballots; beside walking down its tree. */
export async function homeCosts(
  source: DataSource,
  { scope: { tenantId }, rootId, filer, ownerUrl }: BenchTenant,
): Promise<Figures> {
  await writeHomes(ownerUrl, tenantId, filer);
  const read = (work: (tx: Tx) => Promise<unknown>): Promise<number> =>
    timed(() => inTenant(source, tenantId, work));
  const floor = await read((tx) =>
    sql(
      tx,
      `${subtreeSql('$2', '$3::date', `'infinity'`, true)} SELECT count(*) FROM subtree s
       JOIN trade_union u ON u.tenant_id = $1 AND u.id = s.union_id WHERE u.level = 'GRASSROOTS'`,
      [tenantId, rootId, on],
    ),
  );
  let homes = 0;
  const tally = await read(async (tx) => {
    const facts = (await homesBelow(tx, tenantId, [rootId], { day: on })).get(rootId) ?? [];
    homes = tallyOf(facts, { on, track: null, ladder: 3 }).unions;
  });
  return {
    'homes counted': homes,
    'walking down to them, median ms': floor.toFixed(0),
    'counting them, median ms': tally.toFixed(0),
    'counting : walking': (tally / floor).toFixed(1),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return median(times);
}

/** Writes as rows what a year leaves of each grassroots union. */
async function writeHomes(ownerUrl: string, tenantId: string, person: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const home = `SELECT u.id, row_number() OVER (ORDER BY u.code)::int AS n FROM trade_union u
    WHERE u.tenant_id = '${tenantId}' AND u.level = 'GRASSROOTS'`;
  await owner.query(`
    INSERT INTO home_award (tenant_id, id, union_id, track, grade, counts_as, awarding_level, document_no, awarded_on, flags)
      SELECT '${tenantId}', gen_random_uuid(), id, 'LOCAL', 1 + n % 3, 1 + n % 3, '市', '临工1号', '2025-03-01', '{}' FROM (${home}) h;
    INSERT INTO home_assessment (tenant_id, id, union_id, year, track, inspection, revision, inspected, grade, scores, total,
        complete, passed, made_by)
      SELECT '${tenantId}', gen_random_uuid(), id, 2026, 'LOCAL', side, 1, CASE WHEN side THEN 1 END, 1, '[]', 9000, true, true,
        '${person}' FROM (${home}) h, unnest(ARRAY[false, true]) AS side;
    INSERT INTO home_evaluation (tenant_id, union_id, year, revision, held_on, members, issued, returned, satisfied, basically,
        unsatisfied, made_by)
      SELECT '${tenantId}', id, 2026, 1, '2026-07-01', 90, 80, 70, 60, 5, 5, '${person}' FROM (${home}) h;
    ANALYZE home_award; ANALYZE home_assessment; ANALYZE home_evaluation;`);
  await owner.end();
}
