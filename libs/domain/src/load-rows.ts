import { type CsvRow, csvRows } from './csv.js';
import { type Columns, employerColumns, unionColumns, type Value } from './load-columns.js';
import { type Problem, problem, type ProblemCode } from './problem.js';
import { eachInSteps } from './steps.js';

/** The two files of a bulk load (批量导入): the unions with their parents, and the employers. */
export type LoadFile = 'UNIONS' | 'EMPLOYERS';

/** Where a row stands: its number from 1, null for the header, and the line it begins on. */
export interface Place {
  file: LoadFile;
  row: number | null;
  line: number;
}

/** One thing that is wrong in a file. `column` is called as in the file's header. */
export interface LoadProblem extends Place {
  column: string | null;
  value: string | null;
  problem: Problem;
}

/** How many problems of a load are listed; all of them are counted. */
export const listedProblems = 10_000;

/** What is wrong in the files of a load. */
export class LoadProblems {
  readonly list: LoadProblem[] = [];
  count = 0;

  add(found: LoadProblem): void {
    this.count += 1;
    if (this.list.length < listedProblems) this.list.push(found);
  }
}

/** A row as read: a field is null where it is blank, undefined where it is wrong and has been told of. */
export type Row<C extends Columns> = Place & { readonly [K in keyof C]: Value<C[K]> };
export type UnionRow = Row<typeof unionColumns>;
export type EmployerRow = Row<typeof employerColumns>;

type Told = string | number | boolean | null | undefined | readonly string[];

/** A file as it is read, row by row: it tells of every value that is wrong in itself. */
export class LoadedFile<C extends Columns> {
  readonly rows: Row<C>[] = [];
  /** The column that stands at each place of the header, and what the header calls it. */
  private header: Array<{ name: string | null; called: string }> = [];
  private readonly blank: Record<string, unknown>;
  private state: 'NO_HEADER' | 'READING' | 'COLUMNS_MISSING' = 'NO_HEADER';

  constructor(
    private readonly file: LoadFile,
    private readonly columns: C,
    private readonly problems: LoadProblems,
  ) {
    this.blank = Object.fromEntries(Object.keys(columns).map((name) => [name, null]));
  }

  /** Whether the file has a column: what it does not have, it says nothing about. */
  has(column: keyof C & string): boolean {
    return this.header.some((at) => at.name === column);
  }

  /** What the file calls a column. */
  called(column: keyof C & string): string {
    return this.header.find((at) => at.name === column)?.called ?? column;
  }

  /** Tells what is wrong with a row's column; `details` have `field`, what the file calls it. */
  wrong(row: Row<C>, column: keyof C & string, code: ProblemCode, details: Problem['details'] = {}): void {
    const field = this.called(column);
    const value = [row[column] as Told].flat().join(';');
    this.tell(row, field, problem(code, { field, ...details }), value === '' ? null : value);
  }

  /** The first row of each code, in steps; a code that stands in another row too is told of. */
  *byCode(): Generator<void, Map<string, Row<C>>> {
    const first = new Map<string, Row<C>>();
    yield* eachInSteps(this.rows, (row) => {
      const code = row['code'] as string | null | undefined;
      if (typeof code !== 'string') return;
      const other = first.get(code);
      if (other) this.wrong(row, 'code', 'LOAD_CODE_TWICE', { code, line: other.line });
      else first.set(code, row);
    });
    return first;
  }

  /** Takes the next row of the text. Where columns are missing, no row after the header says anything. */
  take(csv: CsvRow): void {
    if (this.state === 'NO_HEADER') this.readHeader(csv);
    else if (this.state === 'READING') this.rows.push(this.readRow(csv));
  }

  /** Ends the file: what is wrong with it as a text. */
  end(brokenLine: number | null): void {
    if (brokenLine !== null) this.tellHeader(brokenLine, null, problem('LOAD_QUOTE'));
  }

  private readHeader({ line, fields }: CsvRow): void {
    const names = Object.keys(this.columns);
    for (const field of fields) {
      const called = field.trim();
      const matches = (name: string): boolean =>
        called.toLowerCase() === name.toLowerCase() || called === this.columns[name]?.zh;
      const name = names.find(matches) ?? null;
      const twice = name !== null && this.has(name);
      if (name === null && called !== '')
        this.tellHeader(line, called, problem('LOAD_COLUMN_UNKNOWN', { column: called.slice(0, 40) }));
      if (twice) this.tellHeader(line, called, problem('LOAD_COLUMN_TWICE', { column: called }));
      this.header.push({ name: twice ? null : name, called });
    }
    const missing = names.filter((name) => this.columns[name]?.must && !this.has(name));
    for (const name of missing) {
      const column = `${name} (${this.columns[name]?.zh})`;
      this.tellHeader(line, name, problem('LOAD_COLUMN_MISSING', { column }));
    }
    this.state = missing.length > 0 ? 'COLUMNS_MISSING' : 'READING';
  }

  private readRow({ line, fields }: CsvRow): Row<C> {
    const place: Place = { file: this.file, row: this.rows.length + 1, line };
    const row: Record<string, unknown> = { ...this.blank, ...place };
    this.header.forEach(({ name, called }, i) => {
      const column = name === null ? undefined : this.columns[name];
      if (name === null || !column) return;
      const value = fields[i]?.trim() ?? '';
      if (value !== '') {
        row[name] = column.read(value, called, (code, details) => {
          this.tell(place, called, problem(code, details), value);
          return undefined;
        });
      } else if (column.must === 'VALUE') {
        row[name] = undefined;
        this.tell(place, called, problem('FIELD_REQUIRED', { field: called }), null);
      }
    });
    const extra = fields.find((field, i) => !this.header[i]?.called && field.trim() !== '');
    if (extra !== undefined) this.tell(place, null, problem('LOAD_FIELD_EXTRA'), extra);
    return row as Row<C>;
  }

  private tellHeader(line: number, column: string | null, found: Problem): void {
    this.tell({ file: this.file, row: null, line }, column, found, null);
  }

  private tell(
    { file, row, line }: Place,
    column: string | null,
    found: Problem,
    value: string | null,
  ): void {
    this.problems.add({ file, row, line, column, value: value?.slice(0, 100) ?? null, problem: found });
  }
}

export type UnionFile = LoadedFile<typeof unionColumns>;
export type EmployerFile = LoadedFile<typeof employerColumns>;

export const readUnions = (csv: string, problems: LoadProblems): Generator<void, UnionFile> =>
  read(new LoadedFile('UNIONS', unionColumns, problems), csv);

export const readEmployers = (csv: string, problems: LoadProblems): Generator<void, EmployerFile> =>
  read(new LoadedFile('EMPLOYERS', employerColumns, problems), csv);

/** Reads a text in steps. One that is blank is a file without columns or rows, and nothing is wrong with it. */
function* read<C extends Columns>(file: LoadedFile<C>, csv: string): Generator<void, LoadedFile<C>> {
  const steps = csvRows(csv);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      file.end(step.value);
      return file;
    }
    for (const row of step.value) file.take(row);
    yield;
  }
}
