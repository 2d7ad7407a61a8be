import { type Cases, ofFigures, parts } from './case.js';

const groups = { 货车司机: '1', 网约车司机: '2', 快递员: '3', 外卖配送员: '4', 八大群体其他: '0' };
const reasons = { 退会: '1', 除名: '0', 死亡: '1', 退休保留: '3', 失业保留: '0' };

/** Cases of 表二 会员. */
export const memberCases: Cases = {
  ...ofFigures({
    'women-within-workers': [
      { 'mem_worker_cnt[women]': '101', mem_worker_cnt: '100' },
      { 'mem_worker_cnt[women]': '100', mem_worker_cnt: '100' },
    ],
    'migrants-within-workers': [
      { 'mem_worker_cnt[migrant]': '101', mem_worker_cnt: '100' },
      { 'mem_worker_cnt[migrant]': '100', mem_worker_cnt: '≥90' },
    ],
    'women-within-members': [
      { 'mem_member_cnt[women]': '101', mem_member_cnt: '100' },
      { 'mem_member_cnt[women]': '100', mem_member_cnt: '100' },
    ],
    'migrants-within-members': [
      { mem_migrant_member_cnt: '≥7511', mem_member_cnt: '7510' },
      { mem_migrant_member_cnt: '4388', mem_member_cnt: '7510' },
    ],
    'newform-within-members': [
      { mem_newform_member_cnt: '11', mem_member_cnt: '10' },
      { mem_newform_member_cnt: '≈11', mem_member_cnt: '10' },
    ],
    'realname-within-members': [
      { mem_realname_cnt: '11', mem_member_cnt: '10' },
      { mem_realname_cnt: '10', mem_member_cnt: '10' },
    ],
    'new-migrants-within-new-members': [
      { mem_new_migrant_member_cnt: '2491', mem_new_member_cnt: '2490' },
      { mem_new_migrant_member_cnt: '1874', mem_new_member_cnt: '2490' },
    ],
    'members-above-workers': [
      { mem_member_cnt: '101', mem_worker_cnt: '100' },
      { mem_member_cnt: '100', mem_worker_cnt: '100' },
    ],
    'women-members-above-women-workers': [
      { 'mem_member_cnt[women]': '51', 'mem_worker_cnt[women]': '50' },
      { 'mem_member_cnt[women]': '50', 'mem_worker_cnt[women]': '50' },
    ],
    'no-members': [{ mem_member_cnt: '0' }, { mem_member_cnt: '1' }],
    'realname-below-95-percent': [
      { mem_realname_cnt: '94', mem_member_cnt: '100' },
      { mem_realname_cnt: '95', mem_member_cnt: '100' },
    ],
    'leavers-above-10-percent': [
      { mem_leave_cnt: '11', mem_member_cnt: '100' },
      { mem_leave_cnt: '10', mem_member_cnt: '100' },
    ],
    'new-members-within-members': [
      { mem_new_member_cnt: '16', mem_member_cnt: '10', mem_transfer_out_cnt: '2', mem_leave_cnt: '3' },
      { mem_new_member_cnt: '15', mem_member_cnt: '10', mem_transfer_out_cnt: '2', mem_leave_cnt: '3' },
    ],
    'opening-migrants-within-members': [
      {
        mem_migrant_member_cnt: '9',
        mem_new_migrant_member_cnt: '0',
        mem_member_cnt: '10',
        mem_new_member_cnt: '2',
      },
      {
        mem_migrant_member_cnt: '8',
        mem_new_migrant_member_cnt: '0',
        mem_member_cnt: '10',
        mem_new_member_cnt: '2',
      },
    ],
    'dispatched-within-workers': [
      { 'mem_worker_cnt[dispatched]': '101', mem_worker_cnt: '100' },
      { 'mem_worker_cnt[dispatched]': '100', mem_worker_cnt: '100' },
    ],
    'dispatched-within-members': [
      { 'mem_member_cnt[dispatched]': '101', mem_member_cnt: '100' },
      { 'mem_member_cnt[dispatched]': '100', mem_member_cnt: '100' },
    ],
    'women-within-new-members': [
      { 'mem_new_member_cnt[women]': '11', mem_new_member_cnt: '10' },
      { 'mem_new_member_cnt[women]': '10', mem_new_member_cnt: '10' },
    ],
    'women-within-migrant-members': [
      { 'mem_migrant_member_cnt[women]': '11', mem_migrant_member_cnt: '10' },
      { 'mem_migrant_member_cnt[women]': '10', mem_migrant_member_cnt: '10' },
    ],
    'newform-by-group-exceed': [
      { mem_newform_member_cnt: '9', ...parts('mem_newform_member_cnt', groups) },
      { mem_newform_member_cnt: '10', ...parts('mem_newform_member_cnt', groups) },
    ],
    'newform-by-group-short': [
      { mem_newform_member_cnt: '11', ...parts('mem_newform_member_cnt', groups) },
      { mem_newform_member_cnt: '11', ...parts('mem_newform_member_cnt', { ...groups, 八大群体其他: '≥0' }) },
    ],
    'single-union-below-25': [
      { org_single_union_cnt: '1', mem_member_cnt: '24' },
      { org_single_union_cnt: '1', mem_member_cnt: '25' },
    ],
    'join-rate-below-90-percent': [
      { home_model_cnt: '1', mem_member_cnt: '89', mem_worker_cnt: '100' },
      { home_model_cnt: '1', mem_member_cnt: '90', mem_worker_cnt: '100' },
    ],
    'leavers-by-reason-exceed': [
      { mem_leave_cnt: '4', ...parts('mem_leave_cnt', reasons) },
      { mem_leave_cnt: '5', ...parts('mem_leave_cnt', reasons) },
    ],
    'leavers-by-reason-short': [
      { mem_leave_cnt: '6', ...parts('mem_leave_cnt', reasons) },
      { mem_leave_cnt: '5', ...parts('mem_leave_cnt', reasons) },
    ],
    'retained-by-reason-exceed': [
      { mem_retained_cnt: '4', ...parts('mem_retained_cnt', { 退休: '5' }) },
      { mem_retained_cnt: '5', ...parts('mem_retained_cnt', { 退休: '5' }) },
    ],
    'retained-by-reason-short': [
      { mem_retained_cnt: '6', ...parts('mem_retained_cnt', { 退休: '5', 失业: '0', 单位撤销: '0' }) },
      { mem_retained_cnt: '6', ...parts('mem_retained_cnt', { 退休: '5', 失业: '1', 单位撤销: 'n/a' }) },
    ],
  }),
};
