import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** 搁置: a change that cannot be added to totals no longer keeps those behind it from being added. */
export class SetAside1796600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(setAside);
  }

  down = forwardOnly;
}

const setAside = `
-- Since when a change waits for somebody to try it again, and the kind of its fault, without any value.
ALTER TABLE rollup_outbox ADD COLUMN set_aside_at timestamptz, ADD COLUMN set_aside_why text,
  ADD CHECK ((set_aside_at IS NULL) = (set_aside_why IS NULL));
GRANT UPDATE (set_aside_at, set_aside_why) ON rollup_outbox TO huiji_app;
GRANT SELECT (set_aside_at) ON rollup_outbox TO huiji_door;

-- What is set aside waits for nobody's worker, so it is no lag.
DROP FUNCTION door_installation(text);
CREATE FUNCTION door_installation(migration text)
RETURNS TABLE (migrated boolean, waiting int, set_aside int, lag_seconds float8)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.migrations m WHERE m.name = migration),
    count(*) FILTER (WHERE o.set_aside_at IS NULL)::int, count(o.set_aside_at)::int,
    coalesce(greatest(extract(epoch FROM clock_timestamp() - min(o.at) FILTER (WHERE o.set_aside_at IS NULL)), 0), 0)::float8
  FROM (SELECT at, set_aside_at FROM public.rollup_outbox LIMIT 10000) o
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_installation(text) OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_installation(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_installation(text) TO huiji_app;
`;
