import type { Provenance } from '@huiji/domain/offer';
import { parseDay, parsePeriod } from '@huiji/domain/period';
import { type WorkColumn, type WorkKind, workKinds } from '@huiji/domain/work-kinds';
import { isCounted, recordsBehind } from '@huiji/domain/work-record';
import { requireId } from '@huiji/filing/ids';
import { requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import { newestSubmission } from '@huiji/store/submission';
import { bookOfPeriod, type BookRecord, recordsById, recordsOf } from '@huiji/store/work-record';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection, keysetOf, type PageAsked, pageOf } from '../graphql/connection.js';
import { requireScope } from '../period/scope.js';
import {
  type CorrectWorkInput,
  type RecordWorkInput,
  type RemoveWorkInput,
  WorkRecordService,
} from './work-record.service.js';

/** A record as the schema shows it; `union` is read by a loader. */
type RecordView = BookRecord & { counted: boolean };

interface RecordsAsked extends UnionNamed, PageAsked {
  kinds?: string[] | null;
  from?: string | null;
  to?: string | null;
}

interface CellAsked extends UnionNamed, PageAsked {
  form: string;
  period: string;
  cell: string;
}

@Resolver()
export class WorkRecordResolver {
  constructor(@Inject(WorkRecordService) private readonly work: WorkRecordService) {}

  @Query('workKinds')
  kinds(@Context('ask') ask: Ask): unknown[] {
    // Nothing of a tenant, but whoever is nobody is told nothing at all.
    void ask.actor;
    return workKinds.map(kindShown);
  }

  @Query('workRecords')
  async list(@Args() args: RecordsAsked, @Context('ask') ask: Ask): Promise<Connection<RecordView>> {
    const tx = await ask.read();
    const kinds = args.kinds ?? null;
    const from = args.from ? parseDay(args.from, 'from') : null;
    const to = args.to ? parseDay(args.to, 'to') : null;
    const unionId = await unionIdOf(tx, ask.actor, args);
    const { union } = await requireMay(tx, ask.actor, 'READ_RECORDS', unionId);
    const page = await connection(
      args,
      ({ first, after }) =>
        recordsOf(
          tx,
          ask.actor.tenantId,
          { unionId: union.id, kinds, from, to },
          { first, after: placeOf(after) },
        ),
      keyOf,
    );
    return { ...page, nodes: page.nodes.map(shown) };
  }

  @Query('cellRecords')
  async ofCell(@Args() args: CellAsked, @Context('ask') ask: Ask): Promise<Connection<RecordView>> {
    const tx = await ask.read();
    const { tenantId, form, period } = await requireScope(tx, ask, args);
    const unionId = await unionIdOf(tx, ask.actor, args);
    const { union } = await requireMay(tx, ask.actor, 'READ_RECORDS', unionId);
    const submission = await newestSubmission(tx, { tenantId, form, period }, union.id);
    const taken: Provenance | undefined = submission?.origins[args.cell];
    const book = await bookOfPeriod(tx, tenantId, union.id, parsePeriod(period), taken?.book ?? null);
    // Bounded by what a book takes of a year.
    const behind = book ? (recordsBehind(args.cell, book.records, book.period) ?? []) : [];
    const { first, after } = keysetOf(args);
    const rest = behind.filter((record) => after === null || keyOf(record) < after);
    const page = pageOf(rest.slice(0, first), first - 1, keyOf);
    return { ...page, nodes: page.nodes.map(shown) };
  }

  @Mutation('recordWork')
  record(
    @Args('input') input: RecordWorkInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ records: RecordView[] }>> {
    return ask.answer(async () => ({ records: await asTheyAre(ask, await this.work.record(ask, input)) }));
  }

  @Mutation('correctWork')
  correct(
    @Args('input') input: CorrectWorkInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ record: RecordView | null }>> {
    return ask.answer(async () => {
      const [record] = await asTheyAre(ask, [await this.work.correct(ask, input)]);
      return { record: record ?? null };
    });
  }

  @Mutation('removeWork')
  remove(
    @Args('input') input: RemoveWorkInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ removedId: string }>> {
    return ask.answer(async () => ({ removedId: await this.work.remove(ask, input) }));
  }
}

const columnShown = ({ required = false, marked = false, ...column }: WorkColumn): object => ({
  ...{ ...column, required, marked },
});

const kindShown = ({ columns, feeds, rows, ...kind }: WorkKind): object => ({
  ...{ ...kind, columns: columns.map(columnShown), cells: feeds.map(({ cell }) => cell), table: rows?.table },
});

const shown = (record: BookRecord): RecordView => ({ ...record, counted: isCounted(record) });

const keyOf = ({ day, id }: BookRecord): string => `${day} ${id}`;

/** Where the last page of records ended. */
function placeOf(after: string | null): readonly [string, string] | null {
  if (after === null) return null;
  const [day = '', id = ''] = after.split(' ');
  return [parseDay(day, 'after'), requireId(id, '页 page')];
}

/** Records that the actor has just written, in the order in which they were sent; one that was taken out since is left out. */
async function asTheyAre(ask: Ask, ids: readonly string[]): Promise<RecordView[]> {
  const records = await recordsById(await ask.read(), ask.actor.tenantId, ids);
  return ids.flatMap((id) => {
    const record = records.get(id);
    return record ? [shown(record)] : [];
  });
}
