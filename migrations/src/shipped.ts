import { shippedForms } from '@huiji/domain/shipped-forms';

/** What asks a database: a migration's runner, or a transaction. */
interface Asks {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Copies the forms that ship with Huiji to a tenant that lacks them: they are its own from then on. The tenant is set. */
export async function copyShipped(asks: Asks, tenantId: string): Promise<void> {
  for (const form of shippedForms) {
    await asks.query(
      `INSERT INTO form (tenant_id, code, version, definition, shipped) SELECT $1, $2, $3, $4, true
       WHERE NOT EXISTS (SELECT FROM form WHERE tenant_id = $1 AND code = $2)`,
      [tenantId, form.code, form.version, JSON.stringify(form)],
    );
  }
}
