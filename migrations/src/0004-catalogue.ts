import { copyCatalogue } from '@huiji/store/catalogue-copy';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eachTenant, forwardOnly, ownTenant } from './row-level-security.js';

/** Each tenant's copy of the indicator catalogue (指标库), with the indicators of its own. */
export class Catalogue1795593600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(indicator);
    await runner.query(ownTenant(['indicator']));
    await runner.query(grants);
    await eachTenant(runner, (id) => copyCatalogue(runner, id));
    await runner.query('ALTER TABLE tenant ALTER catalogue_version SET NOT NULL');
  }

  down = forwardOnly;
}

// Versions of a code do not overlap; a version whose days are equal was replaced before it was ever in force.
const indicator = `
ALTER TABLE tenant ADD COLUMN catalogue_version integer;

CREATE TABLE indicator (
  tenant_id uuid NOT NULL REFERENCES tenant,
  code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]*$'),
  version integer NOT NULL CHECK (version >= 1),
  entry jsonb NOT NULL CHECK (entry ->> 'code' = code),
  shipped boolean NOT NULL,
  valid_from date,
  valid_to date CHECK (valid_to >= valid_from),
  PRIMARY KEY (tenant_id, code, version),
  CHECK (shipped <> starts_with(code, 'x_')),
  CONSTRAINT indicator_one_version EXCLUDE USING gist
    (tenant_id WITH =, code WITH =, daterange(valid_from, valid_to) WITH &&)
);
`;

const grants = `
GRANT SELECT, INSERT ON indicator TO huiji_app;
GRANT UPDATE (valid_to) ON indicator TO huiji_app;
GRANT UPDATE (catalogue_version) ON tenant TO huiji_app;
`;
