import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;
/** Leads every sealed value, so that another way of sealing can be told from this one. */
const version = Buffer.from([1]);

/**
 * Encrypts what the database must hold but not be able to read. `place` says which field of which row it is of: what was sealed for
 * one place opens at no other.
 */
export class FieldCipher {
  /** `key`: 32 bytes. */
  constructor(private readonly key: Buffer) {}

  seal(value: Buffer, place: string): Buffer {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv(algorithm, this.key, iv).setAAD(Buffer.from(place));
    return Buffer.concat([version, iv, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws when it was sealed by another key or for another place, or was altered. */
  open(sealed: Buffer, place: string): Buffer {
    if (!sealed.subarray(0, 1).equals(version))
      throw new Error('a field is sealed in a way that is not known');
    const iv = sealed.subarray(1, 1 + ivLength);
    const decipher = createDecipheriv(algorithm, this.key, iv, { authTagLength: tagLength });
    decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(1 + ivLength, -tagLength)), decipher.final()]);
  }
}
