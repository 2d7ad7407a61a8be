import type { Rule } from '../rule.js';
import { rule } from './build.js';

const asked = { severity: 'PLAUSIBILITY' } as const;

/** A rule that a stock has not moved by both a share and a number of persons that are asked about (domain rule 5). */
function steady(
  code: string,
  stock: string,
  [place, zh, en]: readonly [place: 'previous' | 'lastYear', zh: string, en: string],
): Rule {
  const before = `${place}("${stock}")`;
  const change = `abs(${stock} - ${before})`;
  return rule({
    ...asked,
    code,
    source: `${stock}: change >= 20% and >= 20 persons (domain rule 5)`,
    expression: `${change} < parameter("change_persons") || 100 * ${change} < parameter("change_percent") * ${before}`,
    zh: `“{name("${stock}")}”${zh} {${before}} 人,本期 {${stock}} 人,变动 {${change}} 人,达到 {parameter("change_percent")}% 且不少于 {parameter("change_persons")} 人,请说明。`,
    en: `{name("${stock}")}: {${before}} ${en}, {${stock}} now, a change of {${change}}, which is {parameter("change_percent")} % and {parameter("change_persons")} persons or more. Explain.`,
  });
}

const previous = ['previous', '上期', 'in the last period'] as const;
const lastYear = ['lastYear', '上年同期', 'a year ago'] as const;

/** What both the quarterly and the yearly report ask: indicators with frequency Q+Y that unions type or list in rows. */
export const askedInQuarters: readonly string[] = [
  ...['mem_worker_cnt', 'mem_member_cnt', 'mem_migrant_member_cnt', 'mem_new_member_cnt'],
  ...['mem_new_migrant_member_cnt', 'mem_newform_member_cnt'],
  ...['mem_leave_cnt', 'mem_retained_cnt', 'mem_realname_cnt', 'wc_meeting_cnt', 'wc_resolution_cnt'],
  ...['wc_collective_contract_unit_cnt', 'comp_event_cnt', 'comp_participant_cnt', 'comp_suggestion_cnt'],
  ...['trn_class_cnt', 'trn_person_time_cnt', 'trn_person_day_cnt', 'aid_hardship_archive_cnt'],
  ...[
    'aid_family_cnt',
    'aid_amount',
    'aid_service_person_time',
    'wom_event_participant_cnt',
    'cul_event_cnt',
  ],
  ...['cul_participant_cnt', 'fee_payroll_total', 'fee_allocated_amount', 'fee_remitted_amount'],
  ...['fee_own_remitted_amount', 'fee_refund_amount', 'info_submitted_cnt', 'info_adopted_cnt'],
];

const kebab = (code: string): string => code.replaceAll('_', '-');

/** The yearly figure of a flow is the sum of the quarters, of a stock the last quarter (domain rule 3). */
const asInQuarters = (code: string): Rule =>
  rule({
    ...asked,
    frequency: 'YEAR',
    code: `as-in-quarters-${kebab(code)}`,
    source: `${code}: asked once (domain rule 3)`,
    expression: `${code} == quarters("${code}")`,
    zh: `“{name("${code}")}”年报填 {${code}},四个季度的季报为 {quarters("${code}")},请核对,不同的请说明。`,
    en: `{name("${code}")} is {${code}} in the yearly report, {quarters("${code}")} by its four quarters. Check it, or explain.`,
  });

