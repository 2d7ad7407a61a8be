import type { CoverInput } from '@huiji/domain/cover';
import { blank, type CellInput } from '@huiji/domain/draft';
import { formatFigure, type Mark, missing } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { saidOf, sameEntry, type Offer, type Origin } from '@huiji/domain/offer';
import { problem, refuse, refuseAny } from '@huiji/domain/problem';
import { contentOf } from '@huiji/filing/content';
import { type Desk, saveAt } from '@huiji/filing/draft';
import { presentOffers } from '@huiji/filing/offers';
import { requireOpen } from '@huiji/filing/open';
import { lockNewest } from '@huiji/store/submission';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';

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

const most = { cells: 500 };

const readCells = (cells: readonly SentCell[]): CellInput[] =>
  cells.map(({ cell, value, mark, origin, seen }) => ({
    ...{ cell, value, mark: mark ?? 'EXACT', origin: origin ?? 'TYPED' },
    ...(seen ? { seen: { value: seen.value ?? null, mark: seen.mark ?? 'EXACT' } } : {}),
  }));

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

  /** Takes over what is offered, into cells that nobody typed: those named, or all. */
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
      return work({ tx, filer: ask, scope, ...opened, newest });
    });
  }
}

/**
 * The cells that offers go into: blank ones, and those whose value came from the book, which may say otherwise by now. A cell that is named
 * must be one of them, and something must be offered for it.
 */
function taken(
  { form, newest }: Desk,
  offers: ReadonlyMap<string, Offer>,
  named: readonly string[] | null,
): CellInput[] {
  const before = newest ? contentOf(form, newest).entries : blank.entries;
  const filled = (cell: string): boolean =>
    (before.get(cell) ?? missing).mark !== 'MISSING' && newest?.origins[cell]?.origin !== 'RECORDS';
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
    .filter(([cell, offer]) => named || !sameEntry(before.get(cell) ?? missing, offer))
    .map(([cell, { figure, mark, origin }]) => ({
      ...{ cell, mark, origin },
      value: figure === null ? null : formatFigure(figure, decimals(cell)),
    }));
  return cells.length > 0 ? cells : refuse('OFFERS_NONE');
}
