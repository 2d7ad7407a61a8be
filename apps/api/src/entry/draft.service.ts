import { fillCover, type CoverInput } from '@huiji/domain/cover';
import { blank, type CellInput, changedCells, type Content, fillForm, store } from '@huiji/domain/draft';
import { formatFigure, type Mark, missing } from '@huiji/domain/figure';
import { type Form, layoutOf } from '@huiji/domain/form';
import { saidOf, takeOver, type Offer, type Origin } from '@huiji/domain/offer';
import { problem, refuse, refuseAny } from '@huiji/domain/problem';
import { nextState, requireVersion } from '@huiji/domain/submission';
import { audit } from '@huiji/store/audit';
import { postProgress } from '@huiji/store/contribution';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { newestForms } from '@huiji/store/form';
import type { Scope } from '@huiji/store/scope';
import { insertDraft, lockNewest, saveContent, type Submission } from '@huiji/store/submission';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { contentOf } from '../submission/content.js';
import { requireOpen, under } from '../submission/submission.service.js';
import { presentOffers } from './offers.js';

interface Filing {
  unionId: string;
  form: string;
  period: string;
  expectedVersion?: number | null;
  idempotencyKey: string;
}

/** A cell as it is sent: marks left out are EXACT, an origin left out is TYPED. */
type SentCell = Pick<CellInput, 'cell' | 'value'> & {
  mark?: Mark | null;
  origin?: Origin | null;
  seen?: { value?: string | null; mark?: Mark | null } | null;
};

export interface SaveDraftInput extends Filing {
  cells?: SentCell[] | null;
  tables?: Array<{ table: string; rows: unknown[] | null }> | null;
  cover?: CoverInput | null;
}

export interface TakeOffersInput extends Filing {
  cells?: string[] | null;
  all?: boolean | null;
}

/** What is to be saved into a draft, read from either mutation. */
interface Saving {
  cells: CellInput[];
  tables: Array<{ table: string; rows: unknown[] | null }>;
  cover: CoverInput;
}

/** A draft that the actor may write, in a transaction that holds its union and period. */
interface Desk {
  tx: Tx;
  ask: Ask;
  scope: Scope;
  union: TradeUnion;
  form: Form;
  /** 代报: under which entrustment; null for the union's own filer. */
  entrustmentId: string | null;
  newest: Submission | null;
}

const most = { cells: 500 };

const readCells = (cells: readonly SentCell[]): CellInput[] =>
  cells.map(({ cell, value, mark, origin, seen }) => ({
    ...{ cell, value, mark: mark ?? 'EXACT', origin: origin ?? 'TYPED' },
    ...(seen ? { seen: { value: seen.value ?? null, mark: seen.mark ?? 'EXACT' } } : {}),
  }));

/** Whether each cell says what was seen in it, so that the draft may have moved on elsewhere. */
const cellByCell = ({ cells, tables, cover }: Saving, expectedVersion: number | null | undefined): boolean =>
  typeof expectedVersion !== 'number' &&
  cells.length > 0 &&
  cells.every((cell) => cell.seen) &&
  tables.length === 0 &&
  Object.keys(cover).length === 0;

/** Filling in (填报) of drafts: cells, rows and cover, typed or taken over. Submitting is submission.service.ts. */
@Injectable()
export class DraftService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Saves into the union's draft, opening one when there is none. Nothing is saved when anything is wrong. */
  saveDraft(ask: Ask, input: SaveDraftInput): Promise<string> {
    const saving = {
      cells: readCells(input.cells ?? []),
      tables: input.tables ?? [],
      cover: input.cover ?? {},
    };
    if (saving.cells.length > most.cells)
      refuse('REQUEST_TOO_LARGE', { what: 'cells', limit: most.cells }, { field: 'cells' });
    return this.onceAt(ask, input, { saveDraft: input }, (desk) =>
      saveAt(desk, saving, input.expectedVersion),
    );
  }

  /** Takes over what is offered, into blank cells only: those named, or all. */
  takeOffers(ask: Ask, input: TakeOffersInput): Promise<string> {
    const named = input.cells ?? [];
    if (named.length > 0 === (input.all ?? false)) refuse('OFFER_OPEN_CHOICE', {}, { field: 'cells' });
    if (named.length > most.cells)
      refuse('REQUEST_TOO_LARGE', { what: 'cells', limit: most.cells }, { field: 'cells' });
    return this.onceAt(ask, input, { takeOffers: input }, async (desk) => {
      const offers = await presentOffers(desk.tx, desk.scope, desk.union, desk.form);
      const cells = taken(desk, offers, input.all ? null : named);
      return saveAt(desk, { cells, tables: [], cover: {} }, input.expectedVersion, offers);
    });
  }

  private onceAt(
    ask: Ask,
    filing: Filing,
    request: object,
    work: (desk: Desk) => Promise<string>,
  ): Promise<string> {
    const { tenantId } = ask.actor;
    return onceIn(this.source, ask, filing.idempotencyKey, request, async (tx) => {
      const opened = await requireOpen(tx, ask, filing);
      const { union, form } = opened;
      const scope = { tenantId, form: form.code, period: filing.period };
      const newest = await lockNewest(tx, scope, union.id);
      return work({ tx, ask, scope, ...opened, newest });
    });
  }
}

