import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;
const nameLength = 4;
/** Leads every sealed value: 1 names no key, 2 is followed by the name of its key. */
const [unnamed, named] = [1, 2];

/**
 * Encrypts what the database must hold but not be able to read. `place` says which field of which row it is of: what was sealed for
 * one place opens at no other.
 */
export class FieldCipher {
  private readonly header: Buffer;
  /** The keys that open, by their names in hexadecimal. */
  private readonly keys: ReadonlyMap<string, Buffer>;

  /** `key` seals; it and those before it (`older`) open. 32 bytes each. */
  constructor(
    private readonly key: Buffer,
    older: readonly Buffer[] = [],
  ) {
    this.header = Buffer.concat([Buffer.from([named]), nameOf(key)]);
    this.keys = new Map([...older, key].map((one) => [nameOf(one).toString('hex'), one]));
  }

  seal(value: Buffer, place: string): Buffer {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv(algorithm, this.key, iv).setAAD(Buffer.from(place));
    return Buffer.concat([this.header, iv, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws when it was sealed by a key that is not here or for another place, or was altered. */
  open(sealed: Buffer, place: string): Buffer {
    if (sealed[0] === unnamed) return this.openUnnamed(sealed.subarray(1), place);
    if (sealed[0] !== named) throw new Error('a field is sealed in a way that is not known');
    const name = sealed.subarray(1, 1 + nameLength).toString('hex');
    const key = this.keys.get(name);
    if (!key)
      throw new Error(`a field is sealed by the key ${name}, which neither FIELD_KEY nor FIELD_KEY_OLD has`);
    return openBy(key, sealed.subarray(1 + nameLength), place);
  }

  /** Whether the newest key would seal it anew: it was sealed by an older one, or names none. */
  isStale(sealed: Buffer): boolean {
    return !sealed.subarray(0, this.header.length).equals(this.header);
  }

  /** Sealed before keys had names: it is of whichever key opens it. */
  private openUnnamed(body: Buffer, place: string): Buffer {
    const failures: unknown[] = [];
    for (const key of this.keys.values())
      try {
        return openBy(key, body, place);
      } catch (error) {
        failures.push(error);
      }
    throw new Error('a field was sealed by no key that is here, for another place, or was altered', {
      cause: failures[0],
    });
  }
}

/** What tells keys apart; nothing of a key can be learned from it. */
const nameOf = (key: Buffer): Buffer =>
  createHash('sha256').update('huiji field key').update(key).digest().subarray(0, nameLength);

function openBy(key: Buffer, body: Buffer, place: string): Buffer {
  const iv = body.subarray(0, ivLength);
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(place)).setAuthTag(body.subarray(-tagLength));
  return Buffer.concat([decipher.update(body.subarray(ivLength, -tagLength)), decipher.final()]);
}
