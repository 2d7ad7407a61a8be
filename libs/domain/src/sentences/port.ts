/** A sentence in each language, by the code of a problem. */
export type Sentences = Record<string, { zh: string; en: string }>;
