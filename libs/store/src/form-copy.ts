import { shippedForms } from '@huiji/domain/shipped-forms';
import type { Runner } from './catalogue-copy.js';

/** Gives a tenant that has no forms a copy of those that ship: they are its own from then on. */
export async function copyForms(runner: Runner, tenantId: string): Promise<void> {
  await runner.query(
    `INSERT INTO form (tenant_id, code, version, definition, shipped)
     SELECT $1, f ->> 'code', (f ->> 'version')::int, f, true FROM jsonb_array_elements($2::jsonb) AS f`,
    [tenantId, JSON.stringify(shippedForms)],
  );
}
