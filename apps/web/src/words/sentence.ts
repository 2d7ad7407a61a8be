import { Refused, type Said } from '../client/ask.js';
import { language } from './i18n.js';

/** A problem in the language of the page. */
export const sentence = ({ messageZh, messageEn }: Omit<Said, 'code'>): string =>
  language() === 'en' ? messageEn : messageZh;

/** What to tell a person of an error, or null where the api could not be reached at all. */
export const toldOf = (error: unknown): string | null => (error instanceof Refused ? sentence(error) : null);
