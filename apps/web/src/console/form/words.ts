import { words } from '../../words/i18n.js';

export const useWords = words('form', {
  zh: {
    sure: '确定{{act}}',
    cancel: '取消',
    done: '已完成。',
  },
  en: {
    sure: 'Yes: {{act}}',
    cancel: 'Cancel',
    done: 'Done.',
  },
});
