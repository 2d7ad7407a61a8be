import type { FieldCipher } from './field-cipher.js';

/** The columns that are sealed, by the field's name: `id` is the column that says whose row it is. */
export const sealedFields = {
  totp: { table: 'totp', id: 'person_id', columns: ['secret', 'pending_secret'] },
  'person.email': { table: 'person', id: 'id', columns: ['email'] },
  'person.phone': { table: 'person', id: 'id', columns: ['phone'] },
  'trade_union.contact': { table: 'trade_union', id: 'id', columns: ['contact'] },
  'trade_union.phone': { table: 'trade_union', id: 'id', columns: ['phone'] },
  identity_provider: { table: 'identity_provider', id: 'tenant_id', columns: ['client_secret'] },
  cover: { table: 'submission', id: 'id', columns: ['cover'] },
  'import_return.cover': {
    table: 'import_return',
    id: 'id',
    columns: ['cover', 'before_cover', 'after_cover'],
  },
} as const;
export type SealedField = keyof typeof sealedFields;

/** Which field of which row a sealed value is of. */
export const placeOf = (field: SealedField, id: string): string => `${field} ${id}`;

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
