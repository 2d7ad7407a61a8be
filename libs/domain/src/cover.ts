import { halfWidth } from './figure.js';
import { type CoverItem, coverItems, type Form } from './form.js';
import { isDay } from './day.js';
import { problem, type Problem } from './problem-found.js';

/** What the filer wrote on the cover (封面), by item; a blank item is left out. The phone is personal. */
export type FiledCover = Readonly<Partial<Record<CoverItem, string>>>;

/** What a person sends of the cover: an item left out stays as it is, null or blank text clears it. */
export type CoverInput = Readonly<Partial<Record<CoverItem, string | null>>>;

const longest = 50;
/** A mobile or fixed number with its area code and an extension: 13800138000, 0571-87654321, (0571) 87654321-8012. */
const phoneNumber = /^\+?[\d() -]{5,24}(?:(?:转|ext\.? ?|x)\d{1,6})?$/i;

/** The item in canonical form, or what is wrong with it: FIELD_TOO_LONG, PHONE_INVALID, DATE_INVALID. */
function readItem(item: CoverItem, text: string): string | Problem {
  const field = `cover.${item}`;
  if (item === 'phone') {
    const number = halfWidth(text);
    const dialled = phoneNumber.test(number) && number.replace(/\D/g, '').length >= 5;
    return dialled ? number : problem('PHONE_INVALID', {}, { field });
  }
  if (item !== 'reportedOn')
    return text.length > longest ? problem('FIELD_TOO_LONG', { field, max: longest }, { field }) : text;
  const day = halfWidth(text);
  return isDay(day) ? day : problem('DATE_INVALID', { field, value: day.slice(0, 40) }, { field });
}

/** The cover after a person's input. All problems are answered together; with one nothing may be stored. */
export function fillCover(before: FiledCover, input: CoverInput): { cover: FiledCover; problems: Problem[] } {
  const cover: Partial<Record<CoverItem, string>> = { ...before };
  const problems: Problem[] = [];
  for (const item of coverItems) {
    const sent = input[item];
    if (sent === undefined) continue;
    const text = (sent ?? '').trim();
    const read = text === '' ? null : readItem(item, text);
    if (read === null) delete cover[item];
    else if (typeof read === 'string') cover[item] = read;
    else problems.push(read);
  }
  return { cover, problems };
}

const names: Readonly<Record<CoverItem, string>> = {
  unitHead: '单位负责人 unitHead',
  statisticsHead: '统计负责人 statisticsHead',
  filledInBy: '填表人 filledInBy',
  phone: '联系电话 phone',
  reportedOn: '报出日期 reportedOn',
};

/** What the form asks for on its cover and is blank: COVER_INCOMPLETE, or null. */
export function coverLacks(form: Form, cover: FiledCover): Problem | null {
  const blank = form.cover.required.filter((item) => !cover[item]);
  if (blank.length === 0) return null;
  return problem(
    'COVER_INCOMPLETE',
    { items: blank.map((item) => names[item]).join('、') },
    { field: 'cover' },
  );
}
