import type { Rule } from '../rule.js';
import { type Declared, rule, within } from './build.js';

type OfRow = Omit<Declared, 'table'>;
const ofSession = (declared: OfRow): Rule => rule({ ...declared, table: 'wc_session' });
const ofBallot = (declared: OfRow): Rule => rule({ ...declared, table: 'wc_ballot' });

/** Whether votes reach the city's line of ALL delegates due. */
const passes = (votes: string): string =>
  `(choice("pass_line") == "MORE_THAN_HALF" ? 2 * (${votes}) > referred.due : 2 * (${votes}) >= referred.due)`;

const votes = 'row.for + row.against + row.abstain';
const voters = 'referred.present + referred.proxy';
const delegates = 'row.present + row.proxy + row.absent';

/**
 * Rules of 附表一 and 附表二, the worker congress (职代会) and its ballots. What the law asks only flags: a meeting without
 * quorum must stay recordable, or the form forces people to lie (domain rule 5).
 */
export const congressRules: readonly Rule[] = [
  ofSession({
    code: 'delegates-add-up',
    source: 'wc_delegate_due_cnt: = present + proxy + absent; wc_delegate_proxy_cnt: present + proxy <= due',
    expression: `row.due == ${delegates}`,
    zh: `应到代表 {row.due} 人,与实到、委托、缺席之和 {added(${delegates})} 人不符。`,
    en: `{row.due} delegates due, but present, proxy and absent are {added(${delegates})}.`,
  }),
  ofSession({
    code: 'quorum-two-thirds',
    severity: 'LAW',
    source: '沪28, 浙15, 豫19: 2/3 of the delegates, present in person',
    expression: '3 * row.present >= 2 * row.due',
    zh: '实到代表 {row.present} 人,不足应到 {row.due} 人的三分之二,未达法定人数(可以保存)。',
    en: '{row.present} of {row.due} delegates present are fewer than two thirds: no quorum (it can be recorded).',
  }),
  ofSession({
    code: 'too-few-delegates',
    severity: 'LAW',
    source: '沪21, 浙10: at least 30 delegates',
    expression: 'row.due >= parameter("minimum_delegates")',
    zh: '应到代表 {row.due} 人,少于 {parameter("minimum_delegates")} 人。',
    en: '{row.due} delegates due are fewer than {parameter("minimum_delegates")}.',
  }),
  ofSession({
    code: 'proxies-used',
    severity: 'LAW',
    source: 'wc_delegate_proxy_cnt: no proxy in the rules read',
    expression: 'row.proxy == 0',
    zh: '有委托代表 {row.proxy} 人;各地条例没有委托出席的规定。',
    en: '{row.proxy} delegates by proxy; the rules read know no proxies.',
  }),
  ofSession({
    code: 'passed-ballots-within-adopted',
    source: 'wc_resolution_cnt: one item, one ballot',
    expression: 'referring("wc_ballot", "passed") <= row.adopted',
    zh: '表决通过的事项有 {referring("wc_ballot", "passed")} 项,大于填报的通过事项数 {row.adopted} 项。',
    en: '{referring("wc_ballot", "passed")} ballots passed, but {row.adopted} items are given as adopted.',
  }),
  ofSession({
    code: 'adopted-without-ballots',
    severity: 'PLAUSIBILITY',
    source: 'wc_resolution_cnt: item without ballot counts',
    expression: 'row.adopted <= referring("wc_ballot")',
    zh: '通过事项 {row.adopted} 项,只填了 {referring("wc_ballot")} 项的表决票数,请补填或说明。',
    en: '{row.adopted} items adopted, but ballots of {referring("wc_ballot")} only. Fill them in, or explain.',
  }),
  ofSession({
    code: 'session-within-period',
    source: 'wc_meeting_cnt: a flow, counted in the period in which it was held',
    severity: 'PLAUSIBILITY',
    expression: 'withinPeriod(row.held_on)',
    at: 'held_on',
    zh: '召开日期 {row.held_on} 不在本报告期内,请核对,无误的请说明。',
    en: 'The session was held on {row.held_on}, outside this period. Check the date, or explain.',
  }),
  ofBallot({
    code: 'votes-within-voters',
    source: 'wc_vote_cnt: for + against + abstain <= present + proxy',
    expression: `${votes} <= ${voters}`,
    zh: `“{row.item}”表决 {added(${votes})} 票,大于实到与委托 {added(${voters})} 人。`,
    en: `{row.item}: {added(${votes})} votes exceed present and proxy {added(${voters})}.`,
  }),
  ofBallot({
    code: 'pass-line',
    severity: 'LAW',
    source: '浙15, 豫: 过半数; 沪31: 半数以上, of all delegates',
    expression: `!row.passed || ${passes('row.for')}`,
    zh: '“{row.item}”填为通过,但赞成 {row.for} 票未达全体代表 {referred.due} 人的{chosen("pass_line")}。',
    en: '{row.item} is marked as passed, but {row.for} for are not {chosen("pass_line")} of all {referred.due} delegates.',
  }),
  ofBallot({
    code: 'passed-by-proxies',
    severity: 'LAW',
    source: 'wc_vote_cnt: passes only thanks to proxies',
    expression: `!row.passed || !${passes('row.for')} || ${passes('row.for - referred.proxy')}`,
    zh: '“{row.item}”赞成 {row.for} 票,不计委托 {referred.proxy} 票则为 {row.for - referred.proxy} 票,未达全体代表 {referred.due} 人的{chosen("pass_line")}。',
    en: '{row.item}: {row.for} for, but without {referred.proxy} proxies {row.for - referred.proxy}, not {chosen("pass_line")} of all {referred.due} delegates.',
  }),
  ofBallot({
    code: 'votes-below-voters',
    severity: 'LAW',
    source: 'wc_vote_cnt: sum != present + proxy',
    expression: `${votes} >= ${voters}`,
    zh: `“{row.item}”三项票数合计 {${votes}} 票,少于实到与委托 {${voters}} 人。`,
    en: `{row.item}: {${votes}} votes are fewer than the {${voters}} present and by proxy.`,
  }),
  ofBallot({
    code: 'many-abstentions',
    severity: 'LAW',
    source: 'wc_vote_cnt: abstain > 20%',
    expression: `100 * row.abstain <= parameter("abstain_percent") * (${votes})`,
    zh: `“{row.item}”弃权 {row.abstain} 票,超过 {${votes}} 票的 {parameter("abstain_percent")}%。`,
    en: `{row.item}: {row.abstain} abstentions are more than {parameter("abstain_percent")} % of {${votes}} votes.`,
  }),
  rule({
    code: 'no-congress-in-a-year',
    severity: 'LAW',
    frequency: 'YEAR',
    source: '沪22, 浙15: at least once a year',
    expression: 'wc_meeting_cnt >= 1',
    zh: '全年没有召开职代会,每年至少应召开一次。',
    en: 'No worker congress in the year; one is due.',
  }),
  ...(
    [
      ['system-units-within-covered', 'wc_system_unit_cnt'],
      ['open-affairs-within-covered', 'wc_open_affairs_unit_cnt'],
      ['ankang-within-covered', 'comp_ankang_unit_cnt'],
    ] as const
  ).map(([code, units]) =>
    // Offices and institutions hold congresses and are no enterprise: asked about, and not where there is no enterprise at all.
    rule({
      code,
      severity: 'PLAUSIBILITY',
      source: `${units}: <= employers covered`,
      expression: `cov_covered_enterprise_cnt == 0 || ${units} <= cov_covered_enterprise_cnt`,
      at: units,
      zh: `“{name("${units}")}”{${units}} 大于本会覆盖的企业 {cov_covered_enterprise_cnt} 家;含机关、事业单位的请说明。`,
      en: `{name("${units}")} ({${units}}) exceeds the {cov_covered_enterprise_cnt} employers covered. If offices or institutions are among them, say so.`,
    }),
  ),
  within('wc_contract_covered_enterprise_cnt', 'cov_covered_enterprise_cnt', {
    scope: 'TOTAL',
    code: 'contracts-within-covered',
    source: 'wc_contract_covered_enterprise_cnt: <= cov_covered_enterprise_cnt',
  }),
  within('wc_contract_covered_worker_cnt', 'mem_worker_cnt', {
    severity: 'PLAUSIBILITY',
    code: 'contract-workers-within-workers',
    source: 'wc_contract_covered_worker_cnt: > mem_worker_cnt',
  }),
];
