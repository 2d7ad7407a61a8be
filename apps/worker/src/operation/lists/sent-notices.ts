import { noRecipients } from '@huiji/domain/notice';
import { countsAt, countsBelow, noticesSeenFrom, noticeTree } from '@huiji/store/notice';
import { unionInTree } from '@huiji/store/organisation';
import { noticeBodiesSheet, noticesSheet } from '@huiji/workbook/tables/notices';
import type { Sheet } from '@huiji/workbook/workbook';
import { page, pagesOf } from '../all.js';
import type { ListSource } from '../list-source.js';
import { noticeOf, seenFrom, told } from './notices.js';

/** 下发通知: what is seen from the union, the newest first. */
export async function notices(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const from = seenFrom(source);
  const superiors = (await unionInTree(tx, tenantId, body.id, noticeTree(input.day)))?.ancestors ?? [];
  const pages = pagesOf(
    (after: string | null) => noticesSeenFrom(tx, from, superiors, { first: page, after }),
    ({ id }) => id,
  );
  const rows = await source.rows(pages, async (some) => {
    const counts = await countsAt(
      tx,
      from,
      some.map(({ id }) => id),
    );
    return some.map((notice) => ({
      ...notice,
      counts: counts.get(notice.id) ?? noRecipients,
      ...{ issuedAt: source.shown(notice.issuedAt), withdrawnAt: source.shown(notice.withdrawnAt) },
    }));
  });
  return noticesSheet(
    { title, notes: source.notes(`共 ${rows.length} 件,新的在前;签收和回复是本级及下级的`) },
    rows,
  );
}

/** 通知进度: the union with all that stands below it, then each union directly below. */
export async function noticeBodies(source: ListSource, title: string): Promise<Sheet> {
  const { tx, body } = source;
  const notice = await noticeOf(source);
  const from = seenFrom(source);
  const own = (await countsAt(tx, from, [notice.id])).get(notice.id) ?? noRecipients;
  const pages = pagesOf(
    (after: string | null) => countsBelow(tx, from, notice.id, { first: page, after }),
    ({ code }) => code,
  );
  const below = await source.rows(pages, async (some) => {
    const names = await source.names(some.map(({ unionId }) => unionId));
    return some.map(({ unionId, code, ...counts }) => ({
      ...{ code, name: names.get(unionId)?.name ?? '', counts },
    }));
  });
  const { code = '' } = (await source.names([body.id])).get(body.id) ?? {};
  return noticeBodiesSheet(
    {
      title,
      notes: [
        told(notice),
        ...source.notes('第一行是本级及全部下级,以下各行是每个直接下级及其下级;只列有应签收单位的'),
      ],
    },
    [{ code, name: body.name, counts: own }, ...below],
    notice,
  );
}
