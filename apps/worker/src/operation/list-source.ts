import type { Level } from '@huiji/domain/organisation';
import type { Actor } from '@huiji/filing/actor';
import type { Tx } from '@huiji/store/data-source';
import { timeZoneOf } from '@huiji/store/deadline';
import { actingToday } from '@huiji/store/entrustment';
import type { ListInput } from '@huiji/store/operation-list';
import { unionsById } from '@huiji/store/organisation';
import { namesOn } from '@huiji/store/reorganise';
import { type RowsMade, rowsOf } from './all.js';
import { inMinutes } from './moment.js';

/** An export of a list, and who asked for it. */
interface Asked {
  tenantId: string;
  personId: string;
  tokenId: string | null;
  input: ListInput;
}

/** What holds for the whole list. */
interface Known {
  /** Who asked, by what they hold now. */
  actor: Actor;
  input: ListInput;
  /** The union that the list is about, by the name that it bore on the day. */
  body: { id: string; name: string; level: Level };
  timeZone: string;
}

/** What an export of a list reads, all of one moment: the caller opens the reading. */
export class ListSource {
  private constructor(
    readonly tx: Tx,
    private readonly known: Known,
    /** Says that the work goes on. Throws when it is not to. */
    private readonly progress: (percent: number) => Promise<void>,
  ) {}

  static async open(
    tx: Tx,
    { tenantId, personId, tokenId, input }: Asked,
    progress: (percent: number) => Promise<void>,
  ): Promise<ListSource> {
    const { today, appointments } = await actingToday(tx, { tenantId, personId, tokenId });
    const union = (await unionsById(tx, tenantId, [input.unionId])).get(input.unionId);
    if (!union) throw new Error('the union of an export is gone');
    const { id, level } = union;
    const name = (await namesOn(tx, tenantId, [id], input.day)).get(id) ?? union.name;
    return new ListSource(
      tx,
      {
        ...{ actor: { tenantId, personId, today, appointments }, input, body: { id, name, level } },
        timeZone: await timeZoneOf(tx, tenantId),
      },
      progress,
    );
  }

  get actor(): Actor {
    return this.known.actor;
  }

  get input(): ListInput {
    return this.known.input;
  }

  get body(): Known['body'] {
    return this.known.body;
  }

  get tenantId(): string {
    return this.known.actor.tenantId;
  }

  /** A moment in the tenant's time zone, to the minute; blank for none. */
  shown(moment: Date | null): string {
    return moment ? inMinutes(moment, this.known.timeZone) : '';
  }

  /** What has to be known of a list to read it: what it is narrowed down to, of which day it is, and when it was made. */
  notes(...more: readonly string[]): string[] {
    return [
      ...more,
      `组织口径:${this.input.day} 的组织关系;导出时间:${this.shown(new Date())};空白表示没有数据,不等于 0`,
    ];
  }

  /** Unions by id, with the names that they bore on the day of the list. */
  async names(
    unionIds: Iterable<string>,
  ): Promise<Map<string, { code: string; name: string; level: Level }>> {
    const ids = [...new Set(unionIds)];
    const unions = await unionsById(this.tx, this.tenantId, ids);
    const then = await namesOn(this.tx, this.tenantId, [...unions.keys()], this.input.day);
    return new Map(
      [...unions].map(([id, { code, level, name }]) => [id, { code, level, name: then.get(id) ?? name }]),
    );
  }

  /** What is made of the list, page by page. EXPORT_TOO_LARGE. */
  rows<T, Row>(...made: RowsMade<T, Row>): Promise<Row[]> {
    return rowsOf(...made, this.progress);
  }
}