/** The blank cells that offers go into. A cell that is named must be blank, and something must be offered for it. */
function taken(
  { form, newest }: Desk,
  offers: ReadonlyMap<string, Offer>,
  named: readonly string[] | null,
): CellInput[] {
  const before = newest ? contentOf(form, newest).entries : blank.entries;
  const filled = (cell: string): boolean => (before.get(cell) ?? missing).mark !== 'MISSING';
  const decimals = (cell: string): number => layoutOf(form).cell(cell)?.cell.decimals ?? 0;
  refuseAny(
    (named ?? []).flatMap((cell) => {
      const at = { cell: cell.slice(0, 80) };
      if (filled(cell))
        return [
          problem('CELL_FILLED', { ...at, now: saidOf(before.get(cell) ?? missing, decimals(cell)) }, at),
        ];
      return offers.has(cell) ? [] : [problem('OFFER_NONE', at, at)];
    }),
  );
  const cells = [...offers]
    .filter(([cell]) => !filled(cell) && (named?.includes(cell) ?? true))
    .map(([cell, { figure, mark, origin }]) => ({
      ...{ cell, mark, origin },
      value: figure === null ? null : formatFigure(figure, decimals(cell)),
    }));
  return cells.length > 0 ? cells : refuse('OFFERS_NONE');
}

async function saveAt(
  desk: Desk,
  saving: Saving,
  expectedVersion: number | null | undefined,
  offers?: ReadonlyMap<string, Offer>,
): Promise<string> {
  const { tx, ask, scope, union, form, entrustmentId, newest } = desk;
  if (newest) {
    if (newest.state === 'ACCEPTED') refuse('ALREADY_FILED', { union: union.name }, { field: 'unionId' });
    nextState(newest.state, 'SAVE');
  }
  const before = newest ? contentOf(form, newest) : blank;
  const alone = cellByCell(saving, expectedVersion);
  if (alone) refuseAny(changedCells(form, before.entries, saving.cells));
  else requireVersion(newest?.version ?? 0, expectedVersion ?? 0);
  const content = await contentAfter(desk, before, saving, offers);
  const filler = { by: ask.actor.personId, entrustmentId };
  const id =
    newest?.id ??
    (await insertDraft(tx, scope, {
      ...{ ...content, ...filler, unionId: union.id },
      ...{ revision: 1, restatementReason: null },
    }));
  if (!id) {
    if (!alone) refuse('STALE_REVISION', { expected: 0, actual: 1 }, { field: 'expectedVersion' });
    // Another clerk opened the draft meanwhile. It has committed, or its insert had not been in our way.
    return saveAt(
      { ...desk, newest: await lockNewest(tx, scope, union.id) },
      saving,
      expectedVersion,
      offers,
    );
  }
  if (newest) await saveContent(tx, scope.tenantId, id, { ...content, ...filler });
  else await postProgress(tx, scope, [union.id]);
  await audit(tx, ask.origin, {
    action: 'SAVE_DRAFT',
    objectType: 'submission',
    objectId: id,
    unionId: union.id,
    after: { ...traceOf(saving, (newest?.version ?? 0) + 1), ...under(entrustmentId) },
  });
  return id;
}

/** Which items were saved, and which of them were taken over; no values. */
function traceOf({ cells, tables, cover }: Saving, version: number): object {
  const takenOver = cells.filter(({ origin }) => origin !== 'TYPED').map(({ cell }) => cell);
  return {
    version,
    cells: cells.map(({ cell }) => cell),
    tables: tables.map(({ table }) => table),
    ...(takenOver.length > 0 ? { takenOver } : {}),
    ...(Object.keys(cover).length > 0 ? { cover: Object.keys(cover) } : {}),
  };
}

/** The draft as it is stored after saving; whatever is wrong is refused together. */
async function contentAfter(
  { tx, scope, union, form, newest }: Desk,
  before: Content,
  saving: Saving,
  known?: ReadonlyMap<string, Offer>,
) {
  const { cells, tables } = saving;
  const elsewhere = cells.some(({ cell }) => !layoutOf(form).cell(cell));
  const others = elsewhere ? await newestForms(tx, scope.tenantId) : [];
  const { content, problems } = fillForm(form, union.level, before, { cells, tables }, others);
  const cover = fillCover(newest ? openCover(tx, newest) : {}, saving.cover);
  refuseAny([...problems, ...cover.problems]);
  const takesOver = cells.some(({ origin }) => origin !== undefined && origin !== 'TYPED');
  const offers =
    known ?? (takesOver ? await presentOffers(tx, scope, union, form) : new Map<string, Offer>());
  const taken = takeOver(
    form,
    newest?.origins ?? {},
    cells.map(({ cell, origin = 'TYPED' }) => ({
      ...{ cell, origin },
      entry: content.entries.get(cell) ?? missing,
    })),
    offers,
  );
  refuseAny(taken.problems);
  return {
    ...store(form, content.entries),
    ...{ rows: content.rows, origins: taken.origins, cover: cover.cover },
  };
}
