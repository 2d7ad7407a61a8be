import type { Indicator } from './entry.js';

/** What version 2 of the catalogue says otherwise than version 1, which is indicators.csv as it was published. */
export const version2: ReadonlyArray<{ code: string; becomes: Partial<Indicator>; why: string }> = [
  {
    code: 'info_ontime_rate',
    becomes: {
      numerator: ['reports_on_time'],
      denominator: ['reports_expected_grassroots', 'reports_expected_own'],
      definition: '截止时间前首次上报的报表份数 ÷ 应报报表份数;退回后重报的,以首次上报时间为准',
    },
    why: 'version 1 names its two counts in words, so that nobody could divide them',
  },
  {
    code: 'info_adopted_cnt',
    becomes: {
      en: 'Information items adopted',
      definition: '本期被采用的信息篇数,按采用日期计;上期上报、本期采用的计入本期',
    },
    why: 'version 1 says that it may not exceed the items filed, once as a rule and once as a warning; an item may be adopted in a later period than it was filed in',
  },
  {
    code: 'wc_resolution_cnt',
    becomes: { en: 'Items adopted by vote' },
    why: 'in English version 1 gives it the name of info_adopted_cnt',
  },
  {
    code: 'wc_proposal_closed_rate',
    becomes: { en: 'Share of accepted proposals closed', definition: '提案办结件数 ÷ 提案立案件数' },
    why: 'in English version 1 gives the count and the rate one name',
  },
  {
    code: 'fee_remitted_amount',
    becomes: { definition: '基层工会上解上级的经费;各级工会本级上解的另计入“本级上解上级经费”,两者不相加' },
    why: 'only fee_own_remitted_amount said that the two do not add',
  },
  {
    code: 'mem_transfer_out_cnt',
    becomes: { definition: '接收方在本期受理的会籍转出;双方均计入受理所在的报告期' },
    why: 'its levels said “computed”, those of its twin did not; both sides book in the period of acceptance',
  },
  {
    code: 'mem_transfer_in_cnt',
    becomes: { definition: '本会在本期受理的会籍转入;双方均计入受理所在的报告期' },
    why: 'as mem_transfer_out_cnt',
  },
];
