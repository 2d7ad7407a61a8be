import type { FiledCover } from '@huiji/domain/cover';
import { differenceOf } from '@huiji/domain/comparison';
import { type Entry, missing } from '@huiji/domain/figure';
import { type Cell, type Form } from '@huiji/domain/form';
import { assignedTo } from '@huiji/domain/organisation';
import type { Offer, Origins } from '@huiji/domain/offer';
import { type Lookups, type Past, yearToDateOfCell } from '@huiji/domain/past';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import type { SubmissionState } from '@huiji/domain/submission';
import { rowsOfRecords } from '@huiji/domain/work-record';
import { contentOf } from '@huiji/filing/content';
import { dueOf, offersTo } from '@huiji/filing/offers';
import { mayDo, requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import { unionContact } from '@huiji/store/contact';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { lookupsOf, pastsOf, statesOf } from '@huiji/store/entry';
import { newestSubmission, type Submission } from '@huiji/store/submission';
import { bookOfPeriod } from '@huiji/store/work-record';
import { Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { readableContacts, shownCover } from '../organisation/contacts.js';
import { requireScope } from '../period/scope.js';
import { decimalOf, entryOf, offerOf } from './present.js';

export interface SheetQuery extends UnionNamed {
  form: string;
  period: string;
}

interface PastReport {
  period: string;
  state: SubmissionState | null;
  submissionId: string | null;
}

/** What stands on a sheet before it is asked for in detail. */
export interface Sheet {
  union: TradeUnion;
  form: Form;
  period: string;
  submission: Submission | null;
  previous: PastReport;
  lastYear: PastReport;
  /** The rows that the union's book (台账) has for 附表, to whoever may read it. */
  recordRows: ReturnType<typeof rowsOfRecords>;
  cells: Beside;
  cover: FiledCover;
  offeredCover: FiledCover;
}

const beside = new Set(['previous', 'lastYear', 'lastAccepted', 'yearToDate', 'quarters'] as const);

/** All that is written beside the cells of a sheet. */
interface Beside extends Pick<Lookups, 'previous' | 'lastYear' | 'yearToDate'> {
  entries: ReadonlyMap<string, Entry>;
  origins: Origins;
  offers: ReadonlyMap<string, Offer>;
  due: (period: string) => boolean;
}

/** The entry sheet (填报): one reading of what a clerk's page shows. */
@Injectable()
export class EntryService {
  /** FORM_UNKNOWN, PERIOD_UNKNOWN, FORM_NOT_FOR_PERIOD, NOT_EXPECTED; NOT_FOUND for a union the actor may not see. */
  async sheet(ask: Ask, query: SheetQuery): Promise<Sheet> {
    const tx = await ask.read();
    const { tenantId } = ask.actor;
    const { filed: form, tree, ...scope } = await requireScope(tx, ask, query);
    const unionId = await unionIdOf(tx, ask.actor, query);
    const seen = await requireMay(tx, ask.actor, 'READ_FIGURES', unionId, tree);
    const { union } = seen;
    const submission = await newestSubmission(tx, scope, union.id);
    const due = dueOf(union);
    if (!submission && !(due(scope.period) && assignedTo(form.assignment, union)))
      refuse('NOT_EXPECTED', { union: union.name, period: scope.period }, { field: 'unionId' });
    const looked = await lookupsOf(tx, scope, { unionId: union.id, form }, beside);
    // What its book holds stays with the union, also what of it is only offered.
    const book = mayDo('READ_RECORDS', seen)
      ? await bookOfPeriod(tx, tenantId, union.id, parsePeriod(scope.period))
      : null;
    const now = await pastsOf(tx, tenantId, [union.id], [{ form, period: scope.period }]);
    const [registry] = now.get(union.id) ?? [];
    const { previous, lastYear } = looked;
    const states = await statesOf(tx, scope, union.id, [previous.period, lastYear.period]);
    const report = ({ period, submissionId }: Past): PastReport => ({
      ...{ period, submissionId, state: states.get(period) ?? null },
    });
    const readable = (await readableContacts(tx, ask.actor, [union.id])).has(union.id);
    const filled = submission ? contentOf(form, submission).entries : new Map<string, Entry>();
    return {
      ...{ union, form, period: scope.period, submission },
      recordRows: book ? rowsOfRecords(form, book.records, book.period) : [],
      ...{ previous: report(previous), lastYear: report(lastYear) },
      cells: {
        ...looked,
        entries: new Map([...ofRegistry(form, registry), ...filled]),
        origins: submission?.origins ?? {},
        offers: offersTo(union, form, { ...looked, book }),
        due,
      },
      cover: submission ? shownCover(openCover(tx, submission), readable) : {},
      offeredCover: readable
        ? coverOffered(tx, union, looked.lastAccepted?.cover ?? {}, ask.actor.today)
        : {},
    };
  }
}

/** What the registers know of the union in the period itself; its filed figures are those of the draft. */
const ofRegistry = (form: Form, own: Past | undefined): Array<[string, Entry]> =>
  form.tables.flatMap(({ cells }) =>
    cells.flatMap(({ code, source }): Array<[string, Entry]> => {
      const entry = source === 'REGISTRY' ? own?.entries.get(code) : undefined;
      return entry ? [[code, entry]] : [];
    }),
  );

/** Who heads a union changes seldom, so the register goes first; who keeps its statistics only the last cover knows. */
function coverOffered(tx: Tx, union: TradeUnion, last: FiledCover, today: string): FiledCover {
  const { contact, phone } = unionContact(tx, union);
  return {
    ...last,
    ...(union.chair ? { unitHead: union.chair } : {}),
    ...(contact ? { filledInBy: contact } : {}),
    ...(phone ? { phone } : {}),
    reportedOn: today,
  };
}

const files = ({ source, filedBy }: Cell, { level }: TradeUnion): boolean =>
  source !== 'REGISTRY' && filedBy.includes(level);

/** How many of the cells that the union files are not blank, of how many. */
export function countsOf({ form, union, cells }: Sheet): { filled: number; total: number } {
  const own = form.tables.flatMap((table) => table.cells.filter((cell) => files(cell, union)));
  return { total: own.length, filled: own.filter((cell) => cells.entries.has(cell.code)).length };
}

/** The tables of a sheet that hold anything for the union's level. */
export const tablesOf = ({ form, union, cells }: Sheet): unknown[] =>
  form.tables.flatMap((table) => {
    const own = table.cells.filter((cell) => cell.source === 'REGISTRY' || files(cell, union));
    return own.length === 0 ? [] : [{ ...table, cells: own.map((cell) => sheetCell(cell, cells)) }];
  });

function sheetCell(cell: Cell, beside: Beside): unknown {
  const now = beside.entries.get(cell.code) ?? missing;
  const then = beside.previous.entries.get(cell.code) ?? missing;
  const past = ({ period, entries }: Past) => ({
    period,
    ...entryOf(entries.get(cell.code) ?? missing, cell),
  });
  const toDate = yearToDateOfCell(cell.code, now, beside.yearToDate, beside.due);
  const offer = beside.offers.get(cell.code);
  return {
    ...{ cell: cell.code, definition: cell, ...entryOf(now, cell) },
    origin: beside.origins[cell.code]?.origin ?? 'TYPED',
    typed: cell.source === 'TYPED',
    previous: past(beside.previous),
    lastYear: past(beside.lastYear),
    difference: decimalOf(differenceOf(now, then), cell),
    yearToDate:
      cell.kind === 'FLOW' && cell.adds ? { ...entryOf(toDate, cell), missing: toDate.missing } : null,
    offer: offer ? offerOf(offer, cell) : null,
  };
}
