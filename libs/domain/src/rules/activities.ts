import type { Rule } from '../rule.js';
import { breakdowns, cell, rule, sumOfParts, within } from './build.js';

const asked = { severity: 'PLAUSIBILITY' } as const;

const proposals: readonly Rule[] = [
  within('wc_proposal_cnt', 'wc_proposal_item_cnt', {
    code: 'proposals-within-items',
    source: 'wc_proposal_item_cnt: >= wc_proposal_cnt',
  }),
  rule({
    ...asked,
    code: 'more-than-10-items-a-proposal',
    source: 'wc_proposal_item_cnt: > 10 per proposal',
    expression: 'wc_proposal_item_cnt <= parameter("items_per_proposal") * wc_proposal_cnt',
    zh: '{wc_proposal_cnt} 份提案含建议 {wc_proposal_item_cnt} 条,平均每份超过 {parameter("items_per_proposal")} 条,请说明。',
    en: '{wc_proposal_item_cnt} suggestions in {wc_proposal_cnt} proposals are more than {parameter("items_per_proposal")} each. Explain.',
  }),
  // The catalogue compares proposals within a session. A period may accept or close those of the one before, so a
  // period's figures are only asked about.
  within('wc_proposal_accepted_cnt', 'wc_proposal_cnt', {
    ...asked,
    code: 'accepted-within-proposals',
    source: 'wc_proposal_accepted_cnt: <= wc_proposal_cnt (same session); wc_proposal_closed_rate',
  }),
  within('wc_proposal_closed_cnt', 'wc_proposal_accepted_cnt', {
    ...asked,
    code: 'closed-within-accepted',
    source: 'wc_proposal_closed_cnt: > accepted in the session; wc_proposal_closed_rate',
  }),
];

const [proposed = '', adopted = '', implemented = ''] = breakdowns(
  'comp_suggestion_cnt',
  ...['提出', '采纳', '实施'],
);

/** A rule that an event has no more participants on average than there are people to take part. */
const crowd = (
  code: string,
  {
    participants,
    events,
    people,
    zh,
    en,
    source,
  }: Record<'participants' | 'events' | 'people' | 'zh' | 'en' | 'source', string>,
): Rule =>
  rule({
    ...asked,
    code,
    source,
    expression: `${events} == 0 || ${participants} <= ${events} * ${people}`,
    at: participants,
    zh,
    en,
  });

const contests: readonly Rule[] = [
  within('comp_event_cnt', 'comp_participant_cnt', {
    code: 'contests-within-participants',
    source: 'comp_participant_cnt: >= comp_event_cnt',
  }),
  crowd('contest-participants-above-workers', {
    ...{ participants: 'comp_participant_cnt', events: 'comp_event_cnt', people: 'mem_worker_cnt' },
    source: 'comp_participant_cnt: > mem_worker_cnt in one event',
    zh: '参赛 {comp_participant_cnt} 人次、竞赛 {comp_event_cnt} 场,平均每场超过全部职工 {mem_worker_cnt} 人,请说明。',
    en: '{comp_participant_cnt} person-times in {comp_event_cnt} contests exceed all {mem_worker_cnt} employees in each. Explain.',
  }),
  rule({
    code: 'best-rank-from-1',
    source: 'comp_best_rank: >= 1',
    expression: 'comp_best_rank > 0',
    zh: '“上级比武最好名次”填的是 0,名次从 1 起;没有名次请留空。',
    en: 'The best rank is 0. Ranks start at 1; leave it blank if there is none.',
  }),
  rule({
    ...asked,
    code: 'suggestions-filed-twice',
    source: 'comp_suggestion_cnt: double entry with wc_proposal_item_cnt',
    // Below 10, equal counts of suggestions are common by chance.
    expression: 'comp_suggestion_cnt < 10 || comp_suggestion_cnt != wc_proposal_item_cnt',
    zh: '合理化建议与职代会提案建议都是 {comp_suggestion_cnt} 条,请确认没有重复填报。',
    en: 'Rationalisation suggestions and suggestions in proposals are both {comp_suggestion_cnt}. Make sure that they are not the same.',
  }),
  within(adopted, proposed, {
    ...asked,
    code: 'suggestions-adopted-within-proposed',
    source: 'comp_suggestion_cnt: 实施 <= 采纳 <= 提出',
  }),
  within(implemented, adopted, {
    ...asked,
    code: 'suggestions-implemented-within-adopted',
    source: 'comp_suggestion_cnt: 实施 <= 采纳 <= 提出',
  }),
];

