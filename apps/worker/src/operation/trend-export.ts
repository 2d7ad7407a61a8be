import { parsePeriod } from '@huiji/domain/period';
import { periodWords } from '@huiji/domain/period-words';
import { unionsInTree } from '@huiji/store/organisation';
import { treeOf } from '@huiji/store/rollup';
import { type TotalColumn, totalsSheet } from '@huiji/workbook/tables/totals';
import type { Sheet } from '@huiji/workbook/workbook';
import type { Body, ExportSource } from './export-source.js';

/** 历期趋势: the totals of a body in the periods that are read, the oldest first; those in whose tree it does not stand are left out. */
export async function trend(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, tenantId, input, form } = source;
  const columns: TotalColumn[] = [];
  for (const period of input.periods) {
    const tree = input.current ? input.tree : await treeOf(tx, tenantId, period);
    if (!(await unionsInTree(tx, tenantId, [body.id], tree)).has(body.id)) continue;
    const total = (await source.totals([body], [period], tree)).get(body.id);
    if (total) columns.push({ code: period, name: periodWords(parsePeriod(period)), total, sum: false });
  }
  const { pending, upTo } = await source.pending();
  const waiting = pending > 0 ? `,另有 ${pending} 项变动待计入` : '';
  return totalsSheet(
    form,
    {
      title: `${body.name} 历期趋势`,
      notes: [
        `报告期:${input.periods[0] ?? ''} 至 ${input.period},未开启的不列;组织口径:${input.current ? '现行组织关系' : '各期期末的组织关系'}`,
        `截至 ${source.shown(upTo)}${waiting};导出时间:${source.shown(new Date())};${form.zh}(${form.code} 第 ${form.version} 版)`,
      ],
    },
    columns,
    '历期趋势',
  );
}
