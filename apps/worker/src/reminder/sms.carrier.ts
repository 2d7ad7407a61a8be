import { mobileIn } from '@huiji/domain/contact';
import type { Letter } from '@huiji/store/reminder-delivery';
import type { Carrier, Outcome } from './carrier.js';

/** Milliseconds until the gateway has answered. */
const patience = 10_000;

/** Client errors by which a gateway asks for patience, rather than refuses the message. */
const later = [408, 425, 429];

/**
 * Sends SMS through an HTTP gateway: POST { to, text, reference } in JSON. 2xx is sent, 4xx is refused for good except
 * those in `later`, anything else is tried again with the same reference.
 */
export class SmsCarrier implements Carrier {
  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {}

  addressOf({ phone }: Letter): string | null {
    return mobileIn(phone);
  }

  async send({ id, sms }: Letter, to: string): Promise<Outcome> {
    try {
      const { ok, status, body } = await fetch(this.url, {
        method: 'POST',
        redirect: 'error',
        headers: {
          'content-type': 'application/json',
          ...(this.token && { authorization: `Bearer ${this.token}` }),
        },
        body: JSON.stringify({ to, text: sms, reference: id }),
        signal: AbortSignal.timeout(patience),
      });
      await body?.cancel();
      if (ok) return { kind: 'SENT' };
      const refused = status >= 400 && status < 500 && !later.includes(status);
      return { kind: refused ? 'REFUSED' : 'RETRY', reason: `HTTP ${status}` };
    } catch (error) {
      return { kind: 'RETRY', reason: `HTTP ${error instanceof Error ? error.name : 'ERROR'}` };
    }
  }

  close(): void {
    // Each message has a connection of its own.
  }
}
