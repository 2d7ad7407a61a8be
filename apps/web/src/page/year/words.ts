import { words } from '../../words/i18n.js';

/** How a form and a year are chosen. */
export const useWords = words('year-choice', {
  zh: {
    year: '年度',
    calendarYear: '{{year}} 年',
    statisticalYear: '{{year}} 统计年度',
    form: '报表',
  },
  en: {
    year: 'Year',
    calendarYear: '{{year}}',
    statisticalYear: 'Statistical year {{year}}',
    form: 'Form',
  },
});
