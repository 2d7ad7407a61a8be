import { roles } from '@huiji/domain/access';
import { fieldKeySettings } from '@huiji/store/field-key-settings';
import { fileStoreMistake, fileStoreSettings } from '@huiji/store/file-store-settings';
import { serverSettings } from '@huiji/store/server-settings';
import { watchSettings } from '@huiji/store/watch';
import { z } from 'zod';

/** Whether the worker is given a setting; what it says is nothing to the api. */
const given = z
  .string()
  .optional()
  .transform((text) => (text ?? '') !== '');

/** Origins such as https://hj.example.cn, with commas between them. */
const origins = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .transform((all) => all.filter((origin) => origin !== ''))
  .refine((all) => all.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: 'origins such as https://hj.example.cn, with commas between them',
  });

/** Issuers of OpenID Connect such as https://id.example.cn/realms/hj, with commas: as they write themselves, to the letter. */
const issuers = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((issuer) => issuer.trim()))
  .transform((all) => all.filter((issuer) => issuer !== ''));

/** Whether an issuer may be asked: by TLS; without it on this machine only, and only where the api is not behind TLS either. */
function isAskable(issuer: string, secure: boolean): boolean {
  if (!URL.canParse(issuer) || /[?#@]/.test(issuer)) return false;
  const { protocol, hostname } = new URL(issuer);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && here && !secure);
}

/** A number that an empty setting leaves as it is: `''` would be read as 0. */
const orStandard = (standard: number, most: number) =>
  z
    .union([z.literal('').transform(() => standard), z.coerce.number().int().min(0).max(most)])
    .default(standard);

/** The people of the demonstration; empty text is nobody. What each is stands in demo.graphql. */
const demoPeople = z
  .string()
  .default('')
  .transform((text) => JSON.parse(text || '[]') as unknown)
  .pipe(
    z.array(
      z.object({
        ...{ tenant: z.string(), login: z.string(), password: z.string(), name: z.string() },
        ...{ role: z.enum(roles), union: z.string(), startsAt: z.string().nullable() },
      }),
    ),
  );

const points = (standard: number) => orStandard(standard, 1_000_000_000);

/** Every setting of the api. What each means is said here and nowhere else: the table of the README is written from it. */
export const settings = fileStoreSettings
  .extend(fieldKeySettings.shape)
  .extend(watchSettings.shape)
  .extend(serverSettings.shape)
  .extend({
    HOST: z.string().default('127.0.0.1').describe('the address at which the api listens'),
    PORT: z.coerce.number().int().min(1).max(65535).default(3000).describe('the port there'),
    DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(8).describe('connections of a process'),
    TRUST_PROXY: z
      .string()
      .default('loopback')
      .describe('whose `X-Forwarded-For` is believed: addresses and networks, with commas between them'),
    COOKIE_SECURE: z
      .stringbool()
      .default(false)
      .describe('`true` behind TLS: the session cookie becomes `__Host-huiji`'),
    REQUIRE_TOTP: z
      .stringbool()
      .default(true)
      .describe('whether administrators and operators must sign in with an authenticator'),
    SMTP_URL: given.describe('that the worker is given it: reminders may choose e-mail'),
    SMS_GATEWAY_URL: given.describe('that the worker is given it: reminders may choose SMS'),
    GRAPHQL_INTROSPECTION: z.stringbool().default(false).describe('`true`: anybody may read the schema'),
    GRAPHQL_OPERATIONS: z
      .string()
      .default('')
      .describe('a JSON file of registered operations: SHA-256 to text'),
    GRAPHQL_OPERATIONS_ONLY: z
      .stringbool()
      .default(false)
      .describe('`true`: no operation runs but those of the file'),
    CORS_ORIGINS: origins.describe(
      'other sites whose pages may ask and subscribe, such as `https://hj.example.cn`, with commas',
    ),
    RATE_LIMIT_PERSON: points(1_200).describe('points that a person may use in a minute; `0`: no limit'),
    RATE_LIMIT_TENANT: points(60_000).describe(
      'points that all of a tenant may use in a minute; `0`: no limit',
    ),
    RATE_LIMIT_ADDRESS: points(600).describe(
      'points of an address in a minute, for whoever has not signed in; `0`: no limit',
    ),
    OIDC_ISSUERS: issuers.describe(
      'issuers that tenants may name as their identity provider (OpenID Connect), to the letter, with commas; without it is off',
    ),
    PUBLIC_ORIGIN: z
      .union([z.literal(''), z.url({ protocol: /^https?$/ })])
      .default('')
      .refine(
        (text) => text === '' || new URL(text).origin === text,
        'an origin, such as https://hj.example.cn',
      )
      .describe(
        'where browsers reach the api, such as `https://hj.example.cn`; providers send people back there',
      ),
    PAGES_DIR: z
      .string()
      .default('')
      .describe(
        'the folder of the built console; the Docker image names it itself; without it there are no pages',
      ),
    DEMO_PEOPLE: demoPeople.describe(
      'as whom the door lets newcomers look around, as JSON; refused together with `COOKIE_SECURE`',
    ),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug'])
      .default('info')
      .describe('of the lines about requests; what fails is always written'),
    ATTACHMENT_QUOTA_MB: orStandard(10_240, 2_000_000_000).describe(
      'megabytes of attachments that each tenant may have, where `attachment_quota` says nothing else',
    ),
  })
  .superRefine((read, context) => {
    const mistake = fileStoreMistake(read);
    if (mistake) context.addIssue({ code: 'custom', ...mistake });
    const { OIDC_ISSUERS, PUBLIC_ORIGIN, COOKIE_SECURE, DEMO_PEOPLE } = read;
    if (DEMO_PEOPLE.length > 0 && COOKIE_SECURE)
      context.addIssue({
        ...{ code: 'custom', path: ['DEMO_PEOPLE'] },
        message: 'their passwords are told to everybody: never together with COOKIE_SECURE',
      });
    const wrong = OIDC_ISSUERS.filter((issuer) => !isAskable(issuer, COOKIE_SECURE));
    if (wrong.length > 0)
      context.addIssue({
        code: 'custom',
        path: ['OIDC_ISSUERS'],
        message: `https only: ${wrong.join(', ')}`,
      });
    if (OIDC_ISSUERS.length > 0 && PUBLIC_ORIGIN === '')
      context.addIssue({
        ...{ code: 'custom', path: ['PUBLIC_ORIGIN'] },
        message: 'OIDC_ISSUERS needs it: providers send people back there',
      });
  });

export type Config = z.infer<typeof settings>;

/** Reads the settings once, from the environment. Throws with every setting that is wrong. */
export function configFrom(environment: NodeJS.ProcessEnv): Config {
  const read = settings.safeParse(environment);
  if (read.success) return read.data;
  throw new Error(`Settings are wrong:\n${z.prettifyError(read.error)}`);
}
