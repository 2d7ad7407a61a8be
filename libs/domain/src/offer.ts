import { type Entry, formatFigure, missing, sumOf, weakest } from './figure.js';
import { type Cell, cellsFiledBy, type Form, layoutOf } from './form.js';
import type { Level } from './organisation.js';
import type { Past } from './past.js';
import { problem, type Problem } from './problem.js';
import { type BookOfPeriod, figureOfRecords } from './work-record.js';

/**
 * Where the value of a cell comes from: TYPED, CARRIED over from the last accepted period (沿用), made of the QUARTERS, or added up from
 * the RECORDS of the union's book (台账).
 */
export type Origin = 'TYPED' | 'CARRIED' | 'QUARTERS' | 'RECORDS';

/** Where a value that was taken over stood: kept with the cell for as long as nobody retypes it. */
export interface Provenance {
  origin: Exclude<Origin, 'TYPED'>;
  periods: readonly string[];
  submissionIds: readonly string[];
  /** How many quarters due are not in it; 0 for any other value. */
  missing: number;
  /** Of RECORDS: the version of the union's book. */
  book?: number;
}

/** A value offered for a cell. It is never filled in unless a person takes it. */
export interface Offer extends Entry, Provenance {}

/** By cell code. A cell that is not here was typed, or is blank. */
export type Origins = Readonly<Record<string, Provenance>>;

/** How many cells say what was said before (沿用): what the book of the period adds up to is new. */
export const carriedCells = (origins: Origins): number =>
  Object.values(origins).filter(({ origin }) => origin !== 'RECORDS').length;

/** What offers are made of; `due` tells which quarters the union was to file. */
export interface Offered {
  lastAccepted: Past | null;
  quarters: readonly Past[];
  book: BookOfPeriod | null;
  due: (period: string) => boolean;
}

/** A planned figure is no fact, so it is not offered as one; it stands for nothing in a sum. */
const stands = ({ mark }: Entry): boolean => mark !== 'MISSING' && mark !== 'PLANNED';

function carried(cell: Cell, last: Past | null): Offer | null {
  const entry = last?.entries.get(cell.code) ?? missing;
  if (cell.kind !== 'STOCK' || !last?.submissionId || !stands(entry)) return null;
  return {
    ...entry,
    ...{ origin: 'CARRIED', periods: [last.period], submissionIds: [last.submissionId], missing: 0 },
  };
}

/** One quarterly form that asks for the cell; where several do (which `askedTwice` refuses), the first. */
function quartersOf(cell: Cell, quarters: readonly Past[]): Past[] {
  const form = quarters.find((past) => past.submissionId && past.entries.has(cell.code))?.form;
  return quarters.filter((past) => past.form === form);
}

/**
 * Flows are added up; with a quarter missing the sum is at least (以上) so much. Of stocks the last quarter known counts, and the
 * quarters due after it are missing.
 */
function fromQuarters(cell: Cell, { quarters, due }: Offered): Offer | null {
  if (!cell.adds || (cell.kind !== 'FLOW' && cell.kind !== 'STOCK')) return null;
  const all = quartersOf(cell, quarters);
  const known = all.filter((past) => past.submissionId && stands(past.entries.get(cell.code) ?? missing));
  const used = cell.kind === 'FLOW' ? known : known.slice(-1);
  const [last] = used.slice(-1);
  if (!last) return null;
  const { figure, mark } = sumOf(used.map((past) => past.entries.get(cell.code) ?? missing));
  const lacking = all.filter(
    (past) =>
      due(past.period) && !known.includes(past) && (cell.kind === 'FLOW' || past.period > last.period),
  ).length;
  return {
    figure,
    mark: cell.kind === 'FLOW' && lacking > 0 && figure !== null ? weakest([mark, 'AT_LEAST']) : mark,
    origin: 'QUARTERS',
    periods: used.map((past) => past.period),
    submissionIds: used.flatMap((past) => past.submissionId ?? []),
    missing: lacking,
  };
}

function fromRecords(cell: Cell, book: BookOfPeriod | null): Offer | null {
  const entry = book && figureOfRecords(cell.code, book.records, book.period);
  if (!entry) return null;
  const { period, version } = book;
  return {
    ...entry,
    ...{ origin: 'RECORDS', periods: [period.code], submissionIds: [], missing: 0, book: version },
  };
}

/**
 * What is offered to a union of a level for the cells it types, by code: of the quarters where the form is filed for a longer
 * period, since they were accepted; else what its book says; else the last accepted stock. Flows of another period are never
 * carried over.
 */
export function offersOf(form: Form, level: Level, offered: Offered): Map<string, Offer> {
  const offers = new Map<string, Offer>();
  for (const cell of cellsFiledBy(form, level)) {
    if (cell.source !== 'TYPED') continue;
    const offer =
      fromQuarters(cell, offered) ?? fromRecords(cell, offered.book) ?? carried(cell, offered.lastAccepted);
    if (offer) offers.set(cell.code, offer);
  }
  return offers;
}

/** An entry as a sentence shows it: its value, or the word for its mark. */
export function saidOf({ figure, mark }: Entry, decimals: number): string {
  if (figure !== null) return formatFigure(figure, decimals) + (mark === 'EXACT' ? '' : ` (${mark})`);
  return mark === 'NOT_APPLICABLE' ? '不适用 n/a' : '空白 blank';
}

export const sameEntry = (one: Entry, other: Entry): boolean =>
  one.figure === other.figure && one.mark === other.mark;

const provenanceOf = ({ figure: _, mark: __, ...provenance }: Offer): Provenance => provenance;

/** A cell about to be saved, and how the person says to have come to its value. */
export interface Taking {
  cell: string;
  entry: Entry;
  origin: Origin;
}

/**
 * The origins after cells are saved. Whoever says that a value was taken over must save what is offered now, value and mark:
 * OFFER_CHANGED names the present offer, OFFER_NONE says that there is none. A retyped or cleared cell has no origin any more.
 */
export function takeOver(
  form: Form,
  before: Origins,
  takings: readonly Taking[],
  offers: ReadonlyMap<string, Offer>,
): { origins: Origins; problems: Problem[] } {
  const origins: Record<string, Provenance> = { ...before };
  const problems: Problem[] = [];
  for (const { cell, entry, origin } of takings) {
    delete origins[cell];
    if (origin === 'TYPED') continue;
    const offer = offers.get(cell);
    if (!offer) problems.push(problem('OFFER_NONE', { cell }, { cell }));
    else if (offer.origin !== origin || !sameEntry(offer, entry)) {
      const now = saidOf(offer, layoutOf(form).cell(cell)?.cell.decimals ?? 0);
      problems.push(problem('OFFER_CHANGED', { cell, now, origin: offer.origin }, { cell }));
    } else {
      origins[cell] = provenanceOf(offer);
    }
  }
  return { origins, problems };
}
