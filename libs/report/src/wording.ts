const digits = '零一二三四五六七八九';

/** 1 to 99 as headings are numbered: 一, 十, 十二, 二十. */
export function numeral(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 || tens === 0 ? digits[ones] : ''}`;
}

/** An ISO day as documents write it: 2007年9月30日. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** Days from one to another: 2007年1月1日至9月30日. */
export function spanWords(from: string, to: string): string {
  const end = dayWords(to);
  return `${dayWords(from)}至${from.slice(0, 4) === to.slice(0, 4) ? end.slice(5) : end}`;
}