/** Rules that look back: at the last period, the same one last year, the year to date and the quarters of a year. */
export const overTimeRules: readonly Rule[] = [
  rule({
    ...asked,
    code: 'members-carried-forward',
    source: 'mem_member_cnt: != prev + new + transfer_in - transfer_out - leave',
    expression:
      'mem_member_cnt == previous("mem_member_cnt") + mem_new_member_cnt + mem_transfer_in_cnt - mem_transfer_out_cnt - mem_leave_cnt',
    zh: '期末会员 {mem_member_cnt} 人,与上期末 {previous("mem_member_cnt")} + 新发展 {mem_new_member_cnt} + 转入 {mem_transfer_in_cnt} - 转出 {mem_transfer_out_cnt} - 退会等 {mem_leave_cnt} = {previous("mem_member_cnt") + mem_new_member_cnt + mem_transfer_in_cnt - mem_transfer_out_cnt - mem_leave_cnt} 人不符,请核对,不同的请说明。',
    en: '{mem_member_cnt} members at the end differ from {previous("mem_member_cnt")} of the last period + {mem_new_member_cnt} new + {mem_transfer_in_cnt} in - {mem_transfer_out_cnt} out - {mem_leave_cnt} who left = {previous("mem_member_cnt") + mem_new_member_cnt + mem_transfer_in_cnt - mem_transfer_out_cnt - mem_leave_cnt}. Check them, or explain.',
  }),
  rule({
    code: 'leavers-within-members',
    source: 'mem_leave_cnt: <= prev(mem_member_cnt) + mem_new_member_cnt + mem_transfer_in_cnt',
    expression: 'mem_leave_cnt <= previous("mem_member_cnt") + mem_new_member_cnt + mem_transfer_in_cnt',
    zh: '退会等减少 {mem_leave_cnt} 人,大于上期末会员 {previous("mem_member_cnt")} 人与新发展 {mem_new_member_cnt} 人、转入 {mem_transfer_in_cnt} 人之和,请核对。',
    en: '{mem_leave_cnt} members who left exceed {previous("mem_member_cnt")} of the last period, {mem_new_member_cnt} new and {mem_transfer_in_cnt} in together. Check them.',
  }),
  rule({
    code: 'new-members-of-the-year-within-members',
    source: 'mem_new_member_cnt: ytd - ytd(outflow) <= mem_member_cnt',
    expression:
      'yearToDate("mem_new_member_cnt") <= mem_member_cnt + yearToDate("mem_transfer_out_cnt") + yearToDate("mem_leave_cnt")',
    zh: '今年累计新发展会员 {yearToDate("mem_new_member_cnt")} 人,减去累计转出 {yearToDate("mem_transfer_out_cnt")} 人和退会 {yearToDate("mem_leave_cnt")} 人后,大于期末会员 {mem_member_cnt} 人,请核对。',
    en: '{yearToDate("mem_new_member_cnt")} new members this year less {yearToDate("mem_transfer_out_cnt")} transferred out and {yearToDate("mem_leave_cnt")} who left exceed the {mem_member_cnt} at the end. Check them.',
  }),
  rule({
    ...asked,
    code: 'new-members-above-half',
    source: 'mem_new_member_cnt: ytd > 50% of stock',
    // Of a union founded this year all members are new.
    expression:
      'yearToDate("org_new_union_cnt") != 0 || 100 * yearToDate("mem_new_member_cnt") <= parameter("new_members_percent") * mem_member_cnt',
    at: 'mem_new_member_cnt',
    zh: '今年累计新发展会员 {yearToDate("mem_new_member_cnt")} 人,超过期末会员 {mem_member_cnt} 人的 {parameter("new_members_percent")}%,请说明。',
    en: '{yearToDate("mem_new_member_cnt")} new members this year are more than {parameter("new_members_percent")} % of {mem_member_cnt}. Explain.',
  }),
  steady('workers-changed', 'mem_worker_cnt', previous),
  steady('workers-changed-in-a-year', 'mem_worker_cnt', lastYear),
  steady('members-changed', 'mem_member_cnt', previous),
  steady('members-changed-in-a-year', 'mem_member_cnt', lastYear),
  rule({
    ...asked,
    frequency: 'YEAR',
    code: 'no-congress-system',
    source: 'wc_system_unit_cnt: union > 1 year old and none',
    // A return of the year before exists: any figure, and any blank, is 0 or more.
    expression: '!(wc_system_unit_cnt == 0 && previous("wc_system_unit_cnt") >= 0)',
    zh: '建会已满一年,建立职代会制度的单位数仍为 0,请说明。',
    en: 'The union is more than a year old, and no unit has a worker congress. Explain.',
  }),
  rule({
    ...asked,
    frequency: 'YEAR',
    code: 'proposals-of-last-year-open',
    source: 'wc_proposal_closed_rate: < 100 by next session',
    expression: 'wc_proposal_closed_cnt >= previous("wc_proposal_accepted_cnt")',
    zh: '今年办结提案 {wc_proposal_closed_cnt} 件,少于上年立案 {previous("wc_proposal_accepted_cnt")} 件,请说明未办结的提案。',
    en: '{wc_proposal_closed_cnt} proposals closed are fewer than the {previous("wc_proposal_accepted_cnt")} accepted in the year before. Explain those still open.',
  }),
  ...askedInQuarters.map(asInQuarters),
];
