import { fill, type CellInput } from '@huiji/domain/draft';
import type { Entry, Mark } from '@huiji/domain/figure';
import type { Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { parsePeriod } from '@huiji/domain/period';
import { refuse, refuseAny } from '@huiji/domain/problem';
import type { Rule } from '@huiji/domain/rule';
import { ruleInput, runRules } from '@huiji/domain/rule-run';
import { cellsFromRows, parseRows } from '@huiji/domain/rows';
import { requireForm } from '@huiji/filing/takes-filings';
import { requireAtRoot } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import { parametersOn } from '@huiji/store/parameter';
import { Inject, Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { type DefinitionInput, DefinitionService } from './definition.service.js';

type TrialCell = Omit<CellInput, 'mark'> & { mark?: Mark | null };

export interface TryInput {
  form?: string | null;
  definition?: DefinitionInput | null;
  scope?: Rule['scope'] | null;
  level?: Level | null;
  period?: string | null;
  cells: TrialCell[];
  tables?: Array<{ table: string; rows: unknown[] | null }> | null;
  previous?: TrialCell[] | null;
  lastYear?: TrialCell[] | null;
  below?: TrialCell[] | null;
}

/** Trying the rules of a form on figures while it is being written. */
@Injectable()
export class TrialService {
  constructor(@Inject(DefinitionService) private readonly definitions: DefinitionService) {}

  /** What the rules find; what is wrong with the definition or the figures is answered as userErrors. */
  answer(ask: Ask, input: TryInput): Promise<unknown> {
    return ask
      .refusals(async () => ({ hits: ask.errors(await this.hits(ask, input)) }))
      .then((told) => ({
        hits: [],
        ...told,
      }));
  }

  private async hits(ask: Ask, input: TryInput) {
    const tx = await ask.read();
    const form = await this.formOf(tx, ask, input);
    const period = input.period ? parsePeriod(input.period) : undefined;
    const { rows, problems } = parseRows(
      form,
      Object.fromEntries(
        (input.tables ?? []).flatMap(({ table, rows }) => (rows ? [[table, rows] as const] : [])),
      ),
    );
    refuseAny(problems);
    const read = (cells: TrialCell[] | null | undefined) => cells && entriesOf(form, cells);
    const more = {
      parameters: await parametersOn(tx, ask.actor.tenantId, period?.endsOn ?? ask.actor.today),
      ...(period ? { period } : {}),
      ...(input.level ? { level: input.level } : {}),
      previous: read(input.previous) ?? undefined,
      lastYear: read(input.lastYear) ?? undefined,
      below: read(input.below) ?? undefined,
    };
    const entries = new Map([...cellsFromRows(form, rows), ...entriesOf(form, input.cells)]);
    return runRules(form, ruleInput(entries, rows, more), input.scope ?? 'FILED');
  }

  private async formOf(tx: Tx, ask: Ask, { form, definition }: TryInput): Promise<Form> {
    const { tenantId } = ask.actor;
    if (!definition) return requireForm(tx, tenantId, form ?? '');
    await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
    return (await this.definitions.next(tx, ask.actor, definition)).form;
  }
}

/** More than any form asks, as in a draft. */
const mostCells = 500;

/** Figures as typed into any cell of a form, computed ones too: all that is wrong with them is refused together. */
function entriesOf(form: Form, cells: readonly TrialCell[]): Map<string, Entry> {
  if (cells.length > mostCells)
    refuse('REQUEST_TOO_LARGE', { what: 'cells', limit: mostCells }, { field: 'cells' });
  const open: Form = {
    ...form,
    tables: form.tables.map((table) => ({
      ...table,
      cells: table.cells.map((cell) => ({ ...cell, source: 'TYPED', filedBy: ['GRASSROOTS'] })),
    })),
  };
  const inputs = cells.map((cell) => ({ ...cell, mark: cell.mark ?? 'EXACT' }));
  const { entries, problems } = fill(open, 'GRASSROOTS', new Map(), inputs);
  refuseAny(problems);
  return entries;
}
