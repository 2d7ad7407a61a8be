/** Builds that are wrong on purpose, in copies of the checkout: what a fault run must be able to see. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Started } from '../command.js';
import { temporaryFolder } from '../temporary.js';
import { copyCheckout } from '../weakened/copy.js';
import { FaultRun } from './run.js';

/** One place of the built product, and what stands there instead. */
interface Variant {
  name: string;
  what: string;
  file: string;
  /** Stands in the file exactly once. */
  right: string;
  wrong: string;
}

export const variants: readonly Variant[] = [
  {
    name: 'enqueue-after-commit',
    what: 'pointers are enqueued after the commit, and not with it',
    file: 'libs/store/dist/data-source.js',
    right: `await Promise.all([
            begun,
            ...last,
            client.query('COMMIT')
        ]);
        return done;`,
    wrong: `const { rows: pointers } = await client.query(\`DELETE FROM rollup_outbox
          WHERE xmin::text = pg_current_xact_id()::xid::text RETURNING *\`);
        await Promise.all([begun, ...last, client.query('COMMIT')]);
        const enqueue = async ()=>{
            const later = source.createQueryRunner();
            try {
                await begin(later, tenantId, 'ISOLATION LEVEL READ COMMITTED');
                for (const p of pointers) await later.query(\`INSERT INTO rollup_outbox
                  (tenant_id, form, period, id, union_id, plus, minus, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)\`,
                  [p.tenant_id, p.form, p.period, p.id, p.union_id, p.plus, p.minus, p.at]);
                await later.query('COMMIT');
            } finally {
                await later.release();
            }
        };
        if (pointers.length > 0) setTimeout(()=>enqueue().catch(()=>undefined), 20);
        return done;`,
  },
  {
    name: 'add-in-a-second-transaction',
    what: 'changes are taken in one transaction and added in another',
    file: 'libs/store/dist/rollup.js',
    right: `export function drain(source, scope) {
    return inTenant(source, scope.tenantId, async (tx)=>{`,
    wrong: `export async function drain(source, scope) {
    const taken = await inTenant(source, scope.tenantId, (tx)=>sql(tx, \`DELETE FROM rollup_outbox
      WHERE tenant_id = $1 AND form = $2 AND period = $3 RETURNING *\`, [scope.tenantId, scope.form, scope.period]));
    return inTenant(source, scope.tenantId, async (tx)=>{
        for (const p of taken) await sql(tx, \`INSERT INTO rollup_outbox
          (tenant_id, form, period, id, union_id, plus, minus, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)\`,
          [p.tenant_id, p.form, p.period, p.id, p.union_id, p.plus, p.minus, p.at]);`,
  },
  {
    name: 'keys-forgotten',
    what: 'a request that is sent once more is done once more',
    file: 'libs/store/dist/idempotency.js',
    right: `if (taken.length === 0) {`,
    wrong: `if (request === undefined) {`,
  },
  {
    name: 'repair-in-two-statements',
    what: 'a repair empties totals and outbox in one statement, and posts all contributions in a later one',
    file: 'libs/store/dist/rollup-check.js',
    right: `const found = await everySuspect(tx, scope);`,
    wrong: `if (!dryRun) {
        const form = await lockScope(tx, scope);
        await sql(tx, \`WITH emptied AS (DELETE FROM rollup_outbox WHERE tenant_id = $1 AND form = $2 AND period = $3)
          UPDATE rollup SET totals = '{}', filled = '{}', not_applicable = '{}', at_least = '{}', about = '{}'
          WHERE tenant_id = $1 AND form = $2 AND period = $3\`, keyOf(scope));
        await everySuspect(tx, scope);
        await sql(tx, \`INSERT INTO rollup_outbox (tenant_id, form, period, id, union_id, plus, at)
          SELECT tenant_id, form, period, gen_random_uuid(), union_id, id, clock_timestamp() FROM contribution
          WHERE tenant_id = $1 AND form = $2 AND period = $3 AND superseded_at IS NULL\`, keyOf(scope));
        return { form, differences: { all: 0, first: [] }, unions: [] };
    }
    const found = await everySuspect(tx, scope);`,
  },
];

/** How many are killed before the verdict is asked, and how often that is done at most. */
const kills = 10;
const rounds = 6;

/** Lets a variant run, with the verdict after every few kills, until something is found or it has had its chances. */
export async function caught(
  started: Started,
  variant: Variant,
  seed: number,
): Promise<{ run: FaultRun; findings: string[] }> {
  const own = new Started();
  await started.together(() => own);
  const [folder] = await own.together(temporaryFolder);
  const checkout = join(folder.path, 'checkout');
  await mkdir(checkout, { recursive: true });
  await copyCheckout(checkout);
  await spoil(checkout, variant);
  const run = await FaultRun.open(own, folder.path, seed, checkout);
  let findings: string[] = [];
  for (let round = 0; round < rounds && findings.length === 0; round++) findings = await run.round(kills);
  await own.stop();
  return { run, findings };
}

/** Throws where the place does not look as it did when the variant was written. */
async function spoil(checkout: string, variant: Variant): Promise<void> {
  await writeFile(join(checkout, variant.file), await spoiled(checkout, variant));
}

/** The file of a build as a variant has it. Throws where that does not hold the place to be changed, or holds it twice. */
export async function spoiled(checkout: string, { name, file, right, wrong }: Variant): Promise<string> {
  const parts = (await readFile(join(checkout, file), 'utf8')).split(right);
  if (parts.length !== 2)
    throw new Error(`${name}: ${file} holds the place to be changed ${parts.length - 1} times, and not once`);
  return parts.join(wrong);
}
