import type { Rule } from '../rule.js';
import { breakdowns, rule, sumOfParts, within } from './build.js';

/** A counted part of an indicator within it. */
const part = (code: string, of: string, breakdown: string, source: string): Rule =>
  within(`${of}[${breakdown}]`, of, { code, source: `${of}: ${source}` });

const asked = { severity: 'PLAUSIBILITY' } as const;

/** Rules of 表二 会员 within one period. More members than employees is only asked about: members on leave keep their membership. */
export const memberRules: readonly Rule[] = [
  part('women-within-workers', 'mem_worker_cnt', 'women', 'gender is a part'),
  part('migrants-within-workers', 'mem_worker_cnt', 'migrant', 'migrant is a part'),
  part('dispatched-within-workers', 'mem_worker_cnt', 'dispatched', 'dispatched is a part'),
  part('women-within-members', 'mem_member_cnt', 'women', '= sum of genders'),
  part('dispatched-within-members', 'mem_member_cnt', 'dispatched', 'dispatched is a part'),
  part('women-within-new-members', 'mem_new_member_cnt', 'women', 'gender is a part'),
  part('women-within-migrant-members', 'mem_migrant_member_cnt', 'women', 'gender is a part'),
  within('mem_migrant_member_cnt', 'mem_member_cnt', {
    code: 'migrants-within-members',
    source: 'mem_migrant_member_cnt: <= mem_member_cnt',
  }),
  within('mem_newform_member_cnt', 'mem_member_cnt', {
    code: 'newform-within-members',
    source: 'mem_newform_member_cnt: <= mem_member_cnt',
  }),
  ...sumOfParts(
    'mem_newform_member_cnt',
    breakdowns('mem_newform_member_cnt', '货车司机', '网约车司机', '快递员', '外卖配送员', '八大群体其他'),
    { code: 'newform-by-group', source: 'mem_newform_member_cnt: = sum of groups', rest: 'NONE' },
  ),
  within('mem_realname_cnt', 'mem_member_cnt', {
    code: 'realname-within-members',
    source: 'mem_realname_cnt: <= mem_member_cnt',
  }),
  within('mem_new_migrant_member_cnt', 'mem_new_member_cnt', {
    code: 'new-migrants-within-new-members',
    source: 'mem_new_migrant_member_cnt: <= mem_new_member_cnt',
  }),
  within('mem_member_cnt', 'mem_worker_cnt', {
    ...asked,
    code: 'members-above-workers',
    source: 'mem_member_cnt: > mem_worker_cnt (total)',
  }),
  within('mem_member_cnt[women]', 'mem_worker_cnt[women]', {
    ...asked,
    code: 'women-members-above-women-workers',
    source: 'mem_member_cnt: > mem_worker_cnt (women)',
  }),
  rule({
    ...asked,
    code: 'no-members',
    source: 'mem_member_cnt: 0 members',
    expression: 'mem_member_cnt > 0',
    zh: '会员人数填的是 0,请说明。',
    en: 'There are 0 members. Explain.',
  }),
  rule({
    code: 'single-union-below-25',
    severity: 'LAW',
    source: '工会法11; mem_member_cnt: single union < 25 (info)',
    expression: 'org_single_union_cnt != 1 || mem_member_cnt >= parameter("members_from")',
    at: 'mem_member_cnt',
    zh: '单独基层工会会员 {mem_member_cnt} 人,不足 {parameter("members_from")} 人,可以单独建会,也可以与邻近单位联合建会。',
    en: 'This single-employer union has {mem_member_cnt} members, fewer than {parameter("members_from")}; it may also join with others.',
  }),
  rule({
    ...asked,
    code: 'join-rate-below-90-percent',
    source: 'mem_join_rate: < 90 (模范之家 >= 90%, 豫2015)',
    expression: 'home_model_cnt != 1 || 100 * mem_member_cnt >= parameter("join_percent") * mem_worker_cnt',
    at: 'mem_member_cnt',
    zh: '模范职工之家会员 {mem_member_cnt} 人,不到职工 {mem_worker_cnt} 人的 {parameter("join_percent")}%,请说明。',
    en: 'The {mem_member_cnt} members of this model home are below {parameter("join_percent")} % of {mem_worker_cnt} employees. Explain.',
  }),
  rule({
    ...asked,
    code: 'realname-below-95-percent',
    source: 'mem_realname_cnt: < 95% of members (总工办发〔2017〕14号)',
    expression: 'parameter("realname_percent") * mem_member_cnt <= 100 * mem_realname_cnt',
    zh: '实名制入库会员 {mem_realname_cnt} 人,不到会员 {mem_member_cnt} 人的 {parameter("realname_percent")}%,请说明。',
    en: '{mem_realname_cnt} members in the real-name register are below {parameter("realname_percent")} % of {mem_member_cnt}. Explain.',
  }),
  rule({
    ...asked,
    code: 'leavers-above-10-percent',
    source: 'mem_leave_cnt: > 10% of stock',
    expression: '100 * mem_leave_cnt <= parameter("leavers_percent") * mem_member_cnt',
    zh: '退会等减少 {mem_leave_cnt} 人,超过会员 {mem_member_cnt} 人的 {parameter("leavers_percent")}%,请说明。',
    en: '{mem_leave_cnt} members left, more than {parameter("leavers_percent")} % of {mem_member_cnt}. Explain.',
  }),
  ...sumOfParts(
    'mem_leave_cnt',
    breakdowns('mem_leave_cnt', '退会', '除名', '死亡', '退休保留', '失业保留'),
    { code: 'leavers-by-reason', source: 'mem_leave_cnt: by reason', rest: 'EXPLAINED' },
  ),
  ...sumOfParts('mem_retained_cnt', breakdowns('mem_retained_cnt', '退休', '失业', '单位撤销'), {
    code: 'retained-by-reason',
    source: 'mem_retained_cnt: by reason',
    rest: 'EXPLAINED',
  }),
  rule({
    code: 'new-members-within-members',
    source: 'mem_new_member_cnt: new less those who left <= mem_member_cnt',
    expression: 'mem_new_member_cnt <= mem_member_cnt + mem_transfer_out_cnt + mem_leave_cnt',
    zh: '本期新发展会员 {mem_new_member_cnt} 人,减去转出 {mem_transfer_out_cnt} 人和退会 {mem_leave_cnt} 人后,大于期末会员 {mem_member_cnt} 人,推算的期初会员为负数。',
    en: '{mem_new_member_cnt} new members less {mem_transfer_out_cnt} transferred out and {mem_leave_cnt} who left exceed the {mem_member_cnt} at the end, so the opening stock would be negative.',
  }),
  rule({
    ...asked,
    code: 'opening-migrants-within-members',
    source: 'mem_new_migrant_member_cnt: opening migrant > opening members',
    expression: 'mem_migrant_member_cnt - mem_new_migrant_member_cnt <= mem_member_cnt - mem_new_member_cnt',
    zh: '推算期初农民工会员 {mem_migrant_member_cnt} - {mem_new_migrant_member_cnt} = {mem_migrant_member_cnt - mem_new_migrant_member_cnt} 人,大于期初会员 {mem_member_cnt} - {mem_new_member_cnt} = {mem_member_cnt - mem_new_member_cnt} 人,请说明。',
    en: 'Opening migrant members {mem_migrant_member_cnt} - {mem_new_migrant_member_cnt} = {mem_migrant_member_cnt - mem_new_migrant_member_cnt} exceed opening members {mem_member_cnt} - {mem_new_member_cnt} = {mem_member_cnt - mem_new_member_cnt}. Explain.',
  }),
];
