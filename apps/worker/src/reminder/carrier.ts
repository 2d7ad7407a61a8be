import type { Letter } from '@huiji/store/reminder-delivery';

/** What became of an attempt to send. A reason is a code, never what a server said: that may name the recipient. */
export type Outcome =
  { kind: 'SENT' } | { kind: 'REFUSED'; reason: string } | { kind: 'RETRY'; reason: string };

/**
 * Takes letters out of the house, by one channel. `send` never rejects: whatever goes wrong is an outcome. The letter's id
 * goes along with it, so that what was sent twice can be told to be one.
 */
export interface Carrier {
  /** The recipient's address on this channel; null where there is none. */
  addressOf(letter: Letter): string | null;
  send(letter: Letter, address: string): Promise<Outcome>;
  close(): void;
}
