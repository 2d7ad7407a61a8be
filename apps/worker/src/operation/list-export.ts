import { ballotRates } from '@huiji/domain/home';
import { formatFigure } from '@huiji/domain/figure';
import { employerStateAt } from '@huiji/domain/employer';
import { isOverdue, noRecipients, noticeRates, noticeStateOf } from '@huiji/domain/notice';
import { lifeAt } from '@huiji/domain/organisation';
import { readableBy } from '@huiji/filing/employers';
import { homeStandings } from '@huiji/filing/home-standings';
import { Standards } from '@huiji/filing/home-standards';
import { listedChanges } from '@huiji/filing/listed-changes';
import { visibleAmong } from '@huiji/filing/visible';
import { coveragesOf, employersIn } from '@huiji/store/coverage';
import { lastTerms } from '@huiji/store/election';
import { awardsById } from '@huiji/store/home-award';
import { countsAt, noticeById } from '@huiji/store/notice';
import { receiptsAt } from '@huiji/store/notice-receipt';
import type { ExportList } from '@huiji/store/operation-list';
import { changesIn } from '@huiji/store/organisation-change';
import { treeOn, unionsInTree } from '@huiji/store/organisation';
import { accountableOn, employersById } from '@huiji/store/register';
import { unionsBelow } from '@huiji/store/total-reading';
import { homesSheet } from '@huiji/workbook/tables/homes';
import { receiptsSheet } from '@huiji/workbook/tables/receipts';
import { changesSheet, employersSheet, unionsSheet } from '@huiji/workbook/tables/registers';
import type { Sheet } from '@huiji/workbook/workbook';
import { inPages, page, pagesOf } from './all.js';
import type { ListSource } from './list-source.js';

/** How each list is read and laid out, and what it is called. */
const lists: Readonly<
  Record<ExportList, { zh: string; made: (source: ListSource, title: string) => Promise<Sheet> }>
> = {
  UNIONS: { zh: '组织名册', made: unions },
  EMPLOYERS: { zh: '用人单位', made: employers },
  CHANGES: { zh: '组织变动', made: changes },
  HOMES: { zh: '职工之家', made: homes },
  NOTICE_RECEIPTS: { zh: '通知签收', made: receipts },
};

/** A list with the name of its file: what it is, of whom, as of which day. */
export async function madeList(source: ListSource): Promise<{ sheet: Sheet; name: string }> {
  const { body, input } = source;
  const { zh, made } = lists[input.list];
  return { sheet: await made(source, `${body.name} ${zh}`), name: `${zh} ${body.name} ${input.day}` };
}

async function unions(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const tree = treeOn(input.day);
  const below = await unionsBelow(tx, tenantId, body.id, tree);
  source.requireRoom(below.length);
  const rows = await source.rows(inPages(below), async (some) => {
    const ids = some.map(({ id }) => id);
    const placed = await unionsInTree(tx, tenantId, ids, tree);
    const parentOf = (id: string): string | null =>
      id === body.id ? null : (placed.get(id)?.ancestors[0] ?? null);
    const names = await source.names(ids.flatMap((id) => [id, parentOf(id) ?? id]));
    const terms = await lastTerms(tx, tenantId, ids, input.day);
    return some.flatMap(({ id }) => {
      const union = placed.get(id)?.union;
      const term = terms.get(id);
      return union
        ? {
            ...union,
            ...{ name: names.get(id)?.name ?? union.name, parent: names.get(parentOf(id) ?? '') ?? null },
            ...{ state: lifeAt(union, input.day), termNo: term?.termNo ?? null },
            termEndsOn: term?.termEndsOn ?? null,
          }
        : [];
    });
  });
  return unionsSheet({ title, notes: source.notes(`共 ${rows.length} 家,含本级和筹建的工会`) }, rows);
}

async function employers(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, actor, input, body } = source;
  const { day, text, covered } = input;
  const subtree = { tenantId, unionId: body.id, day, readable: readableBy(actor) };
  const pages = pagesOf(
    (after: string | null) =>
      employersIn(tx, subtree, { covered, text }, { first: page, after }).then(async (ids) => {
        const found = await employersById(tx, tenantId, ids);
        return ids.flatMap((id) => found.get(id) ?? []);
      }),
    ({ code }) => code,
  );
  const rows = await source.rows(pages, async (some) => {
    const ids = some.map(({ id }) => id);
    const accountable = await accountableOn(tx, tenantId, ids, day);
    const coverages = await coveragesOf(tx, tenantId, ids, day);
    const concerned = [...accountable.values(), ...coverages.map(({ unionId }) => unionId)];
    const seen = await visibleAmong(tx, actor, [...new Set(concerned)]);
    return some.map((employer) => ({
      ...employer,
      state: employerStateAt(employer, day),
      accountable: seen.get(accountable.get(employer.id) ?? '') ?? null,
      coveredBy: coverages
        .filter(({ employerId }) => employerId === employer.id)
        .map(({ unionId }) => seen.get(unionId)?.name ?? '—'),
    }));
  });
  const narrowed = [
    ...(covered === null ? [] : [covered ? '只列已覆盖' : '只列未覆盖']),
    ...(text === null ? [] : [`名称或编码含“${text}”`]),
  ];
  const notes = source.notes([`共 ${rows.length} 家`, ...narrowed].join(';'));
  return employersSheet({ title, notes }, rows);
}

