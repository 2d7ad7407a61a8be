import { askedInQuarters } from '../over-time.js';
import { type Case, type Cases, figures } from './case.js';

const flows = {
  ...{ mem_new_member_cnt: '10', mem_transfer_in_cnt: '2' },
  ...{ mem_transfer_out_cnt: '1', mem_leave_cnt: '3' },
};

const changed = (stock: string, place: 'previous' | 'lastYear'): Case =>
  figures({ [stock]: '80' }, { [stock]: '81' }, { [place]: { [stock]: '100' } });

/** Cases of rules that look back. */
export const overTimeCases: Cases = {
  'members-carried-forward': figures(
    { ...flows, mem_member_cnt: '109' },
    { ...flows, mem_member_cnt: '108' },
    { previous: { mem_member_cnt: '100' } },
  ),
  'leavers-within-members': figures(
    { ...flows, mem_leave_cnt: '113' },
    { ...flows, mem_leave_cnt: '112' },
    { previous: { mem_member_cnt: '100' } },
  ),
  'new-members-of-the-year-within-members': figures(
    { ...flows, mem_member_cnt: '25' },
    { ...flows, mem_member_cnt: '26' },
    { earlier: [{ mem_new_member_cnt: '20', mem_transfer_out_cnt: '0', mem_leave_cnt: '0' }] },
  ),
  'new-members-above-half': figures(
    { mem_new_member_cnt: '31', mem_member_cnt: '100', org_new_union_cnt: '0' },
    { mem_new_member_cnt: '30', mem_member_cnt: '100', org_new_union_cnt: '0' },
    { earlier: [{ mem_new_member_cnt: '20', org_new_union_cnt: '0' }] },
  ),
  'workers-changed': changed('mem_worker_cnt', 'previous'),
  'workers-changed-in-a-year': changed('mem_worker_cnt', 'lastYear'),
  'members-changed': changed('mem_member_cnt', 'previous'),
  'members-changed-in-a-year': changed('mem_member_cnt', 'lastYear'),
  'no-congress-system': [
    { figures: { wc_system_unit_cnt: '0' }, previous: {} },
    { figures: { wc_system_unit_cnt: '0' } },
  ],
  'proposals-of-last-year-open': figures(
    { wc_proposal_closed_cnt: '23' },
    { wc_proposal_closed_cnt: '24' },
    { previous: { wc_proposal_accepted_cnt: '24' } },
  ),
  ...Object.fromEntries(
    askedInQuarters.map((code): [string, Case] => {
      const quarters = ['1', '2', '3', '4'].map((figure) => ({ [code]: figure }));
      const stock =
        /^(mem_(worker|member|migrant_member|newform_member|retained|realname)_cnt|.*_unit_cnt|.*_archive_cnt)$/;
      const right = stock.test(code) ? '4' : '10';
      return [
        `as-in-quarters-${code.replaceAll('_', '-')}`,
        figures({ [code]: '9' }, { [code]: right }, { quarters }),
      ];
    }),
  ),
};
