import { files } from '@huiji/domain/access';
import type { Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { problem, Refusal } from '@huiji/domain/problem';
import type { Total } from '@huiji/domain/rollup';
import type { Actor } from '@huiji/filing/actor';
import type { Tx } from '@huiji/store/data-source';
import { actingToday } from '@huiji/store/entrustment';
import { timeZoneOf } from '@huiji/store/deadline';
import { formAt } from '@huiji/store/form';
import type { ExportInput } from '@huiji/store/operation';
import { childrenOf, filedThrough, type TreeAt } from '@huiji/store/organisation';
import { namesOn } from '@huiji/store/reorganise';
import { pendingOf } from '@huiji/store/rollup-reading';
import { ownTotals, totalOver, totalParts, unionsBelow } from '@huiji/store/total-reading';
import { all, page, type RowsMade, rowsOf } from './all.js';
import { inMinutes } from './moment.js';

/** The body that an export is about, by the name that it bore, with its total. */
export interface Body {
  id: string;
  code: string;
  name: string;
  level: Level;
  total: Total;
}

/** A union with what it itself contributes. */
export interface OwnRow {
  id: string;
  code: string;
  name: string;
  level: Level;
  own: Total;
}

/** How many unions are read at a time, and how many one table may have. */
const batch = 200;
const mostUnions = 10_000;

/** An export, and who asked for it. */
interface Asked {
  tenantId: string;
  personId: string;
  tokenId: string | null;
  input: ExportInput;
}

/** What the tables of an export read, all of one moment: the caller opens the reading. */
export class ExportSource {
  private constructor(
    readonly tx: Tx,
    private readonly asked: Asked,
    readonly form: Form,
    private readonly timeZone: string,
    /** How far reading has come, in percent. Throws when the export is not to go on. */
    private readonly progress: (percent: number) => Promise<void>,
  ) {}

  static async open(
    tx: Tx,
    asked: Asked,
    progress: (percent: number) => Promise<void>,
  ): Promise<ExportSource> {
    const { tenantId, input } = asked;
    const form = await formAt(tx, tenantId, input.form, input.formVersion);
    return new ExportSource(tx, asked, form, await timeZoneOf(tx, tenantId), progress);
  }

  get tenantId(): string {
    return this.asked.tenantId;
  }

  get input(): ExportInput {
    return this.asked.input;
  }

  /** A moment in the tenant's time zone, to the minute. */
  shown(moment: Date): string {
    return inMinutes(moment, this.timeZone);
  }

  /** Which tree is read, in words. */
  get treeWords(): string {
    return this.input.current ? '现行组织关系' : '报告期末的组织关系';
  }

  /** How many changes wait to be counted, and up to when they are, in the periods that are read or in others. */
  pending(periods = this.input.periods): Promise<{ pending: number; upTo: Date }> {
    return pendingOf(this.tx, { tenantId: this.tenantId, form: this.form.code }, periods);
  }

  /** The names that unions bore in a tree: that which is read, or another one. */
  async names(
    unions: Iterable<{ id: string; name: string }>,
    tree: TreeAt = this.input.tree,
  ): Promise<Map<string, string>> {
    const names = new Map([...unions].map(({ id, name }) => [id, name]));
    const then = await namesOn(this.tx, this.tenantId, [...names.keys()], tree.day);
    return new Map([...names, ...then]);
  }

  /** What has to be known of a table to read it: of when it is, of which tree, and how complete. */
  async notes(total: Total): Promise<string[]> {
    const { pending, upTo } = await this.pending();
    return this.notesAt(total, upTo, pending > 0 ? `,另有 ${pending} 项变动待计入` : '');
  }

  /** The same of a total as it was at a moment. */
  notesAt(total: Total, moment: Date, waiting = ''): string[] {
    const { period, yearToDate, periods, periodsMissing } = this.input;
    const made = periods.length === 1 && periods[0] === period ? '' : `,由 ${periods.join('、')} 组成`;
    const gap = periodsMissing.length > 0 ? `,缺 ${periodsMissing.join('、')}` : '';
    return [
      `报告期:${period}${yearToDate ? ' 本年累计' : ''}${made}${gap};组织口径:${this.treeWords}`,
      `截至 ${this.shown(moment)}:应报 ${total.reportsExpected} 份,已审核 ${total.reportsAccepted} 份${waiting}`,
      `导出时间:${this.shown(new Date())};${this.form.zh}(${this.form.code} 第 ${this.form.version} 版)`,
    ];
  }

  /** The totals of unions side by side, in the periods and the tree that are read or in others. */
  async totals(
    unions: ReadonlyArray<{ id: string; level: string }>,
    periods = this.input.periods,
    tree = this.input.tree,
  ): Promise<Map<string, Total>> {
    const { tenantId, form, input } = this;
    const read = { tenantId, form, periods, tree, current: input.current, known: null };
    const parts = await totalParts(this.tx, read, unions);
    return new Map(unions.map(({ id }) => [id, totalOver(read, parts.get(id) ?? [])]));
  }

  /** The unions directly below a body with their totals, by code. */
  async children(bodyId: string): Promise<Array<{ code: string; name: string; total: Total }>> {
    const { tx, tenantId, input } = this;
    const children = await all(
      (after: string | null) => childrenOf(tx, tenantId, bodyId, input.tree, { first: page, after }),
      ({ code }) => code,
    );
    const names = await this.names(children);
    const read = await this.totals(children);
    return children.flatMap(({ id, code, name }) => {
      const total = read.get(id);
      return total ? [{ code, name: names.get(id) ?? name, total }] : [];
    });
  }

  /** What each union of the subtree itself contributes for a filed period, by code, some at a time. EXPORT_TOO_LARGE. */
  async *own(period: string, tree: TreeAt, steps: { from: number; to: number }): AsyncGenerator<OwnRow[]> {
    const unions = await unionsBelow(this.tx, this.tenantId, this.input.unionId, tree);
    yield* this.ownOf(unions, period, tree, steps);
  }

  /** What is made of a list, page by page. EXPORT_TOO_LARGE. */
  rows<T, Row>(...made: RowsMade<T, Row>): Promise<Row[]> {
    return rowsOf(...made, this.progress);
  }

  /** Who asked for it, by what they hold now. */
  async actor(): Promise<Actor> {
    const { tenantId, personId } = this.asked;
    return { tenantId, personId, ...(await actingToday(this.tx, this.asked)) };
  }

  /** The same of the unions that who asked for it files for. */
  async *filed(steps: { from: number; to: number }): AsyncGenerator<OwnRow[]> {
    const { tx, tenantId, input } = this;
    const { appointments } = await this.actor();
    const ids = appointments.filter(files).map(({ unionId }) => unionId);
    const unions = [...(await filedThrough(tx, tenantId, ids)).values()];
    yield* this.ownOf(unions, input.period, input.tree, steps);
  }

  private async *ownOf(
    unions: ReadonlyArray<{ id: string; code: string; name: string; level: Level }>,
    period: string,
    tree: TreeAt,
    steps: { from: number; to: number },
  ): AsyncGenerator<OwnRow[]> {
    const { tx, tenantId, form, input } = this;
    if (unions.length > mostUnions)
      throw new Refusal([problem('EXPORT_TOO_LARGE', { limit: mostUnions, what: '单位 unions' })]);
    for (let at = 0; at < unions.length; at += batch) {
      const some = unions.slice(at, at + batch);
      const ids = some.map(({ id }) => id);
      const names = await this.names(some, tree);
      const read = { tenantId, form, periods: [period], tree, current: input.current, known: null };
      const totals = await ownTotals(tx, read, ids);
      yield some.flatMap(({ id, code, level }) => {
        const own = totals.get(id);
        return own && own.reportsExpected + own.reportsAccepted > 0
          ? [{ id, code, name: names.get(id) ?? '', level, own }]
          : [];
      });
      await this.progress(
        steps.from + Math.floor(((steps.to - steps.from) * (at + some.length)) / unions.length),
      );
    }
  }
}
