import { words } from '../words/i18n.js';

export const useWords = words('filing', {
  zh: { tasks: '我的任务' },
  en: { tasks: 'My tasks' },
});
