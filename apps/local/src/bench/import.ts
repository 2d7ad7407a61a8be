import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '@huiji/domain/figure';
import { cellsFiledBy } from '@huiji/domain/form';
import { inTenant } from '@huiji/store/data-source';
import { DiskStore } from '@huiji/store/disk-store';
import { uploadOf } from '@huiji/store/file-store';
import { type Import, insertImport } from '@huiji/store/import';
import { type ImportInput, insertOperation, operationBy } from '@huiji/store/operation';
import { insertDraft } from '@huiji/store/submission-content';
import { manySheets } from '@huiji/workbook/tables/many';
import { writeWorkbook } from '@huiji/workbook/write';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { launchApp } from '../launch.js';
import type { Figures } from './figures.js';
import { memoryBelow } from './processes.js';
import { type BenchTenant, form, layout, openPeriod } from './tenant.js';

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

/** The typed cells of a grassroots union that are filled in, and what each says. */
const entries = new Map(
  cellsFiledBy(form, 'GRASSROOTS')
    .filter(({ source }) => source === 'TYPED')
    .slice(0, filled)
    .map(({ code, decimals }, at): [string, Entry] => [
      code,
      { figure: BigInt(100 + at) * 10n ** BigInt(decimals), mark: 'EXACT' },
    ]),
);

/** Where an import is run: the settings of its worker, and a folder of its own for files. */
interface Place {
  env: NodeJS.ProcessEnv;
  folder: string;
}

/** What importing the returns of so many unions costs, in time and memory, beside writing as many drafts by the store alone. */
export async function importCosts(
  source: DataSource,
  tenant: BenchTenant,
  { many, ...place }: Place & { many: number },
): Promise<Figures> {
  const unions = await filedUnions(tenant, many);
  const floor = await draftsAlone(source, tenant, unions);
  const { period } = tenant.scope;
  const bytes = await writeWorkbook(
    manySheets({
      ...{ form, period },
      unions: unions.map(({ code }) => ({ code, name: code, level: 'GRASSROOTS', entries })),
    }),
  );
  const run = await imported(source, tenant, place, { period, history: null, fileName: 'bench.xlsx', bytes });
  return {
    'import: unions × cells': `${unions.length} × ${entries.size}`,
    ...figuresOf('import', run),
    'floor: the same drafts by the store alone, s': floor.toFixed(1),
    'import: take over ÷ floor': (run.taken.seconds / floor).toFixed(1),
  };
}

/** What importing four past quarters of so many unions as history (历史数据) costs, from a CSV with a row a union and period. */
export async function historyCosts(
  source: DataSource,
  tenant: BenchTenant,
  { many, ...place }: Place & { many: number },
): Promise<Figures> {
  const unions = await filedUnions(tenant, many);
  const owner = new pg.Client({ connectionString: tenant.ownerUrl });
  await owner.connect();
  await owner.query(
    `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from) VALUES ($1, gen_random_uuid(), $2, $3, 'STATISTICIAN', '2001-01-01')`,
    [tenant.scope.tenantId, tenant.filer, tenant.rootId],
  );
  await owner.end();
  const periods = ['2025Q3', '2025Q4', '2026Q1', '2026Q2'];
  for (const period of periods) await openPeriod(source, { ...tenant, scope: { ...tenant.scope, period } });
  const said = [...entries.values()].map(({ figure }) => figure);
  const rows = periods.flatMap((period) => unions.map(({ code }) => [period, code, ...said].join(',')));
  const bytes = Buffer.from([['period', 'union_code', ...entries.keys()].join(','), ...rows].join('\n'));
  const history = { source: '手工汇总', sourceDate: '2026-07-31' };
  const run = await imported(source, tenant, place, { period: null, history, fileName: 'past.csv', bytes });
  return {
    'history: unions × periods × cells': `${unions.length} × ${periods.length} × ${entries.size}`,
    ...figuresOf('history', run),
  };
}

interface Step {
  seconds: number;
  /** In MB, of what works apart with its reader, and of these with the worker. */
  peak: { apart: number; all: number };
}
interface Run {
  bytes: number;
  checked: Step;
  taken: Step;
  undone: Step;
}

function figuresOf(name: string, { bytes, checked, taken, undone }: Run): Figures {
  const most = (of: keyof Step['peak']) =>
    Math.round(Math.max(...[checked, taken, undone].map(({ peak }) => peak[of])));
  return {
    [`${name}: file, MB`]: (bytes / 1024 / 1024).toFixed(1),
    [`${name}: check with verdicts, s`]: checked.seconds.toFixed(1),
    [`${name}: take over, s`]: taken.seconds.toFixed(1),
    [`${name}: take back, s`]: undone.seconds.toFixed(1),
    [`${name}: peak memory of its process and the reader, MB`]: most('apart'),
    [`${name}: the same with the worker, MB`]: most('all'),
  };
}

/** Has a file checked, taken over and taken back by a worker of its own. */
async function imported(
  source: DataSource,
  { scope: { tenantId }, filer: personId }: BenchTenant,
  { env, folder }: Place,
  { bytes, ...file }: Pick<Import, 'period' | 'history' | 'fileName'> & { bytes: Uint8Array },
): Promise<Run> {
  const about = { form: form.code, period: file.period };
  const begun = { ...about, ...file, unionId: null, size: bytes.byteLength };
  const importId = await inTenant(source, tenantId, (tx) => insertImport(tx, { tenantId, personId }, begun));
  const secret = '0'.repeat(32);
  await new DiskStore(folder, secret).put(uploadOf(tenantId, importId), bytes);
  const worker = await launchApp('worker', {
    ...env,
    ...{ ATTACHMENT_STORE: `file://${folder}`, ATTACHMENT_SECRET: secret },
  });
  const step = async (kind: ImportInput['kind']): Promise<Step> => {
    const began = performance.now();
    const id = await inTenant(source, tenantId, (tx) =>
      insertOperation(
        tx,
        { tenantId, personId, tokenId: null },
        { kind, importId, ...about, submit: false, explanation: '手工汇总' },
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
  const run = {
    bytes: bytes.byteLength,
    checked: await step('CHECK_IMPORT'),
    taken: await step('APPLY_IMPORT'),
    undone: await step('UNDO_IMPORT'),
  };
  await worker.stop();
  await rm(folder, { recursive: true, force: true });
  return run;
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
