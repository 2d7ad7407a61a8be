import type { Indicator } from './entry.js';

/** Where an indicator asks what another one, or a counted part of it (`mem_member_cnt[women]`), asks already. */
export interface SameQuestion {
  other: string;
  by: 'NAME' | 'DEFINITION' | 'COUNTS';
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\s]/gu, '');

/** A Chinese name without what does not tell two questions apart: signs, 的, 本期 and what kind of number it is. */
function bareZh(name: string): string {
  const bare = plain(name).replace(/本期|当期|本季度|本季|期末|的/g, '');
  return bare.replace(/(?:总人数|数量|(?:总|(?<!个)人|个|件)?数)$/, '') || bare;
}

const idle = new Set(['the', 'a', 'an', 'of', 'number', 'count', 'total']);

/** An English name in the singular, without articles and words for a number. */
function bareEn(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]|\bin the period\b/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !idle.has(word));
  return words.map((word) => word.replace(/(?<=[^s])s$/, '')).join(' ');
}

interface Asked {
  zh: readonly string[];
  en: string;
}

const whole = ({ zh, en }: Indicator): Asked => ({ zh: [bareZh(zh)], en: bareEn(en) });

/** How somebody would name each counted part, were it an indicator: 女会员人数 or 会员人数(女). */
const parts = (of: Indicator): Array<Asked & { code: string }> =>
  of.breakdowns.map((part) => ({
    code: `${of.code}[${part.code}]`,
    zh: [bareZh(part.zh + of.zh), bareZh(of.zh + part.zh)],
    en: bareEn(`${part.en} ${of.en}`),
  }));

const named = (one: Asked, other: Asked): boolean =>
  one.zh.some((name) => other.zh.includes(name)) || (one.en !== '' && one.en === other.en);

const countsOf = ({ numerator, denominator }: Indicator): string | null =>
  numerator && denominator
    ? [numerator, denominator].map((side) => side.toSorted().join('+')).join('/')
    : null;

function compare(one: Indicator, other: Indicator): SameQuestion | null {
  if (named(whole(one), whole(other))) return { other: other.code, by: 'NAME' };
  const part = parts(other).find((each) => named(whole(one), each));
  if (part) return { other: part.code, by: 'NAME' };
  if (parts(one).some((each) => named(each, whole(other)))) return { other: other.code, by: 'NAME' };
  if (plain(one.definition) !== '' && plain(one.definition) === plain(other.definition))
    return { other: other.code, by: 'DEFINITION' };
  const counts = countsOf(one);
  return counts !== null && counts === countsOf(other) ? { other: other.code, by: 'COUNTS' } : null;
}

/**
 * Every indicator of the list that asks the same thing as this one: by name in either language, by definition, or as a
 * ratio of the same counts. An indicator is not compared with itself (its code).
 */
export function sameQuestions(one: Indicator, among: readonly Indicator[]): SameQuestion[] {
  return among.flatMap((other) => (other.code === one.code ? [] : (compare(one, other) ?? [])));
}
