import { words } from '../words/i18n.js';

/** What 我的任务 says of what else waits. It stands apart from the other words, which a return to be filled in fetches. */
export const useWords = words('tasks', {
  zh: { toAccept: '待接收 {{count}}' },
  en: { toAccept: '{{count}} to accept' },
});
