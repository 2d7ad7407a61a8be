import { language } from './i18n.js';

/** A name in the language of the page. */
export const named = (name: { zh: string; en: string }): string => name[language()];
