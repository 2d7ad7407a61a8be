import type { Part } from '@huiji/domain/work-report';
import { dayWords } from './wording.js';

/** What happened to unions, by day; `more` are not named. */
export interface Happened {
  named: ReadonlyArray<{ name: string; on: string; what: string | null }>;
  more: number;
}

/** Which names are told beside a figure: its cell, and what they are called. */
export const lists = [
  ['org_new_union_cnt', '新建工会', 'founded'],
  ['home_new_award_cnt', '新授职工之家', 'awarded'],
] as const;

/** Names, each with its day; nothing where there are none. */
export const namesOf = ({ named, more }: Happened): string =>
  named
    .map(({ name, on, what }) => `${name}（${dayWords(on)}${what === null ? '' : `，${what}`}）`)
    .join('、') + (more > 0 ? `，另有${more}个` : '');

/** The names as a sentence; none where there are none. */
export const listed = (word: string, happened: Happened): Part[] =>
  happened.named.length === 0 ? [] : [{ text: `${word}：${namesOf(happened)}。` }];
