import type { TermStatus } from '@huiji/domain/election';
import type { CoverageDimension } from '@huiji/domain/employer';
import type { HomeDue, HomeTrack } from '@huiji/domain/home';
import type { NoticeState } from '@huiji/domain/notice';
import type { Level } from '@huiji/domain/organisation';

/** What can leave as a file besides what is of a form and a period. */
export type ExportList =
  | 'UNIONS'
  | 'EMPLOYERS'
  | 'COVERAGE'
  | 'CHANGES'
  | 'HOMES'
  | 'HOME_TALLIES'
  | 'HOME_PLAN'
  | 'HOME_AWARDS'
  | 'NOTICE_RECEIPTS'
  | 'WORK_RECORDS'
  | 'PEOPLE'
  | 'AUDIT'
  | 'NOTICES'
  | 'NOTICE_BODIES'
  | 'TERMS';

/** What an export of a list reads, settled when it was asked for: of a union and what stands below it, as its page narrows it down. */
export interface ListInput {
  kind: 'EXPORT_LIST';
  list: ExportList;
  unionId: string;
  /** Of PEOPLE and AUDIT: no union was named, all that one may read is meant. */
  whole: boolean;
  day: string;
  /** Of EMPLOYERS and PEOPLE. */
  text: string | null;
  /** Of EMPLOYERS. */
  covered: boolean | null;
  /** Of COVERAGE: what the whole is told by; empty for the whole alone. */
  by: readonly CoverageDimension[];
  /** Of the lists of homes; null for both, which only HOME_TALLIES counts. */
  track: HomeTrack | null;
  /** Of HOMES. */
  grade: number | null;
  due: HomeDue | null;
  /** Of NOTICE_RECEIPTS and NOTICE_BODIES, and null only elsewhere. */
  noticeId: string | null;
  /** Of NOTICE_RECEIPTS. */
  states: readonly NoticeState[] | null;
  overdue: boolean;
  /** Of WORK_RECORDS; the days inclusive. */
  kinds: readonly string[] | null;
  from: string | null;
  to: string | null;
  /** Of AUDIT; `since` inclusive, `until` not, as ISO 8601. */
  personId: string | null;
  action: string | null;
  since: string | null;
  until: string | null;
  /** Of TERMS, and null only elsewhere. */
  status: TermStatus | null;
  /** Of TERMS; null for all levels. */
  level: Level | null;
}
