import { words } from '../../words/i18n.js';

export const useWords = words('form', {
  zh: {
    sure: '确定{{act}}',
    cancel: '取消',
    done: '已完成。',
    copy: '复制',
    copied: '已复制',
    more: '更多',
    none: '没有',
  },
  en: {
    sure: 'Yes: {{act}}',
    cancel: 'Cancel',
    done: 'Done.',
    copy: 'Copy',
    copied: 'Copied',
    more: 'More',
    none: 'None',
  },
});
