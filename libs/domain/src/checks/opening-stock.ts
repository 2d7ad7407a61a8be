import { type Check } from './port.js';
import { atMost } from './compare.js';

/**
 * What a stock was when the span began, from its end, what was added in the span and what left it: 68 unions of which
 * 49 are new were 19. Negative when the figures cannot belong together. Give increments of the same span as the closing
 * stock: of the period, or of the year to date.
 */
export function openingStock(closing: bigint, added: bigint, left = 0n): bigint {
  return closing - added + left;
}

/** Checks that look back to the opening stock without knowing the period before. */
export const openingStockChecks: readonly Check[] = [
  atMost({
    code: 'new-members-within-members',
    source: 'mem_new_member_cnt: new less those who left <= mem_member_cnt',
    left: ['mem_new_member_cnt'],
    right: ['mem_member_cnt', 'mem_transfer_out_cnt', 'mem_leave_cnt'],
    say: (n) => ({
      zh: `本期新发展会员 ${n('mem_new_member_cnt')} 人,减去转出 ${n('mem_transfer_out_cnt')} 人和退会 ${n('mem_leave_cnt')} 人后,大于期末会员 ${n('mem_member_cnt')} 人,推算的期初会员为负数。`,
      en: `${n('mem_new_member_cnt')} new members less ${n('mem_transfer_out_cnt')} transferred out and ${n('mem_leave_cnt')} who left exceed the ${n('mem_member_cnt')} at the end, so the opening stock would be negative.`,
    }),
  }),
  atMost({
    code: 'opening-migrants-within-members',
    severity: 'PLAUSIBILITY',
    source: 'mem_new_migrant_member_cnt: opening migrant > opening members',
    left: ['mem_migrant_member_cnt', 'mem_new_member_cnt'],
    right: ['mem_member_cnt', 'mem_new_migrant_member_cnt'],
    say: (n, { figure }) => {
      const opening = (closing: string, added: string) =>
        openingStock(figure(closing) ?? 0n, figure(added) ?? 0n);
      const migrants = opening('mem_migrant_member_cnt', 'mem_new_migrant_member_cnt');
      const members = opening('mem_member_cnt', 'mem_new_member_cnt');
      return {
        zh: `推算期初农民工会员 ${n('mem_migrant_member_cnt')} - ${n('mem_new_migrant_member_cnt')} = ${migrants} 人,大于期初会员 ${n('mem_member_cnt')} - ${n('mem_new_member_cnt')} = ${members} 人,请说明。`,
        en: `Opening migrant members ${n('mem_migrant_member_cnt')} - ${n('mem_new_migrant_member_cnt')} = ${migrants} exceed opening members ${n('mem_member_cnt')} - ${n('mem_new_member_cnt')} = ${members}. Explain.`,
      };
    },
  }),
  atMost({
    code: 'new-unions-within-unions',
    severity: 'PLAUSIBILITY',
    scope: 'TOTAL',
    source: 'org_new_union_cnt: more founded than there are at the end',
    left: ['org_new_union_cnt'],
    right: ['org_grassroots_union_cnt', 'org_dissolved_union_cnt'],
    say: (n) => ({
      zh: `本期新建基层工会 ${n('org_new_union_cnt')} 个,大于期末 ${n('org_grassroots_union_cnt')} 个与撤销 ${n('org_dissolved_union_cnt')} 个之和,请说明。`,
      en: `${n('org_new_union_cnt')} unions founded exceed the ${n('org_grassroots_union_cnt')} at the end and ${n('org_dissolved_union_cnt')} dissolved together. Explain.`,
    }),
  }),
];
