import { type Entry, missing, type Entries, adds } from './figure.js';
import { type Column, type Form, type RepeatingTable, layoutOf } from './form.js';
import type { Level } from './organisation.js';
import { type ParameterValues, findParameter, parameterValue } from './parameter.js';
import type { Period } from './period.js';
import type { Language } from './problem.js';
import { type Figure, add, figureOf, literal, undecidable } from './rule-figure.js';
import { type Elsewhere, ReferredValues, RowValues, type World } from './rule-language.js';
import { type Row, type Rows, rowEntry } from './rows.js';

/** How many members came to a union and went from it by mergers and splits, as their documents say; 人. */
export interface Handover {
  in: number;
  out: number;
}

/**
 * What rules look at: one return or one total, and what lies around it. What is absent does not exist (no such period, no
 * accepted return), and nothing is said of it. `lookupsOf` tells which of these a form's rules ask for.
 */
export interface RuleInput {
  entries: Entries;
  /** Canonical rows, as parseRows gives them; a total has none. */
  rows: Rows;
  handover: Handover;
  /** What the tenant has set for the period's end; the defaults hold for the rest. */
  parameters: ParameterValues;
  period?: Pick<Period, 'startsOn' | 'endsOn'>;
  level?: Level;
  /** The accepted return (or the total) of the period before, and of the same period last year. */
  previous?: Entries;
  lastYear?: Entries;
  /** Those of the earlier periods of the calendar year, oldest first; [] in the first one. */
  earlier?: readonly Entries[];
  /** Of a yearly form: those of the four quarters, oldest first. */
  quarters?: readonly Entries[];
  /** Of a statement: what the form whose totals it states adds up to in the subtree. */
  below?: Entries;
  /** Other forms' returns for the same period, by form code. */
  forms?: Readonly<Record<string, { form: Form; entries: Entries }>>;
}

/**
 * What rules look at beside what is filled in on a return: all that has to be known to check it where it is filled in.
 * `registry` is what the registers know of the union itself.
 */
export type Around = Omit<RuleInput, 'entries' | 'rows'> & { registry: Entries };

/** What the rules look at in a return, from what is filled in and what lies around it; what the registers know goes before what was typed there once. */
export const inputOf = ({ registry, ...around }: Around, entries: Entries, rows: Rows): RuleInput => ({
  ...around,
  entries: new Map([...entries, ...registry]),
  rows,
});

/** A row, and where it stands. */
export interface RowAt {
  table: RepeatingTable;
  row: Row;
}

const columnReader = ({ code, type }: Column, row: Row): (() => unknown) => {
  if (type === 'integer') return () => figureOf(rowEntry(row, code));
  return () => {
    const value = row[code];
    if (value === undefined) throw undecidable;
    return value;
  };
};

function valuesOf(values: RowValues, { table, row }: RowAt): RowValues {
  for (const column of table.columns)
    Object.defineProperty(values, column.code, { get: columnReader(column, row), enumerable: true });
  return values;
}

/** The column of a table that points at another, or undefined. */
export const referenceOf = (table: RepeatingTable) => table.columns.find((column) => column.refersTo);

function referredRow(form: Form, input: RuleInput, { table, row }: RowAt): RowAt | undefined {
  const reference = referenceOf(table);
  const target = form.repeatingTables.find((one) => one.code === reference?.refersTo?.table);
  if (!reference?.refersTo || !target) return undefined;
  const { column } = reference.refersTo;
  const found = (input.rows[target.code] ?? []).find((one) => one[column] === row[reference.code]);
  return { table: target, row: found ?? {} };
}

/** The world of one return or total, for one of its rows where a rule is about rows. */
export class FiledWorld implements World {
  readonly row?: RowValues;
  readonly referred?: RowValues;

