import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eachTenant, forwardOnly } from './row-level-security.js';

/** 历史数据: imports of what was filed elsewhere in periods that are over, and returns that were made of them. */
export class History1795790000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(imports);
    await eachTenant(runner, async (tenantId) => {
      await runner.query(periods, [tenantId]);
    });
    await runner.query(returns);
    await runner.query(submissions);
    await runner.query(grants);
  }

  down = forwardOnly;
}

const imports = `
-- Of history: from what paper or file it comes, and of which day that is; it names its periods itself.
ALTER TABLE import
  ALTER COLUMN period DROP NOT NULL,
  ADD COLUMN source text CHECK (length(source) BETWEEN 1 AND 200),
  ADD COLUMN source_date date,
  ADD CHECK ((period IS NULL) = (source IS NOT NULL)),
  ADD CHECK ((source IS NULL) = (source_date IS NULL)),
  ADD CHECK (source IS NULL OR union_id IS NULL);

ALTER TABLE import_return ADD COLUMN period text;
`;

const periods = `UPDATE import_return r SET period = i.period FROM import i
  WHERE r.tenant_id = $1 AND i.tenant_id = r.tenant_id AND i.id = r.import_id`;

const returns = `
ALTER TABLE import_return
  ALTER COLUMN period SET NOT NULL,
  DROP CONSTRAINT import_return_tenant_id_import_id_union_id_key,
  ADD UNIQUE (tenant_id, import_id, period, union_id),
  DROP CONSTRAINT import_return_outcome_check,
  ADD CONSTRAINT import_return_outcome_check CHECK (outcome IN ('UNCHANGED', 'SAVED', 'SUBMITTED', 'ACCEPTED'));
CREATE INDEX import_return_in_order ON import_return (tenant_id, import_id, id);
`;

const submissions = `
-- Of a return that nobody filed here: by which import it came, who began that, and what it was taken from. The import itself is not kept.
ALTER TABLE submission
  ADD COLUMN import_id uuid,
  ADD COLUMN imported_by uuid,
  ADD COLUMN imported_at timestamptz,
  ADD COLUMN source text,
  ADD COLUMN source_date date,
  ADD CHECK (num_nulls(import_id, imported_by, imported_at, source, source_date) IN (0, 5)),
  ADD CHECK (import_id IS NULL OR (state = 'ACCEPTED' AND revision = 1));
`;

const grants = `
GRANT INSERT (source, source_date) ON import TO huiji_app;
GRANT INSERT (period) ON import_return TO huiji_app;
`;
