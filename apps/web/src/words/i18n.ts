import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

export { i18next };

export type Language = 'zh' | 'en';
const kept = 'huiji.language';

/** Chinese, unless the person chose English or the browser asks for it. */
function first(): Language {
  const chosen = localStorage.getItem(kept);
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return /^en\b/i.test(navigator.language) ? 'en' : 'zh';
}

const tell = (language: string): void => {
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
};
i18next.on('languageChanged', tell);
void i18next.use(initReactI18next).init({
  lng: first(),
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false }, // React escapes
  resources: {},
  initAsync: false,
});
tell(i18next.language);

/** Which of the two languages the page is in. */
export const language = (): Language => (i18next.language === 'en' ? 'en' : 'zh');

/** Changes the language, and keeps that for the next time. */
export async function speak(chosen: Language): Promise<void> {
  localStorage.setItem(kept, chosen);
  await i18next.changeLanguage(chosen);
}

/** English tells one from many: `key_one` stands for `count: 1`. */
type English<Key extends string> = Record<Key, string> & Partial<Record<`${Key}_one`, string>>;

/** Says a sentence; `{{name}}` in it is filled from the values. */
export type Say<Key extends string> = (key: Key, values?: Record<string, string | number>) => string;

/**
 * The words of one page in both languages, which stand beside it: answers a hook by which its components speak. A key that one
 * language lacks does not compile.
 */
export function words<Key extends string>(
  namespace: string,
  { zh, en }: { zh: Record<Key, string>; en: English<NoInfer<Key>> },
): () => Say<Key> {
  i18next.addResourceBundle('zh', namespace, zh);
  i18next.addResourceBundle('en', namespace, en);
  return () => useTranslation(namespace).t;
}