async function changes(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, actor, input, body } = source;
  const pages = pagesOf(
    (after: string | null) => changesIn(tx, tenantId, body.id, input.day, { first: page, after }),
    ({ id }) => id,
  );
  const rows = await source.rows(pages, async (some) =>
    (await listedChanges(tx, actor, some)).map(({ unions: concerned, undoneAt, ...change }) => ({
      ...change,
      unions: concerned.map(({ role, union: { name } }) => ({ role, name })),
      undoneAt: undoneAt && source.shown(undoneAt),
    })),
  );
  return changesSheet({ title, notes: source.notes(`共 ${rows.length} 项,新的在前`) }, rows);
}

async function homes(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const { day, track, grade, due } = input;
  const standards = await Standards.of(tx, tenantId);
  const found = await homeStandings(tx, standards, { tenantId, unionId: body.id, day, track, grade, due });
  source.requireRoom(found.length);
  const ladder = standards.forYear(Number(day.slice(0, 4)));
  const called = (of: number | null): string | null =>
    of === null ? null : (ladder.grades[of - 1]?.zh ?? `${of} 级`);
  const points = (of: { total: bigint | null } | null): string | null =>
    of && of.total !== null ? formatFigure(of.total, 2) : null;
  const rows = await source.rows(inPages(found), async (some) => {
    const held = some.flatMap((one) => one.held?.id ?? []);
    const awards = new Map((await awardsById(tx, tenantId, held)).map((award) => [award.id, award]));
    const names = await source.names(some.map(({ facts }) => facts.unionId));
    return some.map(({ facts, home, flags, due: waits, held: one }) => {
      const award = awards.get(one?.id ?? '');
      const of = award && standards.byId(award.standardId).grades[award.grade - 1];
      return {
        ...{ code: facts.code, name: names.get(facts.unionId)?.name ?? '', flags, due: waits },
        held: award ? { ...award, zh: of?.zh ?? `${award.grade} 级` } : null,
        ...{ planned: called(home.planned), assessed: points(home.assessment) },
        inspected: points(home.inspection),
        satisfiedPercent: home.ballots && ballotRates(home.ballots).satisfiedPercent,
      };
    });
  });
  const narrowed = grade === null ? '' : `;现有等级:${grade === 0 ? '未达标' : called(grade)}`;
  const of = `${track === 'LOCAL' ? '地方' : '系统'}系列${narrowed}${due === null ? '' : ';只列有该项待办的'}`;
  return homesSheet({ title, notes: source.notes(`${of};共 ${rows.length} 家`) }, rows);
}

async function receipts(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, actor, input, body } = source;
  const { noticeId, states, overdue } = input;
  const notice = noticeId && (await noticeById(tx, tenantId, noticeId));
  if (!notice) throw new Error('the notice of an export is gone');
  const { today } = actor;
  const from = { tenantId, unionId: body.id, level: body.level, today };
  const meant = { noticeId: notice.id, states, overdue };
  const pages = pagesOf(
    (after: string | null) => receiptsAt(tx, from, meant, { first: page, after }),
    ({ code }) => code,
  );
  const rows = await source.rows(pages, async (some) => {
    const names = await source.names(some.map(({ unionId }) => unionId));
    return some.map((row) => ({
      ...row,
      ...{ name: names.get(row.unionId)?.name ?? '', state: noticeStateOf(row) },
      ...{ overdue: isOverdue(notice, row, today), receivedAt: source.shown(row.receivedAt) },
      ...{ repliedAt: source.shown(row.repliedAt), remindedAt: source.shown(row.remindedAt) },
    }));
  });
  const counts = (await countsAt(tx, from, [notice.id])).get(notice.id) ?? noRecipients;
  const { receiptRate, replyRate } = noticeRates(counts, notice);
  const told = (what: string, count: number, rate: string | null): string =>
    `${what} ${count}${rate === null ? '' : `(${rate} %)`}`;
  const progress = [
    ...[`应签收 ${counts.recipients}`, told('已签收', counts.received, receiptRate)],
    ...(notice.wantsReply ? [told('已回复', counts.replied, replyRate)] : []),
    `超期 ${counts.overdue}`,
  ];
  return receiptsSheet(
    {
      title,
      notes: [
        `${notice.title}(${notice.documentNo},${notice.issuerName});截止日期:${notice.dueOn ?? '没有规定'}`,
        ...source.notes(`${progress.join(',')};所列 ${rows.length} 家`),
      ],
    },
    rows,
  );
}
