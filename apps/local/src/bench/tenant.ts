import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { parsePeriod } from '@huiji/domain/period';
import { openTenant } from '@huiji/migrations/tenant';
import { inTenant } from '@huiji/store/data-source';
import { insertPeriod, openScope } from '@huiji/store/period';
import { postEveryUnion } from '@huiji/store/registry';
import { drain } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Figures } from './figures.js';

export const form = shippedForm('work-q');
export const layout = layoutOf(form);

/** The tenant under measurement: its ids, and one submitted submission of each grassroots union. */
export interface BenchTenant {
  code: string;
  scope: Scope;
  rootId: string;
  filer: string;
  reviewer: string;
  depth: number;
  cells: number;
  ownerUrl: string;
}

const perLevel = 6;

/** A tree: of how many levels, and SQL that writes as many unions of it to `node`, the grassroots ones with depth 5. */
export interface Shape {
  depth: number;
  nodes: (root: string, unions: number) => string;
}

/** Five levels of bodies, six below each, and grassroots unions under the lowest. */
const deep: Shape = {
  depth: 6,
  nodes: (root, unions) => `
    CREATE TEMP TABLE node AS
      WITH RECURSIVE tree AS (
        SELECT '${root}'::uuid AS id, NULL::uuid AS parent, 0 AS depth
        UNION ALL
        SELECT gen_random_uuid(), t.id, t.depth + 1 FROM tree t, generate_series(1, ${perLevel}) WHERE t.depth < 4
      ) SELECT *, row_number() OVER (PARTITION BY depth) AS n FROM tree;
    INSERT INTO node
      SELECT gen_random_uuid(), l.id, 5, g FROM generate_series(1, ${unions} - (SELECT count(*)::int FROM node)) g
      JOIN node l ON l.depth = 4 AND l.n = 1 + g % ${perLevel ** 4};`,
};

/** Writes a tree as rows. */
export async function buildTenant(
  ownerUrl: string,
  unions: number,
  code = 'bench',
  shape = deep,
): Promise<BenchTenant> {
  await openTenant(ownerUrl, {
    code,
    name: '测试总工会',
    root: { code: 'root', name: '测试总工会', establishedOn: '1950-01-01' },
    people: [{ login: 'admin', name: '管理员', role: 'UNION_ADMIN', password: 'a-long-bench-password' }],
  });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ tenant: string; root: string; person: string }>(
    `SELECT t.tenant_id AS tenant, u.id AS root, p.id AS person FROM tenant t
     JOIN trade_union u USING (tenant_id) JOIN person p USING (tenant_id) WHERE t.code = $1`,
    [code],
  );
  const { tenant, root, person } = rows[0] ?? { tenant: '', root: '', person: '' };
  await owner.query(`
    ${shape.nodes(root, unions)}
    INSERT INTO trade_union (tenant_id, id, code, name, level, kind, established_on)
      SELECT '${tenant}', id, 'U' || depth || '-' || n, '工会' || depth || '-' || n,
        CASE depth WHEN 5 THEN 'GRASSROOTS' ELSE 'INTERMEDIATE' END, CASE depth WHEN 5 THEN 'SINGLE' ELSE 'BUREAU' END,
        '2001-01-01' FROM node WHERE parent IS NOT NULL;
    INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from)
      SELECT '${tenant}', n.id, n.parent, CASE WHEN p.depth = 0 THEN 'FEDERATION' ELSE 'INTERMEDIATE' END, '2001-01-01'
      FROM node n JOIN node p ON p.id = n.parent;
    ANALYZE trade_union; ANALYZE affiliation;`);
  await owner.end();
  const scope = { tenantId: tenant, form: form.code, period: '2026Q3' };
  const ids = { rootId: root, filer: person, reviewer: root };
  return { code, scope, ...ids, depth: shape.depth, cells: layout.filed.length, ownerUrl };
}

/** Opens the quarter by the product's own path. */
export const openPeriod = (source: DataSource, { scope }: BenchTenant): Promise<void> =>
  inTenant(source, scope.tenantId, async (tx) => {
    await insertPeriod(tx, scope.tenantId, parsePeriod(scope.period));
    await openScope(tx, scope, form.version);
    await postEveryUnion(tx, scope, { new: true });
  });

/** Opens the quarter, drains what that posts, and writes one submission for each union. */
export async function openQuarter(source: DataSource, tenant: BenchTenant): Promise<Figures> {
  const { scope } = tenant;
  const began = performance.now();
  await openPeriod(source, tenant);
  const opened = performance.now();
  for (let taken = 1; taken > 0;) ({ taken } = await drain(source, scope));
  const drained = performance.now();
  await writeReturns(tenant, 'SUBMITTED');
  return {
    'open a period: registry figures of every union, s': ((opened - began) / 1000).toFixed(1),
    'drain them, s': ((drained - opened) / 1000).toFixed(1),
  };
}

/** Writes as rows what each grassroots union of a tenant has filed for its quarter, or each directly below one body. */
export async function writeReturns(
  { scope, filer, reviewer, ownerUrl }: BenchTenant,
  state: 'SUBMITTED' | 'ACCEPTED',
  bodyCode?: string,
): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const figures = layout.filed.map((_, i) => (i % 5 === 4 ? 0 : 1_000 + i)).join(',');
  const states = layout.filed.map((_, i) => (i % 5 === 4 ? 0 : 2)).join(',');
  const those =
    bodyCode === undefined
      ? 'true'
      : `EXISTS (SELECT FROM affiliation a JOIN trade_union b ON b.tenant_id = a.tenant_id AND b.id = a.parent_id
           WHERE a.tenant_id = u.tenant_id AND a.union_id = u.id AND b.code = '${bodyCode}')`;
  const reviewed = state === 'ACCEPTED' ? `'${reviewer}', now()` : 'NULL, NULL';
  await owner.query(`
    INSERT INTO submission (tenant_id, id, form, period, union_id, revision, state, figures, states, filled_by,
      filed_by, filed_at, first_filed_at, reviewed_by, reviewed_at)
    SELECT tenant_id, gen_random_uuid(), '${scope.form}', '${scope.period}', id, 1, '${state}', '{${figures}}',
      '{${states}}', '{${filer}}', '${filer}', now(), now(), ${reviewed}
    FROM trade_union u WHERE tenant_id = '${scope.tenantId}' AND level = 'GRASSROOTS' AND ${those} ORDER BY id;
    ANALYZE submission; ANALYZE contribution; ANALYZE rollup; CHECKPOINT`);
  await owner.end();
}
