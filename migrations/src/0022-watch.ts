import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** What a process tells whoever watches the installation: whether its schema is there, and what waits to be added to totals. */
export class Watch1795800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(door);
  }

  down = forwardOnly;
}

const door = `
GRANT SELECT (name) ON migrations TO huiji_door;
GRANT SELECT (at) ON rollup_outbox TO huiji_door;

-- Of all tenants together, and of none by itself. Who has more than 10,000 changes waiting knows enough.
CREATE FUNCTION door_installation(migration text)
RETURNS TABLE (migrated boolean, waiting int, lag_seconds float8)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.migrations m WHERE m.name = migration), count(*)::int,
    coalesce(greatest(extract(epoch FROM clock_timestamp() - min(o.at)), 0), 0)::float8
  FROM (SELECT at FROM public.rollup_outbox LIMIT 10000) o
$$;

GRANT huiji_door TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO huiji_door;
ALTER FUNCTION door_installation(text) OWNER TO huiji_door;
REVOKE CREATE ON SCHEMA public FROM huiji_door;
REVOKE EXECUTE ON FUNCTION door_installation(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_installation(text) TO huiji_app;
`;
