import { differingBelow } from '@huiji/filing/breach';
import { debtOf, filingViews } from '@huiji/filing/filings';
import { notFiled } from '@huiji/store/debt';
import { unionsById } from '@huiji/store/organisation';
import { remindersAbout } from '@huiji/store/reminder';
import { waitingFor } from '@huiji/store/review';
import type { Scope } from '@huiji/store/scope';
import { type About } from '@huiji/workbook/tables/lists';
import { breachesSheet, notFiledSheet, queueSheet, remindersSheet } from '@huiji/workbook/tables/returns';
import type { Sheet } from '@huiji/workbook/workbook';
import { page, pagesOf } from './all.js';
import type { Body, ExportSource } from './export-source.js';

const scopeOf = ({ tenantId, input: { form, period } }: ExportSource): Scope => ({ tenantId, form, period });

async function aboutOf(source: ExportSource, body: Body, what: string, ...more: string[]): Promise<About> {
  return { title: `${body.name} ${what}`, notes: [...(await source.notes(body.total)), ...more] };
}

/** How some unions of a list are called: their codes, and the names that they bore in the tree that is read. */
async function called(
  source: ExportSource,
  unionIds: readonly string[],
): Promise<(unionId: string) => { code: string; name: string }> {
  const unions = await unionsById(source.tx, source.tenantId, [...new Set(unionIds)]);
  const names = await source.names(unions.values());
  return (unionId) => ({ code: unions.get(unionId)?.code ?? '', name: names.get(unionId) ?? '' });
}

/** 未报名单. */
export async function owing(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, tenantId, input } = source;
  const scope = scopeOf(source);
  const { form, period } = scope;
  const { today } = await source.actor();
  const pages = pagesOf(
    (after: string | null) => notFiled(tx, scope, body.id, input.tree, { first: page, after }),
    ({ code }) => code,
  );
  const rows = await source.rows(pages, async (some) => {
    const ids = some.map(({ unionId }) => unionId);
    const asked = ids.map((unionId) => ({ form, period, unionId, submissionId: null }));
    const filings = await filingViews(tx, tenantId, asked);
    const nameOf = await called(source, ids);
    return some.flatMap(({ unionId, state }, i) => {
      const filing = filings[i];
      return filing ? [{ ...nameOf(unionId), state, ...debtOf(filing, today) }] : [];
    });
  });
  return notFiledSheet(await aboutOf(source, body, '未报名单'), rows);
}

/** 待审核: what waits for who asked, at the body. */
export async function queue(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, tenantId, form } = source;
  const { personId, today } = await source.actor();
  const scope = scopeOf(source);
  const by = { personId, unionIds: [body.id], day: today, tree: source.input.tree };
  const pages = pagesOf(
    (after: { score: number; id: string } | null) => waitingFor(tx, scope, by, { first: page, after }),
    ({ score, id }) => ({ score, id }),
  );
  const rows = await source.rows(pages, async (some) => {
    const asked = some.map(({ id, unionId }) => ({
      ...{ form: scope.form, period: scope.period, unionId, submissionId: id },
    }));
    const filings = await filingViews(tx, tenantId, asked);
    const nameOf = await called(
      source,
      some.map(({ unionId }) => unionId),
    );
    return some.flatMap(({ unionId, revision, filedAt, entrustmentIds, risk }, i) => {
      const filing = filings[i];
      if (!filing) return [];
      return {
        ...{ ...nameOf(unionId), revision, filedAt: filedAt ? source.shown(filedAt) : '', risk },
        ...{ late: filing.late ?? false, occasion: filing.occasion, entrusted: entrustmentIds.length > 0 },
      };
    });
  });
  const note = '按值得注意的程度排列;自己填报的不在其中';
  return queueSheet(await aboutOf(source, body, '待审核', note), form, rows);
}

/** 催报记录 at and below a body, the newest first. */
export async function reminders(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, input } = source;
  const pages = pagesOf(
    (after: string | null) =>
      remindersAbout(tx, scopeOf(source), { unionId: body.id, tree: input.tree }, { first: page, after }),
    ({ id }) => id,
  );
  const rows = await source.rows(pages, (some) =>
    some.map(({ at, ...row }) => ({ ...row, at: source.shown(at) })),
  );
  return remindersSheet(await aboutOf(source, body, '催报记录', '单位数与条数只计本级及以下'), rows);
}

/** 汇总表差异: the statements at and below a body that differ from the sums below them. */
export async function breaches(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, form, input } = source;
  const scope = { ...scopeOf(source), filed: form, tree: input.tree };
  const pages = pagesOf(
    (after: string | null) => differingBelow(tx, scope, body.id, { first: page, after }),
    ({ submission }) => submission.unionId,
  );
  const rows = await source.rows(pages, async (some) => {
    const nameOf = await called(
      source,
      some.flatMap(({ submission, above }) => [submission.unionId, ...above.map(({ unionId }) => unionId)]),
    );
    return some.flatMap(({ submission, breaches: differences, above }) =>
      differences.map((breach) => ({
        ...{ ...nameOf(submission.unionId), breach, explanation: submission.explanation },
        awaiting: above.flatMap(({ unionId, current }) => (current ? [] : [nameOf(unionId).name])),
      })),
    );
  });
  const note = '差额 = 上报数 − 下级合计;待签收是尚未签收这一差异的上级';
  return breachesSheet(await aboutOf(source, body, '汇总表差异', note), rows);
}
