import { words } from '../../words/i18n.js';

/** What a page about one union says of which it is. */
export const useWords = words('filing-union', {
  zh: { union: '单位', noUnion: '没有这个单位,或您不为它填报。' },
  en: { union: 'Union', noUnion: 'There is no such union, or you do not file for it.' },
});
