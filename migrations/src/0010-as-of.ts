import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** Finds what was in force at a former moment (截至), and what was restated (更正), without reading a whole period. */
export class AsOf1795690800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(indexes);
  }

  down = forwardOnly;
}

// Both are partial: an acceptance that replaces nothing writes to neither.
const indexes = `
CREATE INDEX contribution_superseded ON contribution (tenant_id, form, period, union_id, superseded_at)
  WHERE superseded_at IS NOT NULL;
CREATE INDEX submission_restated ON submission (tenant_id, form, period, union_id) WHERE revision > 1;
`;
