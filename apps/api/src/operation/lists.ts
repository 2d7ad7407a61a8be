import type { HomeDue, HomeTrack } from '@huiji/domain/home';
import type { NoticeState } from '@huiji/domain/notice';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMayBelow, unionIdOf, type UnionNamed, visibleUnion } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { ExportList, ListInput } from '@huiji/store/operation-list';
import { treeOn } from '@huiji/store/organisation';
import type { Actor } from '../graphql/ask.js';
import { optionalText } from '../graphql/text.js';
import { requireHomes } from '../home/home.reader.js';
import { noticeSeen, seenFrom } from '../notice/seen.js';
import { subtreeOf } from '../register/employer-view.js';

export interface ExportListInput extends UnionNamed {
  list: ExportList;
  on?: string | null;
  text?: string | null;
  covered?: boolean | null;
  track?: HomeTrack | null;
  grade?: number | null;
  due?: HomeDue | null;
  noticeId?: string | null;
  states?: NoticeState[] | null;
  overdue?: boolean | null;
  idempotencyKey: string;
}

/** What a list of something is about. */
type Asked = Pick<ListInput, 'unionId' | 'day' | 'noticeId'>;

/** By the checks of the queries that show the same; answers the union that was seen, by its id. */
const guards: Readonly<Record<ExportList, (tx: Tx, actor: Actor, asked: Asked) => Promise<string>>> = {
  UNIONS: async (tx, actor, { unionId, day }) =>
    (await visibleUnion(tx, actor, unionId, treeOn(day))).union.id,
  EMPLOYERS: async (tx, actor, { unionId, day }) =>
    (await subtreeOf(tx, actor, { unionId, on: day })).unionId,
  CHANGES: async (tx, actor, { unionId }) => (await visibleUnion(tx, actor, unionId)).union.id,
  HOMES: async (tx, actor, { unionId, day }) => (await requireHomes(tx, actor, unionId, day)).id,
  NOTICE_RECEIPTS: async (tx, actor, { unionId, noticeId }) => {
    const { from } = await seenFrom(tx, actor, { unionId }, requireMayBelow);
    await noticeSeen(tx, from, noticeId ?? '', 'noticeId');
    return from.unionId;
  },
};

/** Whether the actor may read a list: what its query refuses. */
export const requireList = (tx: Tx, actor: Actor, input: Asked & { list: ExportList }): Promise<string> =>
  guards[input.list](tx, actor, input);

/** What an export of a list reads. FIELD_REQUIRED for receipts of no notice, and what the query of the list refuses. */
export async function settledList(
  tx: Tx,
  actor: Actor,
  { list, on, ...asked }: Omit<ExportListInput, 'idempotencyKey'>,
): Promise<ListInput> {
  const ofDay = list === 'UNIONS' || list === 'EMPLOYERS' || list === 'HOMES';
  const day = (ofDay ? on : null) ?? actor.today;
  const ofNotice = list === 'NOTICE_RECEIPTS';
  if (ofNotice && !asked.noticeId) refuse('FIELD_REQUIRED', { field: 'noticeId' }, { field: 'noticeId' });
  const noticeId = ofNotice && asked.noticeId ? requireId(asked.noticeId, '通知 notice', 'noticeId') : null;
  const unionId = await unionIdOf(tx, actor, asked);
  return {
    ...{ kind: 'EXPORT_LIST', list, day, noticeId },
    unionId: await requireList(tx, actor, { list, unionId, day, noticeId }),
    ...{ text: optionalText('text', asked.text, 100), covered: asked.covered ?? null },
    ...{ track: asked.track ?? 'LOCAL', grade: asked.grade ?? null, due: asked.due ?? null },
    ...{ states: asked.states ?? null, overdue: asked.overdue ?? false },
  };
}
