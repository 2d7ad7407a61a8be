import type { Answer, Client } from './client.js';
import { type Huiji, openTestTenant, startHuiji } from './huiji.js';
import { type Change, changeText, inputFor } from './organisation.js';
import { tomorrow } from './periods.js';
import type { Chance } from './random.js';
import { act, addPerson, found, key, mutationOf, operations, type Seen } from './town.js';
import { sendTransfer, stepTransfer, transfersOf } from './transfers.js';
import { free } from './tree-model-filing.js';

export const quarters = ['2026Q2', '2026Q3'] as const;
const form = 'work-q';
const marks = ['EXACT', 'EXACT', 'EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED', 'NOT_APPLICABLE'] as const;

/** A union of the federation, and its newest revision for each quarter. */
interface Unit {
  id: string;
  code: string;
  grassroots: boolean;
  ended: boolean;
  filed: Map<string, Seen>;
}

const turns = ['move', 'transfer', 'merge', 'undo', 'found', 'transfer', 'undo', 'move', 'merge'] as const;

/** How long a statement may take in this suite, in seconds: as long ago is the last moment that can be read. */
export const timeout = 5;

/** A small federation in which one thing happens after the other, so that each moment between has totals of its own. */
export class Federation {
  readonly units: Unit[] = [];
  readonly done: Record<string, number> = {};
  private readonly changes: string[] = [];
  private final = false;
  private steps = 0;
  private readonly opened: string[] = [quarters[0]];

  private constructor(
    readonly huiji: Huiji,
    readonly people: Record<'admin' | 'statistician' | 'clerk' | 'reviewer', Client>,
    readonly root: string,
  ) {}

