import { atMost, boundsOf, partWithin, showing, sumOfParts } from './compare.js';
import type { Check } from './port.js';

const proposals: readonly Check[] = [
  partWithin('wc_proposal_cnt', 'wc_proposal_item_cnt', {
    code: 'proposals-within-items',
    source: 'wc_proposal_item_cnt: >= wc_proposal_cnt',
  }),
  atMost({
    code: 'more-than-10-items-a-proposal',
    severity: 'PLAUSIBILITY',
    source: 'wc_proposal_item_cnt: > 10 per proposal',
    left: ['wc_proposal_item_cnt'],
    right: [[10n, 'wc_proposal_cnt']],
    say: (n) => ({
      zh: `${n('wc_proposal_cnt')} 份提案含建议 ${n('wc_proposal_item_cnt')} 条,平均每份超过 10 条,请说明。`,
      en: `${n('wc_proposal_item_cnt')} suggestions in ${n('wc_proposal_cnt')} proposals are more than 10 each. Explain.`,
    }),
  }),
  // The catalogue compares proposals within a session. A period may accept or close those of the one before, so a
  // period's figures are only asked about.
  partWithin('wc_proposal_accepted_cnt', 'wc_proposal_cnt', {
    code: 'accepted-within-proposals',
    severity: 'PLAUSIBILITY',
    source: 'wc_proposal_accepted_cnt: <= wc_proposal_cnt (same session); wc_proposal_closed_rate',
  }),
  partWithin('wc_proposal_closed_cnt', 'wc_proposal_accepted_cnt', {
    code: 'closed-within-accepted',
    severity: 'PLAUSIBILITY',
    source: 'wc_proposal_closed_cnt: > accepted in the session; wc_proposal_closed_rate',
  }),
];

/** Below this, equal counts of suggestions are common by chance. */
const noCoincidence = 10n;

const contests: readonly Check[] = [
  partWithin('comp_event_cnt', 'comp_participant_cnt', {
    code: 'contests-within-participants',
    source: 'comp_participant_cnt: >= comp_event_cnt',
  }),
  {
    code: 'contest-participants-above-workers',
    severity: 'PLAUSIBILITY',
    scope: 'FILED',
    cells: ['comp_participant_cnt', 'comp_event_cnt', 'mem_worker_cnt'],
    source: 'comp_participant_cnt: > mem_worker_cnt in one event',
    evaluate: (input) => {
      const [participants, events, workers] = [
        'comp_participant_cnt',
        'comp_event_cnt',
        'mem_worker_cnt',
      ].map((cell) => boundsOf(input, cell));
      if (!participants || typeof events?.high !== 'bigint' || typeof workers?.high !== 'bigint') return [];
      if (events.high === 0n || participants.low <= events.high * workers.high) return [];
      const n = showing(input);
      return [
        {
          zh: `参赛 ${n('comp_participant_cnt')} 人次、竞赛 ${n('comp_event_cnt')} 场,平均每场超过全部职工 ${n('mem_worker_cnt')} 人,请说明。`,
          en: `${n('comp_participant_cnt')} person-times in ${n('comp_event_cnt')} contests exceed all ${n('mem_worker_cnt')} employees in each. Explain.`,
        },
      ];
    },
  },
  {
    code: 'best-rank-from-1',
    severity: 'ARITHMETIC',
    scope: 'FILED',
    cells: ['comp_best_rank'],
    source: 'comp_best_rank: >= 1',
    evaluate: (input) =>
      boundsOf(input, 'comp_best_rank')?.high === 0n
        ? [
            {
              zh: '“上级比武最好名次”填的是 0,名次从 1 起;没有名次请留空。',
              en: 'The best rank is 0. Ranks start at 1; leave it blank if there is none.',
            },
          ]
        : [],
  },
  {
    code: 'suggestions-filed-twice',
    severity: 'PLAUSIBILITY',
    scope: 'FILED',
    cells: ['comp_suggestion_cnt', 'wc_proposal_item_cnt'],
    source: 'comp_suggestion_cnt: double entry with wc_proposal_item_cnt',
    evaluate: (input) => {
      const [suggestions, items] = ['comp_suggestion_cnt', 'wc_proposal_item_cnt'].map((cell) =>
        boundsOf(input, cell),
      );
      if (!suggestions || suggestions.low < noCoincidence) return [];
      if (suggestions.low !== items?.low || suggestions.high !== items.high) return [];
      return [
        {
          zh: `合理化建议与职代会提案建议都是 ${suggestions.low} 条,请确认没有重复填报。`,
          en: `Rationalisation suggestions and suggestions in proposals are both ${suggestions.low}. Make sure that they are not the same.`,
        },
      ];
    },
  },
];

/** Checks of 表三 (proposals), 表四 竞赛, 表七 女职工, 表八 表彰 and 表九 信息. The congress itself is in congress.ts. */
export const activityChecks: readonly Check[] = [
  ...proposals,
  ...contests,
  ...sumOfParts(
    'wom_pioneer_post_cnt',
    ['县', '市', '省', '全国'].map((level) => `wom_pioneer_post_cnt[${level}]`),
    { code: 'pioneer-posts-by-level', source: 'wom_pioneer_post_cnt: by awarding level', rest: 'NONE' },
  ),
  ...sumOfParts(
    'hon_advanced_person_cnt',
    ['先进个人', '积极分子', '通讯报道', '技协', '优秀会员', '优秀农民工'].map(
      (category) => `hon_advanced_person_cnt[${category}]`,
    ),
    {
      code: 'advanced-persons-by-category',
      source: 'hon_advanced_person_cnt: = sum of categories',
      rest: 'NONE',
    },
  ),
  ...sumOfParts(
    'hon_superior_title_cnt',
    ['县', '市', '省', '全国', '系统'].map((level) => `hon_superior_title_cnt[${level}]`),
    {
      code: 'superior-titles-by-level',
      source: 'hon_superior_title_cnt: by awarding level',
      rest: 'EXPLAINED',
    },
  ),
  partWithin('info_adopted_cnt', 'info_submitted_cnt', {
    code: 'adopted-within-submitted',
    // An item adopted in this period may have been submitted in the last: asked about, not refused.
    source: 'info_adopted_cnt: <= info_submitted_cnt',
    severity: 'PLAUSIBILITY',
  }),
];
