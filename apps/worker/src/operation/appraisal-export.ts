import { ranked } from '@huiji/domain/appraisal';
import type { AppraisalScheme } from '@huiji/domain/appraisal-scheme';
import { childStandings, resultsOf, schemeOf } from '@huiji/store/appraisal';
import { publicationOf } from '@huiji/store/appraisal-publication';
import { unionsById } from '@huiji/store/organisation';
import { appraisalSheet } from '@huiji/workbook/tables/appraisal';
import type { Sheet } from '@huiji/workbook/workbook';
import type { Body, ExportSource } from './export-source.js';

const none: AppraisalScheme = {
  ...{ nothingBelow: '0.00', mostCounted: '100.00', items: [], grades: [], appealDays: 0 },
};

/** 目标管理考核 of the unions directly below a body, as it stands. */
export async function appraisal(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, tenantId, input } = source;
  const scope = { tenantId, bodyId: body.id, form: input.form, period: input.period };
  const scheme = await schemeOf(tx, scope);
  const children = ranked(await childStandings(tx, scope, input.tree));
  const ids = children.map(({ unionId }) => unionId);
  const names = await source.names((await unionsById(tx, tenantId, ids)).values());
  const results = await resultsOf(tx, scope, ids);
  const days = await publicationOf(tx, scope);
  const stage = days ? (days.finalOn ? `${days.finalOn} 办结` : `${days.publishedOn} 公示`) : '尚未公示';
  return appraisalSheet(
    {
      title: `${body.name} 目标管理考核`,
      notes: [
        `${input.period};考核办法:${scheme?.documentNo ?? '未制定'};${stage};导出时间:${source.shown(new Date())}`,
        '空白表示没有数据、没有评分或没有考核,不等于 0;不完整的没有等次和名次。',
      ],
    },
    scheme ?? none,
    children.map(({ unionId, code, rank }) => {
      const result = results.get(unionId) ?? null;
      return { rank, code, name: names.get(unionId) ?? '', result };
    }),
  );
}
