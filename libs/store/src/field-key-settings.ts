import { z } from 'zod';
import { FieldCipher } from './field-cipher.js';

const key = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, '32 bytes in base 64, as of: openssl rand -base64 32');

/** The settings that say what fields are sealed by: the same for api, worker and migrations. */
export const fieldKeySettings = z.object({
  FIELD_KEY: key.describe(
    'encrypts what the database may not read (contacts, covers, authenticators): 32 bytes in base 64, `openssl rand -base64 32`; the migrations need it, too; keep it',
  ),
  FIELD_KEY_OLD: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((one) => one.trim() !== ''))
    .pipe(z.array(key))
    .describe('keys before `FIELD_KEY`, with commas: they open what they have sealed'),
});

export const fieldCipher = ({ FIELD_KEY, FIELD_KEY_OLD }: z.infer<typeof fieldKeySettings>): FieldCipher =>
  new FieldCipher(FIELD_KEY, FIELD_KEY_OLD);

/** The cipher that the environment names; null where it names no key. Throws where what it says is none. */
export function fieldCipherFrom(environment: NodeJS.ProcessEnv): FieldCipher | null {
  return environment['FIELD_KEY'] ? fieldCipher(fieldKeySettings.parse(environment)) : null;
}
