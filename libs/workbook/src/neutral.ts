/**
 * Text that a spreadsheet would take for a formula, full-width signs of a Chinese keyboard included, or that already looks
 * neutralised.
 */
const leading = /^'*[=+\-@\t\r＝＋－＠]/;

/** The text with an apostrophe before it where a spreadsheet would compute it, also when it is saved on as CSV. */
export const neutral = (text: string): string => (leading.test(text) ? `'${text}` : text);

/** What `neutral` was given: `restored(neutral(x))` is x. */
export const restored = (text: string): string =>
  text.startsWith("'") && leading.test(text) ? text.slice(1) : text;
