import { statementTimeout } from '@huiji/store/data-source';
import { fileStoreMistake, fileStoreSettings } from '@huiji/store/file-store-settings';
import { z } from 'zod';

/** Whether the worker is given a setting; what it says is nothing to the api. */
const given = z
  .string()
  .optional()
  .transform((text) => (text ?? '') !== '');

const settings = fileStoreSettings
  .extend({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('the application role, not the owner'),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(1).max(65535).default(3000),
    DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(8),
    STATEMENT_TIMEOUT: z.coerce.number().int().min(1).max(600).default(statementTimeout).describe('seconds'),
    COOKIE_SECURE: z.stringbool().default(false).describe('true behind TLS: the cookie is then __Host-huiji'),
    SMTP_URL: given.describe('the worker sends e-mail, so reminders may choose it'),
    SMS_GATEWAY_URL: given.describe('the worker sends SMS'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info'),
    ATTACHMENT_QUOTA_MB: z
      .union([z.literal('').transform(() => 10_240), z.coerce.number().int().min(0).max(2_000_000_000)])
      .default(10_240)
      .describe('of a tenant, where attachment_quota says nothing else'),
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
