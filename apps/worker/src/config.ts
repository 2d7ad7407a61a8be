import { fieldKeySettings } from '@huiji/store/field-key-settings';
import { fileStoreMistake, fileStoreSettings } from '@huiji/store/file-store-settings';
import { serverSettings } from '@huiji/store/server-settings';
import { watchSettings } from '@huiji/store/watch';
import { z } from 'zod';

/** An empty variable is one that is not set. */
const orUnset = <T extends z.ZodType>(type: T) =>
  z.union([z.literal('').transform(() => undefined), type]).optional();

/** Every setting of the worker. What each means is said here and nowhere else: the table of the README is written from it. */
export const settings = fileStoreSettings
  .extend(fieldKeySettings.shape)
  .extend(watchSettings.shape)
  .extend(serverSettings.shape)
  .extend({
    DATABASE_POOL: z.coerce
      .number()
      .int()
      .min(2)
      .max(50)
      .default(4)
      .describe('connections of a process; the one beside it that works exports and imports has two more'),
    SMTP_URL: orUnset(z.url({ protocol: /^smtps?$/ })).describe(
      'where reminders and codes for passwords leave as e-mail, `smtp://` or `smtps://`; without it they are skipped',
    ),
    MAIL_FROM: orUnset(z.string()).describe('the sender of e-mails; `SMTP_URL` needs it'),
    SMS_GATEWAY_URL: orUnset(z.url({ protocol: /^https?$/ })).describe(
      'where reminders leave as SMS: `POST {to, text, reference}`; without it they are skipped',
    ),
    SMS_GATEWAY_TOKEN: orUnset(z.string()).describe('goes to it as bearer'),
    CHECK_TOTALS_SECONDS: z
      .union([z.literal('').transform(() => 600), z.coerce.number().int().min(1).max(86_400)])
      .default(600)
      .describe('how often the totals of a form and period are held against the contributions'),
    AUDIT_ANCHOR_DIR: orUnset(z.string()).describe(
      'a folder outside the database for the heads of audit chains; copy it elsewhere',
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
