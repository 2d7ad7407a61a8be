import { words } from '../../words/i18n.js';

/** What a form says that somebody else may save while it is typed, and each of its fields. */
export const useWords = words('written', {
  zh: {
    moved: '您开始填写以后,{{name}} 于 {{at}} 另存了一次。您填的仍在这里,没有丢失。',
    goOn: '用我填的覆盖',
    giveUp: '改用已保存的',
    savedIs: '已保存的是:{{points}} 分',
    savedBlank: '已保存的是:未评分',
  },
  en: {
    moved: '{{name}} saved another one on {{at}}, after you had begun. What you typed is still here.',
    goOn: 'Replace it by mine',
    giveUp: 'Take what was saved',
    savedIs: 'Saved: {{points}}',
    savedBlank: 'Saved: not scored',
  },
});
