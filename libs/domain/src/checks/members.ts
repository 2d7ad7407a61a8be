import { atMost, boundsOf, partWithin } from './compare.js';
import type { Check } from './port.js';

/** Checks of 表二 会员. More members than employees is only asked about: members on leave keep their membership. */
export const memberChecks: readonly Check[] = [
  partWithin('mem_worker_cnt[women]', 'mem_worker_cnt', {
    code: 'women-within-workers',
    source: 'mem_worker_cnt: gender is a part',
  }),
  partWithin('mem_worker_cnt[migrant]', 'mem_worker_cnt', {
    code: 'migrants-within-workers',
    source: 'mem_worker_cnt: migrant is a part',
  }),
  partWithin('mem_member_cnt[women]', 'mem_member_cnt', {
    code: 'women-within-members',
    source: 'mem_member_cnt: = sum of genders',
  }),
  partWithin('mem_migrant_member_cnt', 'mem_member_cnt', {
    code: 'migrants-within-members',
    source: 'mem_migrant_member_cnt: <= mem_member_cnt',
  }),
  partWithin('mem_newform_member_cnt', 'mem_member_cnt', {
    code: 'newform-within-members',
    source: 'mem_newform_member_cnt: <= mem_member_cnt',
  }),
  partWithin('mem_realname_cnt', 'mem_member_cnt', {
    code: 'realname-within-members',
    source: 'mem_realname_cnt: <= mem_member_cnt',
  }),
  partWithin('mem_new_migrant_member_cnt', 'mem_new_member_cnt', {
    code: 'new-migrants-within-new-members',
    source: 'mem_new_migrant_member_cnt: <= mem_new_member_cnt',
  }),
  partWithin('mem_member_cnt', 'mem_worker_cnt', {
    code: 'members-above-workers',
    severity: 'PLAUSIBILITY',
    source: 'mem_member_cnt: > mem_worker_cnt (total)',
  }),
  partWithin('mem_member_cnt[women]', 'mem_worker_cnt[women]', {
    code: 'women-members-above-women-workers',
    severity: 'PLAUSIBILITY',
    source: 'mem_member_cnt: > mem_worker_cnt (women)',
  }),
  {
    code: 'no-members',
    severity: 'PLAUSIBILITY',
    scope: 'FILED',
    cells: ['mem_member_cnt'],
    source: 'mem_member_cnt: 0 members',
    evaluate: (input) =>
      boundsOf(input, 'mem_member_cnt')?.high === 0n
        ? [{ zh: '会员人数填的是 0,请说明。', en: 'There are 0 members. Explain.' }]
        : [],
  },
  atMost({
    code: 'realname-below-95-percent',
    severity: 'PLAUSIBILITY',
    source: 'mem_realname_cnt: < 95% of members (总工办发〔2017〕14号)',
    left: [[95n, 'mem_member_cnt']],
    right: [[100n, 'mem_realname_cnt']],
    say: (n) => ({
      zh: `实名制入库会员 ${n('mem_realname_cnt')} 人,不到会员 ${n('mem_member_cnt')} 人的 95%,请说明。`,
      en: `${n('mem_realname_cnt')} members in the real-name register are below 95 % of ${n('mem_member_cnt')}. Explain.`,
    }),
  }),
  atMost({
    code: 'leavers-above-10-percent',
    severity: 'PLAUSIBILITY',
    source: 'mem_leave_cnt: > 10% of stock',
    left: [[10n, 'mem_leave_cnt']],
    right: ['mem_member_cnt'],
    say: (n) => ({
      zh: `退会等减少 ${n('mem_leave_cnt')} 人,超过会员 ${n('mem_member_cnt')} 人的 10%,请说明。`,
      en: `${n('mem_leave_cnt')} members left, more than 10 % of ${n('mem_member_cnt')}. Explain.`,
    }),
  }),
];
