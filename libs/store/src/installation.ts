import type { DataSource } from 'typeorm';

/** The newest migration that this code needs. A newer schema does as well: it is migrated before the processes are replaced. */
export const neededMigration = 'SetAside1796600000000';

/** How the database of an installation stands, over all tenants. */
export interface Installation {
  /** It has the schema that this code needs. */
  migrated: boolean;
  /** Changes that have not been added to totals yet, at most 10,000, and for how long the oldest of these has waited. */
  waiting: number;
  /** Changes that cannot be added (搁置), of the same 10,000. */
  setAside: number;
  lagSeconds: number;
}

/** Asks the database how the installation stands. Rejects where it does not answer. */
export async function installationOf(source: DataSource): Promise<Installation> {
  const [row] = await source.query<Installation[]>(
    'SELECT migrated, waiting, set_aside AS "setAside", lag_seconds AS "lagSeconds" FROM door_installation($1)',
    [neededMigration],
  );
  if (!row) throw new Error('the installation is not told');
  return row;
}
