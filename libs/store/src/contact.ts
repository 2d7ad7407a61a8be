import { cipherOf, type Tx } from './data-source.js';
import { openText, sealText } from './sealed-field.js';

/** Where a person is reached. */
export interface PersonContact {
  email: string | null;
  phone: string | null;
}

/** Whom to ask at a union, and where. */
export interface UnionContact {
  contact: string | null;
  phone: string | null;
}

type Sealed<T> = { [field in keyof T]: Buffer | null };

export const sealPersonContact = (
  tx: Tx,
  id: string,
  { email, phone }: PersonContact,
): Sealed<PersonContact> => ({
  email: sealText(cipherOf(tx), 'person.email', id, email),
  phone: sealText(cipherOf(tx), 'person.phone', id, phone),
});

export const personContact = (
  tx: Tx,
  { id, email, phone }: Sealed<PersonContact> & { id: string },
): PersonContact => ({
  email: openText(cipherOf(tx), 'person.email', id, email),
  phone: openText(cipherOf(tx), 'person.phone', id, phone),
});

export const sealUnionContact = (
  tx: Tx,
  id: string,
  { contact, phone }: UnionContact,
): Sealed<UnionContact> => ({
  contact: sealText(cipherOf(tx), 'trade_union.contact', id, contact),
  phone: sealText(cipherOf(tx), 'trade_union.phone', id, phone),
});

export const unionContact = (
  tx: Tx,
  { id, contact, phone }: Sealed<UnionContact> & { id: string },
): UnionContact => ({
  contact: openText(cipherOf(tx), 'trade_union.contact', id, contact),
  phone: openText(cipherOf(tx), 'trade_union.phone', id, phone),
});
