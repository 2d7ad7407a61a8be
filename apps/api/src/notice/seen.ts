import { requireId } from '@huiji/filing/ids';
import { type requireMayBelow, type Seen, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import { type Notice, noticeById, noticeTree, reaches, type SeenFrom } from '@huiji/store/notice';
import type { Actor } from '../graphql/ask.js';
import { noSuchNotice } from './notice.service.js';

/** From where the actor looks: NOT_FOUND, FORBIDDEN. */
export async function seenFrom(
  tx: Tx,
  actor: Actor,
  named: UnionNamed,
  require: typeof requireMayBelow,
): Promise<{ from: SeenFrom } & Pick<Seen, 'ancestors'>> {
  const unionId = await unionIdOf(tx, actor, named);
  const { union, ancestors } = await require(tx, actor, 'READ_NOTICES', unionId, noticeTree(actor.today));
  const { id, level } = union;
  return { from: { tenantId: actor.tenantId, unionId: id, level, today: actor.today }, ancestors };
}

/** A notice that can be seen from a union; NOT_FOUND where neither that union issued it nor any recipient stands there or below. */
export async function noticeSeen(tx: Tx, from: SeenFrom, noticeId: string, field: string): Promise<Notice> {
  const notice = await noticeById(tx, from.tenantId, requireId(noticeId, '通知 notice', field));
  if (!notice) return noSuchNotice(field);
  const seen = notice.issuerId === from.unionId || (await reaches(tx, from, notice.id));
  return seen ? notice : noSuchNotice(field);
}
