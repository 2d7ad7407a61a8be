import type { TermStatus } from '@huiji/domain/election';
import type { CoverageDimension } from '@huiji/domain/employer';
import type { HomeDue, HomeTrack } from '@huiji/domain/home';
import type { NoticeState } from '@huiji/domain/notice';
import type { Level } from '@huiji/domain/organisation';
import { refuse } from '@huiji/domain/problem';
import { workKinds } from '@huiji/domain/work-kinds';
import { personsMeant } from '@huiji/filing/administered';
import { auditedBelow } from '@huiji/filing/audited';
import { requireId } from '@huiji/filing/ids';
import {
  namedIn,
  requireMay,
  requireMayBelow,
  unionIdOf,
  type UnionNamed,
  visibleUnion,
} from '@huiji/filing/visible';
import { auditEvents } from '@huiji/store/audit-search';
import type { Tx } from '@huiji/store/data-source';
import type { ExportList, ListInput } from '@huiji/store/operation-list';
import { treeOn } from '@huiji/store/organisation';
import { requireTerms, termsOn } from '../founding/terms.js';
import type { Actor, Ask } from '../graphql/ask.js';
import { optionalText } from '../graphql/text.js';
import { requireHome, requireHomes } from '../home/home.reader.js';
import { noticeSeen, seenFrom } from '../notice/seen.js';
import { requireRate, subtreeOf } from '../register/employer-view.js';

export interface ExportListInput extends UnionNamed {
  list: ExportList;
  on?: string | null;
  text?: string | null;
  covered?: boolean | null;
  by?: CoverageDimension[] | null;
  track?: HomeTrack | null;
  grade?: number | null;
  due?: HomeDue | null;
  noticeId?: string | null;
  states?: NoticeState[] | null;
  overdue?: boolean | null;
  kinds?: string[] | null;
  from?: string | null;
  to?: string | null;
  personId?: string | null;
  action?: string | null;
  since?: Date | null;
  until?: Date | null;
  status?: TermStatus | null;
  year?: number | null;
  level?: Level | null;
  idempotencyKey: string;
}

/** What a list of something is about. */
type Asked = Pick<ListInput, 'unionId' | 'whole' | 'day' | 'noticeId'>;

/** Homes at and below a union. */
const homesSeen = async (tx: Tx, { actor }: Ask, { unionId, day }: Asked): Promise<string> =>
  (await requireHomes(tx, actor, unionId, day)).id;

/** A notice with who stands where below. */
async function noticeBelow(tx: Tx, { actor }: Ask, { unionId, noticeId }: Asked): Promise<string> {
  const { from } = await seenFrom(tx, actor, { unionId }, requireMayBelow);
  await noticeSeen(tx, from, noticeId ?? '', 'noticeId');
  return from.unionId;
}

/** By the checks of the queries that show the same; answers the union that was seen, by its id. */
const guards: Readonly<Record<ExportList, (tx: Tx, ask: Ask, asked: Asked) => Promise<string>>> = {
  UNIONS: async (tx, { actor }, { unionId, day }) =>
    (await visibleUnion(tx, actor, unionId, treeOn(day))).union.id,
  EMPLOYERS: async (tx, { actor }, { unionId, day }) =>
    (await subtreeOf(tx, actor, { unionId, on: day })).unionId,
  COVERAGE: async (tx, { actor }, { unionId, day }) => (await requireRate(tx, actor, unionId, day)).id,
  CHANGES: async (tx, { actor }, { unionId }) => (await visibleUnion(tx, actor, unionId)).union.id,
  HOMES: homesSeen,
  HOME_TALLIES: homesSeen,
  HOME_PLAN: homesSeen,
  HOME_AWARDS: async (tx, { actor }, { unionId }) => (await requireHome(tx, actor, unionId)).id,
  NOTICE_RECEIPTS: noticeBelow,
  NOTICE_BODIES: noticeBelow,
  NOTICES: async (tx, { actor }, { unionId }) =>
    (await seenFrom(tx, actor, { unionId }, requireMay)).from.unionId,
  WORK_RECORDS: async (tx, { actor }, { unionId }) =>
    (await requireMay(tx, actor, 'READ_RECORDS', unionId)).union.id,
  PEOPLE: async (tx, { inSession }, { unionId, whole }) => {
    await personsMeant(tx, inSession, whole ? null : unionId);
    return unionId;
  },
  AUDIT: async (tx, { actor }, { unionId, whole }) => {
    await auditedBelow(tx, actor, whole ? null : unionId);
    return unionId;
  },
  TERMS: async (tx, { actor }, { unionId, day }) => (await requireTerms(tx, actor, unionId, day)).id,
};

