import { fieldCipherFrom } from '@huiji/store/field-key-settings';
import { reseal } from './reseal.js';

/**
 * After a change of FIELD_KEY: seals anew what the keys in FIELD_KEY_OLD have sealed. `DATABASE_URL` names the owner. Once it is done,
 * FIELD_KEY_OLD may go.
 */
const { DATABASE_URL: url } = process.env;
const cipher = fieldCipherFrom(process.env);
if (!url || !cipher) throw new Error('Set DATABASE_URL (the owner), FIELD_KEY and FIELD_KEY_OLD.');
process.stdout.write(`${await reseal(url, cipher)} values are sealed by the newest key now.\n`);
