import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly, ownTenant } from './row-level-security.js';

/** 自检: how far each scope's totals have been recomputed, and what was found to differ. */
export class Verification1795688000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(checks);
    await runner.query(ownTenant(['rollup_check', 'rollup_difference']));
    await runner.query(grants);
    await runner.query(doors);
  }

  down = forwardOnly;
}

const checks = `
-- One row for each scope that was ever checked; apart from rollup_scope, whose lock the drain takes many times a second.
-- A check goes through the bodies by id, slice by slice: after_id is the last one looked at, suspects are those whose total
-- does not follow from what stands directly below.
CREATE TABLE rollup_check (
  tenant_id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  after_id uuid NOT NULL,
  unions int NOT NULL DEFAULT 0 CHECK (unions >= 0),
  suspects uuid[] NOT NULL DEFAULT '{}',
  verified_at timestamptz,
  verified_unions int,
  PRIMARY KEY (tenant_id, form, period),
  FOREIGN KEY (tenant_id, form, period) REFERENCES rollup_scope,
  CHECK ((verified_at IS NULL) = (verified_unions IS NULL))
);

-- A number of a total that was not what the contributions add up to. What was found stays as it was written; found again it
-- is seen again, and once it is gone it is settled. stored is null where the whole row of the total was missing. No foreign
-- key to the union: a total of a union that does not exist is a difference too.
CREATE TABLE rollup_difference (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  form text NOT NULL,
  period text NOT NULL,
  union_id uuid NOT NULL,
  part smallint NOT NULL,
  position int NOT NULL CHECK (position > 0),
  kind text NOT NULL CHECK (kind IN ('TOTAL', 'FILLED', 'NOT_APPLICABLE', 'AT_LEAST', 'ABOUT')),
  stored bigint,
  recomputed bigint NOT NULL,
  found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, form, period) REFERENCES rollup_scope
);
CREATE UNIQUE INDEX rollup_difference_open ON rollup_difference
  (tenant_id, form, period, union_id, part, position, kind) WHERE settled_at IS NULL;
`;

const grants = `
GRANT SELECT, INSERT ON rollup_check, rollup_difference TO huiji_app;
GRANT UPDATE (after_id, unions, suspects, verified_at, verified_unions) ON rollup_check TO huiji_app;
GRANT UPDATE (seen_at, settled_at) ON rollup_difference TO huiji_app;
`;

const doors = `
GRANT SELECT (tenant_id, form, period) ON rollup_scope TO huiji_door;
GRANT SELECT (tenant_id, form, period, verified_at) ON rollup_check TO huiji_door;
GRANT SELECT (tenant_id, code, status) ON period TO huiji_door;
CREATE POLICY door ON rollup_scope FOR SELECT TO huiji_door USING (true);
CREATE POLICY door ON rollup_check FOR SELECT TO huiji_door USING (true);

-- The scopes that were not verified for so many seconds, the longest first; those of FINAL periods have a time of their own.
CREATE FUNCTION door_scopes_to_check(every int, final_every int)
RETURNS TABLE (tenant_id uuid, form text, period text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.tenant_id, s.form, s.period FROM public.rollup_scope s
  JOIN public.period p ON p.tenant_id = s.tenant_id AND p.code = s.period
  LEFT JOIN public.rollup_check c ON c.tenant_id = s.tenant_id AND c.form = s.form AND c.period = s.period
  WHERE c.verified_at IS NULL
    OR c.verified_at <= now() - make_interval(secs => CASE p.status WHEN 'FINAL' THEN final_every ELSE every END)
  ORDER BY c.verified_at NULLS FIRST, s.tenant_id, s.form, s.period LIMIT 100
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_scopes_to_check(int, int) OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_scopes_to_check(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_scopes_to_check(int, int) TO huiji_app;
`;