/** Whether whoever asks may read a list: what its query refuses. */
export const requireList = (tx: Tx, ask: Ask, input: Asked & { list: ExportList }): Promise<string> =>
  guards[input.list](tx, ask, input);

/** The lists that are of any day that is named; the others are of today. */
const ofDay: ReadonlySet<ExportList> = new Set([
  ...(['UNIONS', 'EMPLOYERS', 'COVERAGE', 'HOMES', 'HOME_TALLIES', 'HOME_PLAN'] as const),
]);
/** The lists of one notice. */
const ofNotice: ReadonlySet<ExportList> = new Set(['NOTICE_RECEIPTS', 'NOTICE_BODIES']);

/** As of which day a list is: NUMBER_OUT_OF_RANGE. */
function dayOf(actor: Actor, { list, on, year }: Pick<ExportListInput, 'list' | 'on' | 'year'>): string {
  if (list === 'TERMS') return termsOn(actor, year);
  return (ofDay.has(list) ? on : null) ?? actor.today;
}

/** What a list cannot be read without, and what it is read by: FIELD_REQUIRED for a list that says nothing of it. */
function needed<T>(asked: boolean, field: string, value: T | null | undefined): T | null {
  if (!asked) return null;
  return value || refuse('FIELD_REQUIRED', { field }, { field });
}

/** What an export of a list reads. FIELD_REQUIRED, NUMBER_OUT_OF_RANGE, and what the query of the list refuses. */
export async function settledList(
  tx: Tx,
  ask: Ask,
  { list, on, year, ...asked }: Omit<ExportListInput, 'idempotencyKey'>,
): Promise<ListInput> {
  const { actor } = ask;
  const day = dayOf(actor, { list, on, year });
  const notice = needed(ofNotice.has(list), 'noticeId', asked.noticeId);
  const noticeId = notice && requireId(notice, '通知 notice', 'noticeId');
  const status = needed(list === 'TERMS', 'status', asked.status);
  const whole = (list === 'PEOPLE' || list === 'AUDIT') && (await namedIn(tx, actor, asked)) === null;
  const unionId = whole ? ownUnion(actor) : await unionIdOf(tx, actor, asked);
  return {
    ...{ kind: 'EXPORT_LIST', list, day, whole, noticeId, status },
    unionId: await requireList(tx, ask, { list, unionId, whole, day, noticeId }),
    ...{ text: optionalText('text', asked.text, 100), covered: asked.covered ?? null },
    by: [...new Set(asked.by ?? [])],
    track: asked.track ?? (list === 'HOME_TALLIES' ? null : 'LOCAL'),
    ...{ grade: asked.grade ?? null, due: asked.due ?? null },
    ...{ states: asked.states ?? null, overdue: asked.overdue ?? false, level: asked.level ?? null },
    kinds: asked.kinds
      ? workKinds.map(({ code }) => code).filter((code) => asked.kinds?.includes(code))
      : null,
    ...{ from: asked.from ?? null, to: asked.to ?? null },
    personId:
      list === 'AUDIT' && asked.personId
        ? await requireInAudit(tx, actor, { personId: asked.personId, unionId: whole ? null : unionId })
        : null,
    action: optionalText('action', asked.action, 100),
    since: asked.since?.toISOString() ?? null,
    until: asked.until?.toISOString() ?? null,
  };
}

/** A person of whom the actor may read any event: NOT_FOUND for anybody else, as for an id that does not exist. */
async function requireInAudit(
  tx: Tx,
  actor: Actor,
  asked: { personId: string; unionId: string | null },
): Promise<string> {
  const what = '人员 person';
  const personId = requireId(asked.personId, what, 'personId');
  const search = { ...(await auditedBelow(tx, actor, asked.unionId)), personId };
  const events = await auditEvents(tx, actor.tenantId, search, { first: 1, after: null });
  return events.length > 0 ? personId : refuse('NOT_FOUND', { what }, { field: 'personId' });
}

/** The union of the first appointment: by which a list is kept that is of no union. */
const ownUnion = ({ appointments: [first] }: Actor): string =>
  first?.unionId ?? refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