  static async open(chance: Chance, bodies: number, grassroots: number): Promise<Federation> {
    const huiji = await startHuiji({ settings: { STATEMENT_TIMEOUT: String(timeout) } });
    await openTestTenant(huiji, 'alpha');
    const admin = await huiji.client('alpha', 'admin');
    const { me } = await admin.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
      '{ me { appointments { union { id } } } }',
    );
    const root = me.appointments[0]?.union.id ?? '';
    const ids = [{ id: root, code: '', grassroots: false }];
    const add = async (n: number, level: 'INTERMEDIATE' | 'GRASSROOTS', kind: string) => {
      const parentId = chance.pick(ids.filter((unit) => !unit.grassroots)).id;
      const union = { parentId, code: `${level[0]}${n}`, name: `${level[0]}${n}工会`, level, kind };
      const regionCode = chance.pick(['330102', '330103', '330201']);
      const id = await found(admin, { ...union, regionCode });
      ids.push({ id, code: union.code, grassroots: level === 'GRASSROOTS' });
    };
    for (let n = 1; n <= bodies; n++) await add(n, 'INTERMEDIATE', 'BUREAU');
    for (let n = 1; n <= grassroots; n++) await add(n, 'GRASSROOTS', chance.pick(['SINGLE', 'JOINT']));
    const person = async (login: string, role: string, at: string[]): Promise<Client> => {
      await addPerson(
        admin,
        login,
        at.map((unionId) => ({ unionId, role })),
      );
      return huiji.client('alpha', login);
    };
    const people = {
      admin,
      statistician: await person('statistician', 'STATISTICIAN', [root]),
      // Where a body has no reviewer of its own, acceptance goes up to the one of the root.
      reviewer: await person('reviewer', 'REVIEWER', [root]),
      clerk: await person(
        'clerk',
        'FILER',
        ids.map(({ id }) => id),
      ),
    };
    const federation = new Federation(huiji, people, root);
    federation.units.push(...ids.map((unit) => ({ ...unit, ended: false, filed: new Map<string, Seen>() })));
    await people.statistician.get(operations.open, { period: quarters[0] });
    return federation;
  }

  get bodies(): string[] {
    return this.units.filter((unit) => !unit.grassroots && !unit.ended).map(({ id }) => id);
  }

  /** Opens the second quarter, which is something to be read as of before. */
  async openLast(): Promise<void> {
    await this.people.statistician.get(operations.open, { period: quarters[1] });
    this.opened.push(quarters[1]);
  }

  /** A bureau with two grassroots unions, for both of which the clerk files. */
  async newBody(): Promise<[body: string, first: string, second: string]> {
    const { admin, clerk } = this.people;
    const { me } = await clerk.get<{ me: { id: string } }>('{ me { id } }');
    const bureau = { code: 'NB', name: '新局工会', level: 'INTERMEDIATE', kind: 'BUREAU' };
    const parentId = await found(admin, { parentId: this.root, ...bureau });
    const union = (code: string) =>
      found(admin, { parentId, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE' });
    const [first, second] = [await union('NB1'), await union('NB2')];
    const appointments = [first, second].map((unionId) => ({ unionId, role: 'FILER' }));
    await admin.get(mutationOf('appoint'), { input: { personId: me.id, appointments } });
    return [parentId, first, second];
  }

  /** Makes a quarter FINAL, the first to begin with; from then on it is filed through windows. */
  async finalise(period: string = quarters[0]): Promise<void> {
    await this.people.statistician.get(operations.close, { period });
    await this.people.statistician.get(operations.finalise, { period });
    this.final = true;
  }

  async move(unionId: string, parentId: string, on: string): Promise<void> {
    const { admin } = this.people;
    const input = await inputFor(admin, 'moveUnion', { unionId, parentId, on });
    await admin.get(changeText('moveUnion'), { input });
  }

  /** Something happens, of every kind in turn; answers the submission where something was restated. */
  async step(chance: Chance): Promise<Seen | null> {
    this.steps += 1;
    if (this.steps % 2 === 1) return this.file(chance);
    const way = turns[(this.steps / 2 - 1) % turns.length];
    const bodies = this.units.filter((unit) => !unit.grassroots && !unit.ended);
    const movable = this.units.filter((unit) => unit.id !== this.root && !unit.ended);
    const unit = chance.pick(movable);
    const on = chance.pick(['2026-05-05', '2026-08-08', '2026-09-09']);
    if (way === 'undo' && this.changes.length > 0) {
      const changeId = this.changes.pop()!;
      await this.attempt('undoChange', { changeId });
      return null;
    }
    if (way === 'transfer') {
      await this.transfer(chance, on);
      return null;
    }
    if (way === 'merge') {
      const heirs = movable.filter((other) => other.grassroots && other.id !== unit.id);
      if (!unit.grassroots || heirs.length === 0) return null;
      const receiverId = chance.pick(heirs).id;
      const members = 1 + chance.below(500);
      unit.ended = await this.attempt('mergeUnion', { unionId: unit.id, receiverId, on, members });
      return null;
    }
    if (way === 'found') {
      const code = `N${key().slice(0, 8)}`;
      const parentId = chance.pick(bodies).id;
      await found(this.people.admin, {
        ...{ parentId, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE' },
        ...{ establishedOn: on, regionCode: '330102' },
      });
      const { organisationChanges } = await this.people.admin.get<{
        organisationChanges: { nodes: Array<{ id: string }> };
      }>('query ($id: ID) { organisationChanges(unionId: $id, first: 1) { nodes { id } } }', {
        id: this.root,
      });
      this.changes.push(organisationChanges.nodes[0]!.id);
      this.count('found');
      return null;
    }
    await this.attempt('moveUnion', { unionId: unit.id, parentId: chance.pick(bodies).id, on });
    return null;
  }

  /** Members go from one union to another, or an order of theirs is taken back. */
  private async transfer(chance: Chance, on: string): Promise<void> {
    const living = this.units.filter((unit) => unit.grassroots && !unit.ended);
    const [from, to] = [chance.pick(living), chance.pick(living)];
    const { clerk } = this.people;
    const [standing] = (await transfersOf(clerk, from.id, { states: ['ACCEPTED'], first: 1 })).nodes;
    if (standing?.steps.includes('CANCEL') && chance.below(3) === 0) {
      await stepTransfer(clerk, standing, 'cancel');
      return this.count('transfer cancelled');
    }
    if (from === to) return this.count('transfer to itself');
    const sent = await sendTransfer(clerk, from.id, {
      toUnionCode: to.code,
      members: 1 + chance.below(500),
      on,
    });
    await stepTransfer(clerk, sent, 'accept', { on });
    this.count('transferred');
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }

  private async attempt(name: Change, input: Record<string, unknown>): Promise<boolean> {
    const { admin } = this.people;
    type Told = { change: { id: string } | null; userErrors: Array<{ code: string }> };
    const answer: Answer<Record<string, Told>> = await admin.ask(changeText(name), {
      input: await inputFor(admin, name, input),
    });
    const told = answer.data?.[name];
    if (!told) throw new Error(JSON.stringify(answer));
    const [refused] = told.userErrors;
    this.count(refused ? `${name} ${refused.code}` : name);
    if (name !== 'undoChange' && told.change) this.changes.push(told.change.id);
    if (name === 'undoChange' && !refused) for (const unit of this.units) unit.ended = await this.gone(unit);
    return !refused;
  }

  private async gone({ id, ended }: Unit): Promise<boolean> {
    if (!ended) return false;
    const { tradeUnion } = await this.people.admin.get<{ tradeUnion: { dissolvedOn: string | null } }>(
      'query ($id: ID) { tradeUnion(id: $id) { dissolvedOn } }',
      { id },
    );
    return tradeUnion.dissolvedOn !== null;
  }

  /** Files or restates, and accepts; now and then it stays submitted, and the next time is accepted. */
  private async file(chance: Chance): Promise<Seen | null> {
    const { clerk } = this.people;
    const period = chance.pick(this.opened);
    const living = this.units.filter(({ ended }) => !ended);
    // Mostly something that has been filed already, so that it is restated.
    const before = living.filter(({ filed }) => filed.has(period));
    const unit = chance.pick(before.length > 0 && chance.below(3) > 0 ? before : living);
    let now = unit.filed.get(period);
    if (this.final && period === quarters[0]) await this.window(unit.id, period);
    if (now?.state === 'SUBMITTED') return this.accept(unit, period, now);
    if (now?.state === 'ACCEPTED')
      now = await act(clerk, 'restate', { submissionId: now.id, reason: '更正' });
    const cells = free
      .filter((cell) => unit.grassroots || cell !== 'aid_donation_amount')
      .map((cell) => {
        const mark = chance.pick(marks);
        const blank = mark === 'NOT_APPLICABLE' || chance.below(4) === 0;
        return { cell, mark, value: blank ? null : String(chance.below(1_000_000)) };
      });
    const saved = await act(clerk, 'save', {
      ...{ unionId: unit.id, form, period, expectedVersion: now?.version },
      cells: [...cells, { cell: 'info_research_cnt', value: String(chance.below(1_000)) }],
    });
    const submitted = await act(clerk, 'submit', {
      ...{ submissionId: saved.id, expectedVersion: saved.version, explanation: '随机数据' },
    });
    unit.filed.set(period, submitted);
    this.count(submitted.revision > 1 ? 'restated' : 'filed');
    return chance.below(4) === 0 ? null : this.accept(unit, period, submitted);
  }

  private async accept(unit: Unit, period: string, { id, version }: Seen): Promise<Seen | null> {
    const accepted = await act(this.people.reviewer, 'accept', {
      submissionId: id,
      expectedVersion: version,
    });
    unit.filed.set(period, accepted);
    this.count('accepted');
    return accepted.revision > 1 ? accepted : null;
  }

  /** Lets a union file for a period that is FINAL. */
  async window(unionId: string, period: string): Promise<void> {
    const input = { unionId, form, period, reason: '更正', untilOn: tomorrow };
    const codes = await this.people.statistician.refusal(mutationOf('openWindow'), { input });
    if (codes.some((code) => code !== 'WINDOW_EXISTS')) throw new Error(codes.join());
  }
}
