import type { Channel } from '@huiji/domain/reminder';
import type { Config } from '../config.js';

/** Which channels the worker of this installation can send by. */
export class ChannelsSetUp {
  readonly all: ReadonlySet<Channel>;

  constructor({ SMTP_URL, SMS_GATEWAY_URL }: Pick<Config, 'SMTP_URL' | 'SMS_GATEWAY_URL'>) {
    this.all = new Set<Channel>([
      'IN_APP',
      ...(SMTP_URL ? ['EMAIL' as const] : []),
      ...(SMS_GATEWAY_URL ? ['SMS' as const] : []),
    ]);
  }
}
