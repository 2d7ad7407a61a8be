import { parsePeriod } from '@huiji/domain/period';
import { measureOf } from '@huiji/domain/target';
import { elapsedOfYear, scopeOf, settledYear, targetsOf } from '@huiji/filing/target-book';
import { shownRevisions } from '@huiji/filing/target-revisions';
import { childrenOf, unionsById } from '@huiji/store/organisation';
import { lastDocuments, targetRevisions } from '@huiji/store/target';
import { targetRevisionsSheet } from '@huiji/workbook/tables/target-revisions';
import { targetsSheet } from '@huiji/workbook/tables/targets';
import type { Sheet } from '@huiji/workbook/workbook';
import { all, page } from './all.js';
import type { Body, ExportSource } from './export-source.js';

/** 目标任务 of a body and of the unions directly below it: each target, how far it has come, and the document that set it last. */
export async function targets(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, tenantId, form, input } = source;
  const { tree, periods, periodsMissing } = input;
  const of = settledYear({ tenantId, form, year: parsePeriod(input.period), tree, periods, periodsMissing });
  const children = await all(
    (after: string | null) => childrenOf(tx, tenantId, body.id, tree, { first: page, after }),
    ({ code }) => code,
  );
  const unions = [...(await unionsById(tx, tenantId, [body.id])).values(), ...children];
  const held = await targetsOf(tx, of, unions);
  const ids = unions.map(({ id }) => id);
  const documents = new Map(
    (await lastDocuments(tx, scopeOf(of), ids)).map((row) => [`${row.unionId} ${row.cell}`, row.documentNo]),
  );
  const names = await source.names(unions);
  const upTo =
    of.upTo === null ? '尚未开启该年度的报告期' : `截至 ${of.upTo},时间进度 ${elapsedOfYear(of)} %`;
  return targetsSheet(
    {
      title: `${body.name} 目标任务`,
      notes: [
        ...(await source.notes(body.total)),
        `${upTo}。完成率 = 完成 ÷ 目标;比率按分子、分母之和计算。空白表示没有数,不等于 0。`,
      ],
    },
    unions.flatMap(({ id, code }) =>
      (held.get(id) ?? []).map((target) => ({
        ...target,
        ...{ code, name: names.get(id) ?? '' },
        documentNo: documents.get(`${id} ${target.measure.cell}`) ?? null,
      })),
    ),
  );
}

/** 沿革 of one target of a body, the newest revision first. */
export async function revisions(source: ExportSource, { id, name }: Body): Promise<Sheet> {
  const { tx, tenantId, form, input } = source;
  const measure = measureOf(form, input.cell ?? '');
  const found = await all(
    (after: string | null) =>
      targetRevisions(
        tx,
        { tenantId, form: form.code, period: input.period },
        { unionId: id, cell: measure.code },
        { first: page, after },
      ),
    (row) => row.id,
  );
  const shown = await shownRevisions(tx, tenantId, measure, found);
  const title = `${name} ${measure.zh} 沿革`;
  const notes = [
    `年度:${input.period};共 ${found.length} 次,新的在前`,
    `导出时间:${source.shown(new Date())};${form.zh}(${form.code} 第 ${form.version} 版);空白表示没有目标,不等于 0`,
  ];
  return targetRevisionsSheet(
    { title, notes },
    measure.unit,
    shown.map((row) => ({ ...row, issuedAt: source.shown(row.issuedAt) })),
  );
}
