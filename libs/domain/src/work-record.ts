import { isDay } from './day.js';
import { type Entry, missing } from './figure.js';
import type { Form } from './form.js';
import type { Period } from './period.js';
import { type Problem, problem } from './problem.js';
import { oneRow, parseRow, type Row, rowEntry, totalOfRows } from './rows.js';
import { type Feed, type WorkKind, workKind, workKinds } from './work-kinds.js';

/** One piece of work in a union's book (台账). */
export interface WorkRecord {
  kind: string;
  /** The day of it; of what takes longer, the first. */
  day: string;
  name: string;
  /** 主办单位 where another body held it: it is counted there and not here. Null where the union itself did. */
  heldBy: string | null;
  /** By column of the kind; amounts in 元. */
  values: Row;
}

/** A record as a person writes it. */
export interface WorkRecordInput {
  kind: string;
  day: string;
  name: string;
  heldBy?: string | null;
  values: unknown;
}

/** How many records a union's book takes of one calendar year: a record a day, and five on a working day. */
export const mostRecordsOfYear = 2_000;

const maxText = 200;

/** What every record has, beside the columns of its kind. */
const recordColumns = [
  { code: 'day', zh: '日期', en: 'day' },
  { code: 'name', zh: '名称', en: 'name' },
  { code: 'heldBy', zh: '主办单位', en: 'held by' },
];

/**
 * Reads a record: canonical, so that reading it again changes nothing, with ALL that is wrong with it, at its columns: WORK_KIND_UNKNOWN,
 * FIELD_REQUIRED, FIELD_TOO_LONG, DATE_INVALID, DATE_IN_FUTURE, DATE_ORDER, WORK_NOT_HELD, WORK_DATE_BEFORE_ITS_TIME, and those of
 * `parseRow`. With a problem it is not to be used. `at`: its number among those sent, from 1.
 */
export function readRecord(
  input: WorkRecordInput,
  at: number,
  today: string,
): { record: WorkRecord; problems: Problem[] } {
  const kind = workKind(input.kind);
  const record: WorkRecord = {
    ...{ kind: input.kind, day: input.day, name: input.name.trim(), heldBy: input.heldBy?.trim() || null },
    values: {},
  };
  if (!kind) {
    const details = { kind: input.kind.slice(0, 40), kinds: workKinds.map(({ code }) => code).join(', ') };
    return { record, problems: [problem('WORK_KIND_UNKNOWN', details, { field: 'kind', row: at })] };
  }
  const problems: Problem[] = [];
  record.values = parseRow(kind, input.values, at, problems);
  problems.push(...textProblems(kind, record, at), ...dateProblems(kind, record, { at, today }));
  return { record, problems: problems.map((found) => inWords(kind, found)) };
}