/** Rules of awards won in contests, culture and sport (项、人次). */
const awards = (['item', 'person_time'] as const).flatMap((kind) => {
  const code = `act_award_${kind}_cnt`;
  const name = kind === 'item' ? 'award-items' : 'award-persons';
  const levels = breakdowns(code, '单位', '县', '市', '省');
  const participants = 'comp_participant_cnt + cul_participant_cnt';
  const events = 'comp_event_cnt + cul_event_cnt';
  return [
    rule({
      ...asked,
      code: `${name}-above-participants`,
      source: `${code}: > participants*events`,
      // Who holds no event of their own wins at others’: the product says nothing there.
      expression: `${events} == 0 || ${code} <= (${participants}) * (${events})`,
      at: code,
      zh: `“{name("${code}")}”{${code}} 大于参加 {added(${participants})} 人次与 {added(${events})} 场次的乘积,请说明。`,
      en: `{name("${code}")} ({${code}}) exceeds {added(${participants})} participants times {added(${events})} events. Explain.`,
    }),
    rule({
      ...asked,
      code: `${name}-without-level`,
      source: `${code}: level missing`,
      expression: `${code} == 0 || !(${levels.map((level) => `blank("${level}")`).join(' && ')})`,
      zh: `“{name("${code}")}”填了 {${code}},但没有填授奖级别,请补填或说明。`,
      en: `{name("${code}")} is {${code}}, but no awarding level is given. Fill it in, or explain.`,
    }),
  ];
});

const women: readonly Rule[] = [
  within('wom_event_participant_cnt', 'mem_worker_cnt[women]', {
    ...asked,
    code: 'women-participants-within-women-workers',
    source: 'wom_event_participant_cnt: > women employees',
  }),
  ...sumOfParts('wom_pioneer_post_cnt', breakdowns('wom_pioneer_post_cnt', '县', '市', '省', '全国'), {
    code: 'pioneer-posts-by-level',
    source: 'wom_pioneer_post_cnt: by awarding level',
    rest: 'NONE',
  }),
  within('cul_event_cnt', 'cul_participant_cnt', {
    code: 'events-within-participants',
    source: 'cul_participant_cnt: >= cul_event_cnt',
  }),
  crowd('event-participants-above-members', {
    ...{ participants: 'cul_participant_cnt', events: 'cul_event_cnt', people: 'mem_member_cnt' },
    source: 'cul_participant_cnt: > mem_member_cnt in one event',
    zh: '文体活动参加 {cul_participant_cnt} 人次、活动 {cul_event_cnt} 场,平均每场超过全部会员 {mem_member_cnt} 人;含离退休人员和家属的请说明。',
    en: '{cul_participant_cnt} person-times in {cul_event_cnt} events exceed all {mem_member_cnt} members in each. If retirees and families joined, say so.',
  }),
];

const honours: readonly Rule[] = [
  ...sumOfParts(
    'hon_advanced_person_cnt',
    breakdowns(
      'hon_advanced_person_cnt',
      ...['先进个人', '积极分子', '通讯报道', '技协', '优秀会员', '优秀农民工'],
    ),
    {
      code: 'advanced-persons-by-category',
      source: 'hon_advanced_person_cnt: = sum of categories',
      rest: 'NONE',
    },
  ),
  ...sumOfParts(
    'hon_superior_title_cnt',
    breakdowns('hon_superior_title_cnt', '县', '市', '省', '全国', '系统'),
    {
      code: 'superior-titles-by-level',
      source: 'hon_superior_title_cnt: by awarding level',
      rest: 'EXPLAINED',
    },
  ),
];

const kinds = ['专职', '兼职', '社会化'];
const fullTime = cell('cad_staff_cnt[专职]');

const officers: readonly Rule[] = [
  within('info_adopted_cnt', 'info_submitted_cnt', {
    ...asked,
    code: 'adopted-within-submitted',
    // An item adopted in this period may have been submitted in the last: asked about, not refused.
    source: 'info_adopted_cnt: <= info_submitted_cnt; info_submitted_cnt: >= info_adopted_cnt',
  }),
  ...sumOfParts('cad_staff_cnt', breakdowns('cad_staff_cnt', ...kinds), {
    code: 'officers-by-kind',
    source: 'cad_staff_cnt: 专职|兼职|社会化',
    rest: 'NONE',
  }),
  rule({
    ...asked,
    code: 'no-full-time-officer',
    source: '工会法14; cad_staff_cnt: full-time 0 while mem_worker_cnt >= 200',
    expression: `mem_worker_cnt < parameter("full_time_from") || ${fullTime} > 0`,
    at: 'cad_staff_cnt[专职]',
    zh: `职工 {mem_worker_cnt} 人,达到 {parameter("full_time_from")} 人,但专职工会干部填的是 0,请说明。`,
    en: `There are {mem_worker_cnt} employees, {parameter("full_time_from")} or more, but 0 full-time officers. Explain.`,
  }),
  rule({
    code: 'one-chair',
    source: 'cad_chair_cnt: <= 1 per union',
    expression: 'cad_chair_cnt <= 1',
    zh: '工会主席填了 {cad_chair_cnt} 人,一个工会只有一位主席,请核对(副主席不计入)。',
    en: 'There are {cad_chair_cnt} chairs; a union has one. Leave out vice-chairs.',
  }),
];

/** Rules of 表三 (proposals), 表四 竞赛, 表七 女职工与文体, 表八 表彰 and 表九 信息与干部. The congress itself is in congress.ts. */
export const activityRules: readonly Rule[] = [
  ...proposals,
  ...contests,
  ...awards,
  ...women,
  ...honours,
  ...officers,
];
