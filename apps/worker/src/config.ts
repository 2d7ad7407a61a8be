import { statementTimeout } from '@huiji/store/data-source';
import { fieldKeySettings } from '@huiji/store/field-key-settings';
import { fileStoreMistake, fileStoreSettings } from '@huiji/store/file-store-settings';
import { watchSettings } from '@huiji/store/watch';
import { z } from 'zod';

/** An empty variable is one that is not set. */
const orUnset = <T extends z.ZodType>(type: T) =>
  z.union([z.literal('').transform(() => undefined), type]).optional();

const settings = fileStoreSettings
  .extend(fieldKeySettings.shape)
  .extend(watchSettings.shape)
  .extend({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('the application role, not the owner'),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    DATABASE_POOL: z.coerce.number().int().min(2).max(50).default(4),
    STATEMENT_TIMEOUT: z.coerce.number().int().min(1).max(600).default(statementTimeout).describe('seconds'),
    SMTP_URL: orUnset(z.url({ protocol: /^smtps?$/ })).describe('without it e-mails are skipped'),
    MAIL_FROM: orUnset(z.string()).describe('the sender of e-mails'),
    SMS_GATEWAY_URL: orUnset(z.url({ protocol: /^https?$/ })).describe('without it SMS are skipped'),
    SMS_GATEWAY_TOKEN: orUnset(z.string()),
    CHECK_TOTALS_SECONDS: z
      .union([z.literal('').transform(() => 600), z.coerce.number().int().min(1).max(86_400)])
      .default(600)
      .describe('how often totals are held against contributions'),
    AUDIT_ANCHOR_DIR: orUnset(z.string()).describe(
      'a folder outside the database for the heads of audit chains',
    ),
  })
  .refine(({ SMTP_URL, MAIL_FROM }) => !SMTP_URL || MAIL_FROM, {
    message: 'SMTP_URL needs MAIL_FROM',
    path: ['MAIL_FROM'],
  })
  .superRefine((read, context) => {
    const mistake = fileStoreMistake(read);
    if (mistake) context.addIssue({ code: 'custom', ...mistake });
  });

export type Config = z.infer<typeof settings>;

/** Reads the settings once, from the environment. Throws with every setting that is wrong. */
export function configFrom(environment: NodeJS.ProcessEnv): Config {
  const read = settings.safeParse(environment);
  if (read.success) return read.data;
  throw new Error(`Settings are wrong:\n${z.prettifyError(read.error)}`);
}
