import type { FiledCover } from '@huiji/domain/cover';
import { cipherOf, type Tx } from './data-source.js';
import { openText, type SealedField, sealText } from './sealed-field.js';

type CoverField = Extract<SealedField, 'cover' | 'import_return.cover'>;

/** What is filled in on the cover of the row `id`, of a submission unless `of` says otherwise, sealed as a whole: it names people and how to reach them. */
export const sealCover = (tx: Tx, id: string, cover: FiledCover, of: CoverField = 'cover'): Buffer | null =>
  Object.keys(cover).length === 0 ? null : sealText(cipherOf(tx), of, id, JSON.stringify(cover));

export const openCover = (
  tx: Tx,
  { id, cover }: { id: string; cover: Buffer | null },
  of: CoverField = 'cover',
): FiledCover =>
  cover === null ? {} : (JSON.parse(openText(cipherOf(tx), of, id, cover) ?? '{}') as FiledCover);
