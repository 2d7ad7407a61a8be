import { createTransport } from 'nodemailer';
import type { Letter } from '@huiji/store/reminder-delivery';
import type { Carrier, Outcome } from './carrier.js';

/** Milliseconds: to connect, to be greeted, and between any two answers. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

interface MailError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** Sends e-mail by SMTP. */
export class MailCarrier implements Carrier {
  private readonly transport;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    this.transport = createTransport({ url, ...patience });
  }

  addressOf({ email }: Letter): string | null {
    return email;
  }

  async send({ id, subject, body }: Pick<Letter, 'id' | 'subject' | 'body'>, to: string): Promise<Outcome> {
    try {
      const messageId = `<${id}@huiji>`;
      // An address object, not text: nothing in it is read as a list of addresses.
      await this.transport.sendMail({
        ...{ from: this.from, to: { name: '', address: to }, messageId, subject, text: body },
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { kind: 'SENT' };
    } catch (error) {
      return outcomeOf(error as MailError);
    }
  }

  close(): void {
    this.transport.close();
  }
}

/** Refused for good is only what the server says of this recipient or this message; the rest is tried again. */
function outcomeOf({ code, command, responseCode = 0 }: MailError): Outcome {
  const reason = responseCode > 0 ? `SMTP ${responseCode}` : `SMTP ${code ?? 'ERROR'}`;
  const ofRecipient = ['RCPT TO', 'DATA'].includes(command ?? '') && responseCode >= 500;
  const unaddressable = code === 'EENVELOPE' && command === 'API';
  return { kind: ofRecipient || unaddressable ? 'REFUSED' : 'RETRY', reason };
}
