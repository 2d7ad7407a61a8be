/** A failure whose one-line message is all that the person at the terminal needs: printed without a stack. */
export class PlainError extends Error {
  override name = 'PlainError';
}
