import type { OneNoticeQuery } from './generated/notices.js';

/** A notice as it is seen from a body. */
export type View = OneNoticeQuery['notice'];

/** Which notice, and from which body it is looked at. */
export interface NoticeSeen {
  noticeId: string;
  unionCode: string;
}
