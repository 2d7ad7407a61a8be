import { copyCatalogue } from '@huiji/store/catalogue-copy';
import { copyForms } from '@huiji/store/form-copy';
import { initialsOf } from '@huiji/store/initials';
import { hash } from '@node-rs/argon2';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';

export interface NewTenant {
  /** What people type when they sign in: 2 to 32 of a-z, 0-9 and -. */
  code: string;
  name: string;
  /** The federation itself, the root of the tree. */
  root: { code: string; name: string; establishedOn: string };
  /** The first person, administrator (单位管理员) of the whole tree. */
  admin: { login: string; name: string; password: string };
  /** The shipped catalogue that it starts with; the newest when absent. */
  catalogueVersion?: number;
}

/**
 * Opens a tenant: its row, its catalogue and forms, its federation and its first administrator, in one transaction. An operator's act: `url`
 * names the owner of the schema, never the application. Answers false when the code is taken.
 */
export async function openTenant(url: string, tenant: NewTenant): Promise<boolean> {
  const source = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
  const [tenantId, rootId, personId] = [uuid(), uuid(), uuid()];
  try {
    return await source.transaction(async (tx) => {
      await tx.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
      const opened = await tx.query<unknown[]>(
        `INSERT INTO tenant (tenant_id, code, name, catalogue_version) VALUES ($1, $2, $3, 0)
         ON CONFLICT (code) DO NOTHING RETURNING code`,
        [tenantId, tenant.code, tenant.name],
      );
      if (opened.length === 0) return false;
      await copyCatalogue(tx, tenantId, tenant.catalogueVersion);
      await copyForms(tx, tenantId);
      await tx.query(
        `INSERT INTO trade_union (tenant_id, id, code, name, initials, level, kind, legal_person, established_on)
         VALUES ($1, $2, $3, $4, $5, 'FEDERATION', 'FEDERATION', true, $6)`,
        [
          tenantId,
          rootId,
          tenant.root.code,
          tenant.root.name,
          initialsOf(tenant.root.name),
          tenant.root.establishedOn,
        ],
      );
      const { login, name, password } = tenant.admin;
      await tx.query(
        'INSERT INTO person (tenant_id, id, login, name, password_hash) VALUES ($1, $2, $3, $4, $5)',
        [tenantId, personId, login, name, await hash(password)],
      );
      await tx.query(
        `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from)
         VALUES ($1, $2, $3, $4, 'UNION_ADMIN', current_date)`,
        [tenantId, uuid(), personId, rootId],
      );
      await tx.query(
        `WITH event AS (
           INSERT INTO audit_event (tenant_id, id, action, object_type, object_id, after)
           VALUES ($1, $2, 'OPEN_TENANT', 'tenant', $3, $4) RETURNING tenant_id, id)
         INSERT INTO audit_unsealed (tenant_id, id) SELECT tenant_id, id FROM event`,
        [tenantId, uuid(), tenantId, JSON.stringify({ code: tenant.code })],
      );
      return true;
    });
  } finally {
    await source.destroy();
  }
}
