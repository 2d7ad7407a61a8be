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
    findUnion: '查找单位(名称、拼音首字母或编码)',
  },
  en: {
    sure: 'Yes: {{act}}',
    cancel: 'Cancel',
    done: 'Done.',
    copy: 'Copy',
    copied: 'Copied',
    more: 'More',
    none: 'None',
    findUnion: 'Find a union (name, initials or code)',
  },
});
