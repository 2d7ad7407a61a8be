import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forwardOnly } from './row-level-security.js';

/** How many reminders were given up is shown to who keeps the system, and few of many were. */
export class FailedDeliveries1795770000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX reminder_delivery_failed ON reminder_delivery (tenant_id, due_at) WHERE state = 'FAILED'`,
    );
  }

  down = forwardOnly;
}