  constructor(
    private readonly form: Form,
    private readonly input: RuleInput,
    private readonly place?: RowAt,
    readonly language: Language = 'zh',
  ) {
    if (!place) return;
    this.row = valuesOf(new RowValues(), place);
    const target = referredRow(form, input, place);
    if (target) this.referred = valuesOf(new ReferredValues(), target);
  }

  /** The same world for sentences in a language. */
  in(language: Language): FiledWorld {
    return new FiledWorld(this.form, this.input, this.place, language);
  }

  cell(code: string): Figure {
    return this.read(this.input.entries, code);
  }

  at(place: Elsewhere, code: string): Figure {
    const { input } = this;
    if (place === 'yearToDate') return this.accumulated(input.earlier, code, this.cell(code));
    if (place === 'quarters') {
      const { quarters = [] } = input;
      if (quarters.length !== 4) throw undecidable;
      return this.accumulated(quarters.slice(0, 3), code, this.read(quarters[3] as Entries, code));
    }
    const found = input[place];
    if (!found) throw undecidable;
    return this.read(found, code);
  }

  inForm(form: string, code: string): Figure {
    const { forms = {} } = this.input;
    const other = Object.hasOwn(forms, form) ? forms[form] : undefined;
    if (!other) throw undecidable;
    return read(other.form, other.entries, code);
  }

  given(code: string): boolean {
    return adds(this.entry(code).mark);
  }

  blank(code: string): boolean {
    return this.entry(code).mark === 'MISSING';
  }

  parameter(name: string): Figure {
    const value = parameterValue(this.input.parameters, name);
    return literal(value.includes('.') ? Number(value) : BigInt(value));
  }

  choice(name: string): string {
    return parameterValue(this.input.parameters, name);
  }

  chosen(name: string): string {
    const choice = findParameter(name)?.choices?.find((one) => one.value === this.choice(name));
    return choice?.[this.language] ?? this.choice(name);
  }

  handedOver(direction: string): Figure {
    return literal(BigInt(this.input.handover[direction === 'in' ? 'in' : 'out']));
  }

  rows(table: string): Figure {
    const found = this.input.rows[table];
    return figureOf(found ? counted(found.length) : missing);
  }

  referring(table: string, column?: string): Figure {
    const from = this.form.repeatingTables.find((one) => one.code === table);
    const reference = from && referenceOf(from);
    const key = reference?.refersTo && this.place?.row[reference.refersTo.column];
    if (!reference) throw undecidable;
    const pointing = (this.input.rows[table] ?? []).filter(
      (one) => key !== undefined && one[reference.code] === key,
    );
    if (column === undefined) return figureOf(counted(pointing.length));
    const yes = pointing.filter((one) => one[column] === true).length;
    const open = pointing.some((one) => one[column] === undefined);
    return figureOf({ figure: BigInt(yes), mark: open ? 'AT_LEAST' : 'EXACT' });
  }

  withinPeriod(day: string): boolean {
    const { period } = this.input;
    if (!period) throw undecidable;
    return day >= period.startsOn && day <= period.endsOn;
  }

  name(code: string): string {
    return layoutOf(this.form).cell(code)?.cell[this.language] ?? code;
  }

  private entry(code: string): Entry {
    return this.input.entries.get(code) ?? missing;
  }

  private read(entries: Entries, code: string): Figure {
    return read(this.form, entries, code);
  }

  /** Flows add over time, stocks do not: their last one counts (domain rule 3). */
  private accumulated(before: readonly Entries[] | undefined, code: string, last: Figure): Figure {
    if (!before) throw undecidable;
    if (layoutOf(this.form).cell(code)?.cell.kind !== 'FLOW') return last;
    return before.reduceRight((sum, entries) => add(this.read(entries, code), sum), last);
  }
}

const counted = (count: number): Entry => ({ figure: BigInt(count), mark: 'EXACT' });

const read = (form: Form, entries: Entries, code: string): Figure =>
  figureOf(entries.get(code) ?? missing, layoutOf(form).cell(code)?.cell.decimals);
