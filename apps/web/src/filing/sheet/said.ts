import { filledIn, type Problem } from '@huiji/domain/problem-found';
import { entrySentences } from '@huiji/domain/sentences/entry';
import { filingSentences } from '@huiji/domain/sentences/filing';
import { generalSentences } from '@huiji/domain/sentences/general';
import type { Said } from '../../client/ask.js';

/** Of the catalogue of problems only what can be wrong with what is typed: the page need not wait for the rest. */
const sentences: Readonly<Record<string, { zh: string; en: string } | undefined>> = {
  ...generalSentences,
  ...filingSentences,
  ...entrySentences,
};

/** A problem that the domain found here, as the api would tell it. */
export function said({ code, details }: Problem): Said {
  const { zh = code, en = code } = sentences[code] ?? {};
  return { code, messageZh: filledIn(zh, details), messageEn: filledIn(en, details) };
}
