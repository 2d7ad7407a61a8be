import { differingBelow } from '@huiji/filing/breach';
import { debtOf, type FilingView, filingViews } from '@huiji/filing/filings';
import { notFiled } from '@huiji/store/debt';
import { type TreeAt, unionsById } from '@huiji/store/organisation';
import { remindersAbout } from '@huiji/store/reminder';
import { waitingFor } from '@huiji/store/review';
import type { Scope } from '@huiji/store/scope';
import { type About } from '@huiji/workbook/tables/lists';
import {
  breachesSheet,
  notFiledSheet,
  queueSheet,
  remindersSheet,
  type WaitingRow,
} from '@huiji/workbook/tables/returns';
import type { Sheet } from '@huiji/workbook/workbook';
import { all, inPages, page } from './all.js';
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
  const { today } = await source.actor();
  const found = await all(
    (after: string | null) => notFiled(tx, scope, body.id, input.tree, { first: page, after }),
    ({ code }) => code,
  );
  const { form, period } = scope;
  const asked = found.map(({ unionId }) => ({ form, period, unionId, submissionId: null }));
  const filings: FilingView[] = [];
  for (const some of inPages(asked)) filings.push(...(await filingViews(tx, tenantId, some)));
  const nameOf = await called(
    source,
    found.map(({ unionId }) => unionId),
  );
  const rows = found.flatMap(({ unionId, state }, i) => {
    const filing = filings[i];
    return filing ? [{ ...nameOf(unionId), state, ...debtOf(filing, today) }] : [];
  });
  return notFiledSheet(await aboutOf(source, body, '未报名单'), rows);
}

/** 待审核: what waits for who asked, at the body. */
export async function queue(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, tenantId, form } = source;
  const { personId, today } = await source.actor();
  const by = { personId, unionIds: [body.id], day: today, tree: source.input.tree };
  const found = await all(
    (after: { score: number; id: string } | null) =>
      waitingFor(tx, scopeOf(source), by, { first: page, after }),
    ({ score, id }) => ({ score, id }),
  );
  const nameOf = await called(
    source,
    found.map(({ unionId }) => unionId),
  );
  const rows: WaitingRow[] = [];
  for (const some of inPages(found)) {
    const filings = await filingViews(
      tx,
      tenantId,
      some.map(({ id, unionId, ...of }) => ({ form: of.form, period: of.period, unionId, submissionId: id })),
    );
    rows.push(
      ...some.map(({ unionId, revision, filedAt, entrustmentIds, risk }, i) => ({
        ...{ ...nameOf(unionId), revision, filedAt: filedAt ? source.shown(filedAt) : '', risk },
        ...{ late: filings[i]?.late ?? false, occasion: filings[i]?.occasion ?? ('ORDINARY' as const) },
        entrusted: entrustmentIds.length > 0,
      })),
    );
  }
  const note = '按值得注意的程度排列;自己填报的不在其中';
  return queueSheet(await aboutOf(source, body, '待审核', note), form, rows);
}

/** 催报记录 at and below a body, the newest first. */
export async function reminders(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, input } = source;
  const found = await all(
    (after: string | null) =>
      remindersAbout(tx, scopeOf(source), { unionId: body.id, tree: input.tree }, { first: page, after }),
    ({ id }) => id,
  );
  const rows = found.map(({ at, ...row }) => ({ ...row, at: source.shown(at) }));
  return remindersSheet(await aboutOf(source, body, '催报记录', '单位数与条数只计本级及以下'), rows);
}

/** 汇总差异: the statements at and below a body that differ from the sums below them. */
export async function breaches(source: ExportSource, body: Body): Promise<Sheet> {
  const { tx, form, input } = source;
  const scope: Scope & { filed: typeof form; tree: TreeAt } = {
    ...{ ...scopeOf(source), filed: form, tree: input.tree },
  };
  const found = await all(
    (after: string | null) => differingBelow(tx, scope, body.id, { first: page, after }),
    ({ submission }) => submission.unionId,
  );
  const nameOf = await called(
    source,
    found.flatMap(({ submission, above }) => [submission.unionId, ...above.map(({ unionId }) => unionId)]),
  );
  const rows = found.flatMap(({ submission, breaches: differences, above }) =>
    differences.map((breach) => ({
      ...{ ...nameOf(submission.unionId), breach, explanation: submission.explanation },
      awaiting: above.flatMap(({ unionId, current }) => (current ? [] : [nameOf(unionId).name])),
    })),
  );
  const note = '差额 = 上报数 − 下级合计;待签收是尚未签收这一差异的上级';
  return breachesSheet(await aboutOf(source, body, '汇总差异', note), rows);
}
