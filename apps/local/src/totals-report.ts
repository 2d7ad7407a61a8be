/** Holds all totals against the contributions, and says on the terminal what differs. */
import { differenceLine } from '@huiji/domain/rollup-check';
import { auditedTenants } from '@huiji/store/audit-chain';
import { inTenant, reading } from '@huiji/store/data-source';
import { rebuildTotals, scopesIn } from '@huiji/store/rollup-check';
import type { DataSource } from 'typeorm';

/** How many differences of a form and period are printed. */
const mostPrinted = 20;

/** Recomputes the totals of every form and period of every tenant. Answers how many numbers differ; changes none of them. */
export async function reportTotals(source: DataSource): Promise<number> {
  let wrong = 0;
  let scopes = 0;
  for (const tenantId of await auditedTenants(source))
    for (const scope of await reading(source, tenantId, (tx) => scopesIn(tx, tenantId))) {
      const { form, differences } = await inTenant(source, tenantId, (tx) =>
        rebuildTotals(tx, scope, { unionId: null, dryRun: true }),
      );
      scopes += 1;
      wrong += differences.all;
      for (const difference of differences.first.slice(0, mostPrinted))
        console.log(`  ${tenantId} ${scope.form} ${scope.period} ${differenceLine(form, difference)}`);
    }
  console.log(
    wrong === 0
      ? `汇总数与各笔上报一致(${scopes} 个表期)。 All totals are what the contributions add up to: ${scopes} forms and periods.`
      : `${wrong} 个汇总数与各笔上报不符,见上。 ${wrong} numbers are not what the contributions add up to, listed above.`,
  );
  return wrong;
}
