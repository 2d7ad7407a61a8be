/** XML has no place for these. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const unsayable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as a document can hold it, and in which nothing is taken for a placeholder: an invisible sign parts the braces of `{{`. */
export const sayable = (text: string): string => text.replace(unsayable, ' ').replaceAll('{{', '{\u2060{');
