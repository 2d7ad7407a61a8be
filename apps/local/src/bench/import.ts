import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '@huiji/domain/figure';
import { cellsFiledBy } from '@huiji/domain/form';
import { inTenant } from '@huiji/store/data-source';
import { DiskStore } from '@huiji/store/disk-store';
import { uploadOf } from '@huiji/store/file-store';
import { insertImport } from '@huiji/store/import';
import { type ImportInput, insertOperation, operationBy } from '@huiji/store/operation';
import { insertDraft } from '@huiji/store/submission-content';
import { manySheets } from '@huiji/workbook/tables/many';
import { writeWorkbook } from '@huiji/workbook/write';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { launchApp } from '../launch.js';
import type { Figures } from './figures.js';
import { memoryBelow } from './processes.js';
import { type BenchTenant, form, layout } from './tenant.js';

/** How many cells of each union are filled in. */
const filled = 60;

/** The unions that one person files for, who is appointed to all of them. */
async function filedUnions(tenant: BenchTenant, many: number): Promise<{ id: string; code: string }[]> {
  const owner = new pg.Client({ connectionString: tenant.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ id: string; code: string }>(
    `SELECT id, code FROM trade_union WHERE tenant_id = $1 AND level = 'GRASSROOTS' ORDER BY id LIMIT $2`,
    [tenant.scope.tenantId, many],
  );
  await owner.query(
    `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from)
     SELECT $1, gen_random_uuid(), $2, u.id, 'FILER', '2001-01-01' FROM unnest($3::uuid[]) AS u (id)`,
    [tenant.scope.tenantId, tenant.filer, rows.map(({ id }) => id)],
  );
  await owner.query('ANALYZE appointment');
  await owner.end();
  return rows;
}

/** What importing the returns of so many unions costs, in time and memory, beside writing as many drafts by the store alone. */
export async function importCosts(
  source: DataSource,
  tenant: BenchTenant,
  { env, folder, many }: { env: NodeJS.ProcessEnv; folder: string; many: number },
): Promise<Figures> {
  const { scope, filer: personId } = tenant;
  const { tenantId } = scope;
  const unions = await filedUnions(tenant, many);
  const floor = await draftsAlone(source, tenant, unions);
  const cells = cellsFiledBy(form, 'GRASSROOTS').filter(({ source: from }) => from === 'TYPED');
  const entries = new Map(
    cells
      .slice(0, filled)
      .map(({ code, decimals }, at): [string, Entry] => [
        code,
        { figure: BigInt(100 + at) * 10n ** BigInt(decimals), mark: 'EXACT' },
      ]),
  );
  const bytes = await writeWorkbook(
    manySheets({
      ...{ form, period: scope.period },
      unions: unions.map(({ code }) => ({ code, name: code, level: 'GRASSROOTS', entries })),
    }),
  );
  const about = { form: form.code, period: scope.period };
  const importId = await inTenant(source, tenantId, (tx) =>
    insertImport(
      tx,
      { tenantId, personId },
      {
        ...about,
        ...{ unionId: null, history: null, fileName: 'bench.xlsx', size: bytes.byteLength },
      },
    ),
  );
  const secret = '0'.repeat(32);
  const store = new DiskStore(folder, secret);
  await store.put(uploadOf(tenantId, importId), bytes);
  const worker = await launchApp('worker', {
    ...env,
    ...{ ATTACHMENT_STORE: `file://${folder}`, ATTACHMENT_SECRET: secret },
  });
  const step = async (kind: ImportInput['kind']) => {
    const began = performance.now();
    const id = await inTenant(source, tenantId, (tx) =>
      insertOperation(
        tx,
        { tenantId, personId, tokenId: null },
        { kind, importId, ...about, submit: false, explanation: null },
      ),
    );
    const peak = { apart: 0, all: 0 };
    for (;;) {
      peak.apart = Math.max(peak.apart, await memoryBelow(process.pid, 'operation/apart-main.js'));
      peak.all = Math.max(peak.all, await memoryBelow(process.pid, 'worker/dist/main.js'));
      const found = await inTenant(source, tenantId, (tx) => operationBy(tx, { tenantId, personId }, id));
      if (found?.state === 'DONE') break;
      if (found?.endedAt) throw new Error(`${kind} ended ${found.state}: ${JSON.stringify(found.problem)}`);
      await sleep(50);
    }
    return { seconds: (performance.now() - began) / 1000, peak };
  };
  const checked = await step('CHECK_IMPORT');
  const taken = await step('APPLY_IMPORT');
  const undone = await step('UNDO_IMPORT');
  const peaks = [checked, taken, undone].map(({ peak }) => peak);
  const most = (of: (peak: { apart: number; all: number }) => number) =>
    Math.round(Math.max(...peaks.map(of)));
  await worker.stop();
  await rm(folder, { recursive: true, force: true });
  return {
    'import: unions × cells': `${unions.length} × ${entries.size}`,
    'import: file, MB': (bytes.byteLength / 1024 / 1024).toFixed(1),
    'import: check with verdicts, s': checked.seconds.toFixed(1),
    'import: take over as drafts, s': taken.seconds.toFixed(1),
    'import: take back, s': undone.seconds.toFixed(1),
    'floor: the same drafts by the store alone, s': floor.toFixed(1),
    'import: take over ÷ floor': (taken.seconds / floor).toFixed(1),
    'import: peak memory of its process and the reader, MB': most(({ apart }) => apart),
    'import: the same with the worker, MB': most(({ all }) => all),
  };
}

/** The floor was measured; what it wrote is not kept. */
class Measured extends Error {}

/** Writes a draft for each union in one transaction, and takes that back: what no import can do without. */
async function draftsAlone(
  source: DataSource,
  { scope, filer }: BenchTenant,
  unions: ReadonlyArray<{ id: string }>,
): Promise<number> {
  const began = performance.now();
  const draft = {
    ...{ revision: 1, restatementReason: null, by: filer, entrustmentId: null },
    ...{ figures: layout.filed.map(() => '100'), states: layout.filed.map(() => 2) },
    ...{ held: {}, rows: {}, origins: {}, cover: {} },
  };
  try {
    await inTenant(source, scope.tenantId, async (tx) => {
      for (const { id } of unions) await insertDraft(tx, scope, { ...draft, unionId: id });
      throw new Measured();
    });
  } catch (error) {
    if (!(error instanceof Measured)) throw error;
  }
  return (performance.now() - began) / 1000;
}
