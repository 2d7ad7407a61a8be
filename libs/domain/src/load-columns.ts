import { ownerships, unitTypes } from './employer.js';
import { type Kind, kindsOf, type Level } from './organisation.js';
import { isDay } from './day.js';
import type { Problem, ProblemCode } from './problem.js';

/** Tells what is wrong with a value, which is then undefined. */
export type Wrong = (code: ProblemCode, details?: Problem['details']) => undefined;

/** Reads a value that is not blank. `field` is how the file calls its column. */
type Read<T> = (value: string, field: string, wrong: Wrong) => T | undefined;

/** A column of a file. */
export interface Column<T> {
  /** How a header may call it besides its own name. */
  zh: string;
  read: Read<T>;
  /** COLUMN: the header must have it. VALUE: so must every row. */
  must?: 'COLUMN' | 'VALUE';
}

export type Columns = Readonly<Record<string, Column<unknown>>>;
/** What is read of a column: null where it is blank, undefined where it is wrong and has been told of. */
export type Value<C> = C extends { read: Read<infer T> } ? T | null | undefined : never;

const text =
  (max: number): Read<string> =>
  (value, field, wrong) =>
    value.length <= max ? value : wrong('FIELD_TOO_LONG', { field, max });

const short = (value: string): string => value.slice(0, 40);

const oneOf =
  <T>(words: ReadonlyMap<string, T>): Read<T> =>
  (value, field, wrong) =>
    words.get(value.toUpperCase()) ??
    wrong('WORD_UNKNOWN', { field, value: short(value), words: [...words.keys()].join('、') });

const among = (words: readonly string[]): Read<string> => oneOf(new Map(words.map((word) => [word, word])));

/** 2026-09-30, or as spreadsheets write it in China: 2026/9/30. No day before 1900, as everywhere. */
const day: Read<string> = (value, field, wrong) => {
  const [, year, month = '', date = ''] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(value) ?? [];
  const iso = year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : value;
  return isDay(iso) && iso >= '1900' ? iso : wrong('DATE_INVALID', { field, value: short(value) });
};

const max = 2_147_483_647;
const count: Read<number> = (value, field, wrong) => {
  if (!/^-?\d+$/.test(value)) return wrong('NOT_A_NUMBER', { cell: field, value: short(value) });
  const number = Number(value);
  return number >= 0 && number <= max
    ? number
    : wrong('NUMBER_OUT_OF_RANGE', { field, value: short(value), min: 0, max });
};

/** Several codes in one field, separated by `;`. */
const codes: Read<readonly string[]> = (value, field, wrong) => {
  const all = new Set(value.split(/[;；]/).map((code) => code.trim()));
  all.delete('');
  return [...all].every((code) => code.length <= 40) ? [...all] : wrong('FIELD_TOO_LONG', { field, max: 40 });
};

const levels = new Map<string, Level>([
  ...(Object.keys(kindsOf) as Level[]).map((level): [string, Level] => [level, level]),
  ['总工会', 'FEDERATION'],
  ['中间层级', 'INTERMEDIATE'],
  ['基层工会', 'GRASSROOTS'],
]);

const kinds = new Map<string, Kind>([
  ...Object.values(kindsOf).flatMap((list) => list.map((kind): [string, Kind] => [kind, kind])),
  ['总工会', 'FEDERATION'],
  ['产业工会', 'INDUSTRY'],
  ['局工会', 'BUREAU'],
  ['区县总工会', 'DISTRICT'],
  ['乡镇街道总工会', 'TOWNSHIP'],
  ['开发区工会', 'ZONE'],
  ['工会联合会', 'ASSOCIATION'],
  ['工会工作委员会', 'COMMISSION'],
  ['单独基层工会', 'SINGLE'],
  ['联合基层工会', 'JOINT'],
]);

const yesOrNo = new Map<string, boolean>([
  ...['是', 'TRUE', '1'].map((word): [string, boolean] => [word, true]),
  ...['否', 'FALSE', '0'].map((word): [string, boolean] => [word, false]),
]);

/** The columns of the unions' file. */
export const unionColumns = {
  code: { zh: '工会统计编码', read: text(40), must: 'VALUE' },
  name: { zh: '名称', read: text(100), must: 'VALUE' },
  parentCode: { zh: '上级编码', read: text(40), must: 'COLUMN' },
  level: { zh: '层级', read: oneOf(levels), must: 'VALUE' },
  kind: { zh: '类别', read: oneOf(kinds), must: 'VALUE' },
  preparedOn: { zh: '筹建日期', read: day },
  establishedOn: { zh: '成立日期', read: day },
  approvalNo: { zh: '批复文号', read: text(100) },
  legalPerson: { zh: '法人', read: oneOf(yesOrNo) },
  regionCode: { zh: '地区代码', read: text(20) },
  industry: { zh: '行业', read: text(100) },
  unitType: { zh: '单位类型', read: text(50) },
  chair: { zh: '主席', read: text(50) },
  contact: { zh: '联系人', read: text(50) },
  phone: { zh: '电话', read: text(30) },
} as const satisfies Columns;

/** The columns of the employers' file. */
export const employerColumns = {
  code: { zh: '用人单位编码', read: text(40), must: 'VALUE' },
  name: { zh: '名称', read: text(100), must: 'VALUE' },
  aboveScale: { zh: '规模以上', read: oneOf(yesOrNo), must: 'VALUE' },
  ownership: { zh: '经济类型', read: among(ownerships) },
  unitType: { zh: '单位类型', read: among(unitTypes) },
  regionCode: { zh: '地区代码', read: text(20) },
  headcount: { zh: '职工人数', read: count, must: 'VALUE' },
  operatingFrom: { zh: '运营起始日期', read: day, must: 'VALUE' },
  source: { zh: '来源', read: text(100), must: 'VALUE' },
  sourceDate: { zh: '来源日期', read: day, must: 'VALUE' },
  accountableUnionCode: { zh: '统计归口', read: text(40), must: 'VALUE' },
  coveredByCode: { zh: '覆盖工会', read: codes },
  coveredFrom: { zh: '覆盖起始日期', read: day },
} as const satisfies Columns;
