import type { CellInput } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { isPeriod } from '@huiji/domain/period';
import { type Problem, problem } from '@huiji/domain/problem-found';
import type { FilledReturn } from './filled.js';
import { placeRowProblems } from './filled-rows.js';
import type { Taking, Verdict } from './verdict.js';

/** What a file of many says of one union's return; a table of unions and cells says nothing of covers, and of rows only in past periods. */
export interface FilledUnion extends Pick<FilledReturn, 'tables' | 'cover'> {
  unionCode: string;
  /** Of past periods: which one; else null. */
  period: string | null;
  cells: CellInput[];
  verdicts: Verdict[];
}

/** The level of a union by its code; undefined for one that is not to be filed for. */
export type LevelOf = (code: string) => Level | undefined;

/** By what a file is read. */
export interface Reading {
  form: Form;
  levelOf: LevelOf;
  /** Of past periods (历史数据): the form as it is filed in one. Each row, or else its sheet, names its period then. */
  formIn?: (period: string) => Form;
}

/** The return of a union that a file names. It is read when it is asked for: a large file is never understood all at once. */
export interface UnionIn extends Pick<FilledUnion, 'unionCode' | 'period'> {
  read: () => FilledUnion;
}

/** Reads a part of a return, adding what it says. */
type Take = (taking: FilledUnion & Taking) => void;

/** The returns that a file names, by period and union, in the order in which they first stand in it, with what is to be read of each. */
export class UnionsIn {
  private readonly found = new Map<
    string,
    Pick<FilledUnion, 'unionCode' | 'period'> & Pick<Taking, 'form' | 'level'> & { parts: Take[] }
  >();

  constructor(private readonly reading: Reading) {}

  /** Adds a part of a return, to be read by `take`; says why there is no such return, where it is not to be filed for, or of no period. */
  add({ code, period }: { code: string; period: string | null }, take: Take): Problem | undefined {
    const { form, levelOf, formIn } = this.reading;
    const level = code === '' ? undefined : levelOf(code);
    if (!level) return problem('WORKBOOK_UNION_UNKNOWN', { code: code.slice(0, 80) });
    if (formIn && !(period && isPeriod(period)))
      return problem('PERIOD_UNKNOWN', { period: (period ?? '').slice(0, 40) }, { field: 'period' });
    const key = `${period ?? ''} ${code}`;
    const known = this.found.get(key);
    if (known) known.parts.push(take);
    else
      this.found.set(key, {
        parts: [take],
        unionCode: code,
        period,
        level,
        form: formIn && period ? formIn(period) : form,
      });
    return undefined;
  }

  get unions(): UnionIn[] {
    return [...this.found.values()].map(({ parts, level, form, ...union }) => ({
      ...union,
      read: () => {
        const filled: FilledUnion = { ...union, cells: [], tables: [], cover: {}, verdicts: [] };
        const taking = { ...filled, form, level, seen: new Set<string>() };
        for (const take of parts) take(taking);
        placeRowProblems(form, filled);
        return filled;
      },
    }));
  }
}
