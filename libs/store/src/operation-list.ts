import type { HomeDue, HomeTrack } from '@huiji/domain/home';
import type { NoticeState } from '@huiji/domain/notice';

/** What can leave as a file besides what is of a form and a period. */
export type ExportList = 'UNIONS' | 'EMPLOYERS' | 'CHANGES' | 'HOMES' | 'NOTICE_RECEIPTS';

/** What an export of a list reads, settled when it was asked for: of a union and what stands below it, as its page narrows it down. */
export interface ListInput {
  kind: 'EXPORT_LIST';
  list: ExportList;
  unionId: string;
  day: string;
  /** Of EMPLOYERS. */
  text: string | null;
  covered: boolean | null;
  /** Of HOMES. */
  track: HomeTrack;
  grade: number | null;
  due: HomeDue | null;
  /** Of NOTICE_RECEIPTS, and null only elsewhere. */
  noticeId: string | null;
  states: readonly NoticeState[] | null;
  overdue: boolean;
}
