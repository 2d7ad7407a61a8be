import { catalogueVersion, indicatorsEver } from '@huiji/store/catalogue';
import { reading } from '@huiji/store/data-source';
import { newestForms } from '@huiji/store/form';
import { tenantNow } from '@huiji/store/person';
import { catalogueSheets } from '@huiji/workbook/tables/catalogue';
import type { DataSource } from 'typeorm';
import { all, page } from './all.js';
import { type ResultFile, workbookFile } from './exporter.js';

/** Reads the catalogue (指标库) of a tenant at one moment and makes its file. */
export async function catalogueFile(
  source: DataSource,
  tenantId: string,
  progress: (percent: number) => Promise<void>,
): Promise<ResultFile> {
  const { name, today, ...catalogue } = await reading(source, tenantId, async (tx) => {
    const tenant = await tenantNow(tx, tenantId);
    return {
      ...tenant,
      version: await catalogueVersion(tx, tenantId),
      held: await all(
        (after: string | null) => indicatorsEver(tx, tenantId, tenant.today, { first: page, after }),
        ({ entry }) => entry.code,
      ),
      forms: await newestForms(tx, tenantId),
    };
  });
  await progress(50);
  return workbookFile(`指标库 ${name} ${today}`, catalogueSheets({ name, day: today, ...catalogue }));
}
