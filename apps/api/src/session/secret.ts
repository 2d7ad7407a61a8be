import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import Bowser from 'bowser';

/** Verified against when there is no password, so that the answer takes as long. */
const nobody = hash(randomBytes(16));

/** Whether a password is the one of the hash; never where there is no hash. Takes the same time either way. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? (await nobody), password);
  return right && passwordHash !== null;
}

/** Argon2id; the library's parameters are those that OWASP asks for, which session.test.ts holds. */
export const passwordHashFor = (password: string): Promise<string> => hash(password);

/** A secret that nobody guesses: what a cookie or a token holds. The database holds its hash. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** What a request came from, in short, such as "Chrome, Windows"; null where it does not say. */
export function deviceOf(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, 1_000));
  return [browser.name, os.name].filter(Boolean).join(', ').slice(0, 100) || null;
}
