import { pinyin } from 'pinyin-pro';

/**
 * The pinyin initials of a name as people type them to find it (建设局工会 → jsjgh): the first letter of each Chinese
 * character, letters and digits as they are, all of it in lower case.
 */
export function initialsOf(name: string): string {
  const firsts = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' });
  return firsts
    .join('')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
