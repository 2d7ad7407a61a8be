import type { FieldCipher } from './field-cipher.js';

/** The columns that are sealed, by the field's name: `id` is the column that says whose row it is, `also` what its place holds besides. */
export const sealedFields = {
  totp: { table: 'totp', id: 'person_id', also: [], columns: ['secret', 'pending_secret'] },
  'person.email': { table: 'person', id: 'id', also: [], columns: ['email'] },
  'person.phone': { table: 'person', id: 'id', also: [], columns: ['phone'] },
  'trade_union.contact': { table: 'trade_union', id: 'id', also: [], columns: ['contact'] },
  'trade_union.phone': { table: 'trade_union', id: 'id', also: [], columns: ['phone'] },
  cover: { table: 'submission', id: 'id', also: [], columns: ['cover'] },
  // Sent to no other issuer than it was given for, whatever the row says.
  identity_provider: {
    ...{ table: 'identity_provider', id: 'tenant_id' },
    ...{ also: ['issuer', 'client_id'], columns: ['client_secret'] },
  },
} as const;
export type SealedField = keyof typeof sealedFields;

/** Which field of which row a sealed value is of; `also`: what else must be as it was. */
export const placeOf = (field: SealedField, id: string, also: readonly string[] = []): string =>
  [field, id, ...(also.length > 0 ? [JSON.stringify(also)] : [])].join(' ');

/** Where the secret of a tenant's client at an identity provider is. */
export const providerPlace = (tenantId: string, issuer: string, clientId: string): string =>
  placeOf('identity_provider', tenantId, [issuer, clientId]);

/** Seals a text of the row `id`; null stays null. */
export const sealText = (
  cipher: FieldCipher,
  field: SealedField,
  id: string,
  text: string | null,
): Buffer | null => (text === null ? null : cipher.seal(Buffer.from(text), placeOf(field, id)));

/** Opens a text of the row `id`; null stays null. */
export const openText = (
  cipher: FieldCipher,
  field: SealedField,
  id: string,
  sealed: Buffer | null,
): string | null => (sealed === null ? null : cipher.open(sealed, placeOf(field, id)).toString());
