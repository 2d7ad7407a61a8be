import type { FiledCover } from '@huiji/domain/cover';
import { cipherOf, type Tx } from './data-source.js';
import { openText, sealText } from './sealed-field.js';

/** What is filled in on the cover of the submission `id`, sealed as a whole: it names people and how to reach them. */
export const sealCover = (tx: Tx, id: string, cover: FiledCover): Buffer | null =>
  Object.keys(cover).length === 0 ? null : sealText(cipherOf(tx), 'cover', id, JSON.stringify(cover));

export const openCover = (tx: Tx, { id, cover }: { id: string; cover: Buffer | null }): FiledCover =>
  cover === null ? {} : (JSON.parse(openText(cipherOf(tx), 'cover', id, cover) ?? '{}') as FiledCover);
