import type { Channel } from '@huiji/domain/reminder';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Config } from '../config.js';
import type { Carrier } from './carrier.js';
import { MailCarrier } from './mail.carrier.js';
import { SmsCarrier } from './sms.carrier.js';

/** The carriers that this installation is set up for. */
@Injectable()
export class Carriers implements OnModuleDestroy {
  readonly by: Partial<Record<Channel, Carrier>>;
  readonly mail: MailCarrier | null;

  constructor({ SMTP_URL, MAIL_FROM, SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN }: Config) {
    this.mail = SMTP_URL && MAIL_FROM ? new MailCarrier(SMTP_URL, MAIL_FROM) : null;
    this.by = {
      ...(this.mail && { EMAIL: this.mail }),
      ...(SMS_GATEWAY_URL && { SMS: new SmsCarrier(SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN) }),
    };
  }

  get setUp(): ReadonlySet<Channel> {
    return new Set<Channel>(['IN_APP', ...(Object.keys(this.by) as Channel[])]);
  }

  onModuleDestroy(): void {
    for (const carrier of Object.values(this.by)) carrier.close();
  }
}