/** What is wrong with a record, its columns called as people read them: whoever writes work down has never seen their codes. */
function inWords(kind: WorkKind, found: Problem): Problem {
  const named = new Map(
    [...recordColumns, kind, ...kind.columns].map(({ code, zh, en }) => [code, `${zh} ${en}`]),
  );
  const details = Object.entries(found.details).map(([detail, value]) => {
    const code = String(value).replace(/^\w+#\d+\./, '');
    return [detail, detail === 'value' ? value : (named.get(code) ?? value)] as const;
  });
  return { ...found, details: Object.fromEntries(details) };
}

function textProblems(kind: WorkKind, { name, heldBy }: WorkRecord, at: number): Problem[] {
  const problems: Problem[] = [];
  const wrong = (field: string, found: Problem['code'], details = {}): void => {
    problems.push(problem(found, { field, ...details }, { field, row: at }));
  };
  if (name === '') wrong('name', 'FIELD_REQUIRED');
  if (name.length > maxText) wrong('name', 'FIELD_TOO_LONG', { max: maxText });
  if ((heldBy ?? '').length > maxText) wrong('heldBy', 'FIELD_TOO_LONG', { max: maxText });
  if (heldBy !== null && !kind.held) wrong('heldBy', 'WORK_NOT_HELD', { kind: `${kind.zh} ${kind.en}` });
  return problems;
}

/** Nothing is recorded before it happened; only an agreement may run on. What follows another date is not before it. */
function dateProblems(
  kind: WorkKind,
  record: WorkRecord,
  { at, today }: { at: number; today: string },
): Problem[] {
  if (!isDay(record.day)) {
    const details = { field: 'day', value: record.day.slice(0, 40) };
    return [problem('DATE_INVALID', details, { field: 'day', row: at })];
  }
  const runsOn = new Set(kind.feeds.map(({ until }) => until));
  const dated = kind.columns.filter(({ type }) => type === 'date').map(({ code }) => code);
  const problems: Problem[] = [];
  for (const field of ['day', ...dated]) {
    const value = dateIn(record, field);
    const after = kind.columns.find(({ code }) => code === field)?.after;
    if (value === null) continue;
    const place = { field, row: at };
    if (value > today && !runsOn.has(field))
      problems.push(problem('DATE_IN_FUTURE', { field, value }, place));
    if (after === undefined) continue;
    const before = dateIn(record, after);
    if (before === null) problems.push(problem('WORK_DATE_BEFORE_ITS_TIME', { field, after }, place));
    else if (value < before) problems.push(problem('DATE_ORDER', { later: field, earlier: after }, place));
  }
  return problems;
}

/** A date of a record; null where it is blank. */
function dateIn({ day, values }: WorkRecord, column: string): string | null {
  const value = column === 'day' ? day : values[column];
  return typeof value === 'string' ? value : null;
}

/** Whether figures follow from a record: an event is counted by whoever held it. */
export const isCounted = ({ heldBy }: WorkRecord): boolean => heldBy === null;

/** Until which day a record has anything to say, so that no later period looks at it; null where that is open. */
export function lastDayOf(record: WorkRecord): string | null {
  const feeds = workKind(record.kind)?.feeds ?? [];
  const days = feeds.map(({ on = 'day', until }) => dateIn(record, until ?? on));
  if (feeds.some(({ until }) => until !== undefined) && days.includes(null)) return null;
  return [record.day, ...days].reduce<string>(
    (last, day) => (day !== null && day > last ? day : last),
    record.day,
  );
}

/** What a union's book of a version says of a period. */
export interface BookOfPeriod {
  period: Period;
  version: number;
  records: readonly WorkRecord[];
}

type Span = Pick<Period, 'startsOn' | 'endsOn'>;

/** Whether a record falls into a period by a feed: what happened in it; of what runs on, what is in force at its end. */
function fallsInto({ on = 'day', until }: Feed, record: WorkRecord, { startsOn, endsOn }: Span): boolean {
  const day = dateIn(record, on);
  if (day === null || day > endsOn) return false;
  return until === undefined ? day >= startsOn : (dateIn(record, until) ?? endsOn) >= endsOn;
}

/** The kind that feeds a cell, and how; a cell is fed by one kind. */
const feeding = new Map(
  workKinds.flatMap((kind) => kind.feeds.map((feed) => [feed.cell, { kind, feed }] as const)),
);

/**
 * The records behind a figure of a cell in a period. Null where the book says nothing of that kind of work in the period, which is blank
 * and not 0; an empty list where it does, and none of it counts here.
 */
export function recordsBehind<Kept extends WorkRecord>(
  cell: string,
  records: readonly Kept[],
  period: Span,
): Kept[] | null {
  const fed = feeding.get(cell);
  if (!fed) return null;
  const { kind, feed } = fed;
  const spoken = records.filter(
    (record) =>
      record.kind === kind.code &&
      kind.feeds.some((each) => each.until === feed.until && fallsInto(each, record, period)),
  );
  if (spoken.length === 0) return null;
  return spoken.filter(
    (record) => isCounted(record) && fallsInto(feed, record, period) && meets(feed, record.values),
  );
}

const meets = ({ where }: Feed, values: Row): boolean => !where || values[where.column] === where.is;

/** The figure of a cell that records add up to in a period; null where they say nothing of it. */
export function figureOfRecords(cell: string, records: readonly WorkRecord[], period: Span): Entry | null {
  const behind = recordsBehind(cell, records, period);
  const feed = feeding.get(cell)?.feed;
  if (!behind || !feed) return null;
  const { sum, distinct } = feed;
  const once = distinct
    ? [...new Map(behind.map((record) => [record.values[distinct], record])).values()]
    : behind;
  const total = totalOfRows(once.map(({ values }) => (sum === undefined ? oneRow : rowEntry(values, sum))));
  return total.mark === missing.mark ? null : total;
}

/** The rows that records offer for the 附表 of a form in a period, oldest first; no table without any. */
export function rowsOfRecords(
  form: Form,
  records: readonly WorkRecord[],
  { startsOn, endsOn }: Span,
): Array<{ table: string; rows: Row[] }> {
  return form.repeatingTables.flatMap(({ code, columns }) => {
    const kind = workKinds.find(({ rows }) => rows?.table === code);
    if (!kind?.rows) return [];
    const { name, day } = kind.rows;
    const asked = new Set(columns.map((column) => column.code));
    const rows = records
      .filter((record) => record.kind === kind.code && isCounted(record))
      .filter(({ day: on }) => on >= startsOn && on <= endsOn)
      .toSorted((one, other) => one.day.localeCompare(other.day))
      .map((record) => ({
        ...record.values,
        ...(name ? { [name]: record.name } : {}),
        ...(day ? { [day]: record.day } : {}),
      }))
      .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => asked.has(column))));
    return rows.length > 0 ? [{ table: code, rows }] : [];
  });
}
