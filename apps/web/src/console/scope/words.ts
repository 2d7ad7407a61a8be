import { words } from '../../words/i18n.js';

export const useWords = words('scope', {
  zh: {
    scope: '范围',
    union: '单位',
    form: '报表',
    period: '报告期',
    OPEN: '填报中',
    FILING_CLOSED: '已截止填报',
    FINAL: '已定稿',
    nothing: '还没有开放过报告期。由市总统计员在“报告期”中开放。',
  },
  en: {
    scope: 'What is shown',
    union: 'Body',
    form: 'Form',
    period: 'Period',
    OPEN: 'open',
    FILING_CLOSED: 'filing closed',
    FINAL: 'final',
    nothing: 'No period has been opened yet. The statistician of the federation opens one under Periods.',
  },
});
