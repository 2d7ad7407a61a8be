/** One of the clients: files, accepts, returns and corrects the reports of its own unions at random, and keeps a journal of what was acknowledged. */
import { randomUUID } from 'node:crypto';
import type { Chance } from '../chance.js';
import type { Person } from './person.js';
import { form, periods, type Quarter, type Union } from './town.js';

/** Cells that no check reads, for a body as for a grassroots union. */
export const cells = [
  'mem_retained_cnt',
  'act_award_item_cnt',
  'cad_staff_cnt',
  'info_submitted_cnt',
  'info_research_cnt',
] as const;
export type Figures = Readonly<Record<string, string>>;

/** A revision as it was last acknowledged. */
export interface Seen {
  id: string;
  version: number;
  revision: number;
  state: string;
}

/** How the report of a union for a quarter must stand: its newest revision, what that says, and what counts of it. */
export interface Return {
  union: Union;
  period: Quarter;
  seen: Seen;
  figures: Figures;
  /** What was last accepted; null before that. */
  accepted: Figures | null;
}

const inputs = {
  saveDraft: 'SaveDraftInput',
  submit: 'SubmitInput',
  acceptSubmission: 'AcceptSubmissionInput',
  returnSubmission: 'ReturnSubmissionInput',
  restateSubmission: 'RestateSubmissionInput',
  withdrawSubmission: 'WithdrawSubmissionInput',
} as const;
type Step = keyof typeof inputs;

export class Lane {
  /** By union and quarter. */
  readonly journal = new Map<string, Return>();
  /** How many steps of each kind were acknowledged. */
  readonly acknowledged: Record<Step, number> = {
    saveDraft: 0,
    submit: 0,
    acceptSubmission: 0,
    returnSubmission: 0,
    restateSubmission: 0,
    withdrawSubmission: 0,
  };

  constructor(
    private readonly chance: Chance,
    private readonly unions: readonly Union[],
    readonly clerk: Person,
    private readonly reviewer: Person,
  ) {}

  /** Goes on until it is told to end, and what it has begun is answered. */
  async work(isEnding: () => boolean): Promise<void> {
    while (!isEnding()) await this.step();
  }

  private async step(): Promise<void> {
    const union = this.chance.pick(this.unions);
    const period = this.chance.pick(periods);
    const now = this.journal.get(`${union.id} ${period}`);
    if (!now) return this.save({ union, period, accepted: null });
    const { seen } = now;
    const named = { submissionId: seen.id, expectedVersion: seen.version };
    switch (seen.state) {
      case 'DRAFT':
        if (this.chance.below(4) === 0) return this.save(now);
        return this.take(now, 'submit', { ...named, explanation: '随机数据' });
      case 'SUBMITTED': {
        const dice = this.chance.below(10);
        if (dice === 0) return this.take(now, 'withdrawSubmission', named);
        if (dice < 3) return this.take(now, 'returnSubmission', { ...named, reason: '数据不全' });
        return this.take(now, 'acceptSubmission', named, now.figures);
      }
      case 'RETURNED':
        return this.save(now);
      default:
        return this.take(now, 'restateSubmission', { submissionId: seen.id, reason: '更正' });
    }
  }

  private async save(now: Omit<Return, 'seen' | 'figures'> & { seen?: Seen }): Promise<void> {
    const { union, period, seen, accepted } = now;
    const figures = this.figures();
    const saved = await this.mutate(this.clerk, 'saveDraft', {
      ...{ unionId: union.id, form, period, expectedVersion: seen?.version },
      cells: cells.map((cell) => ({ cell, value: figures[cell] ?? null })),
    });
    this.note({ union, period, seen: saved, figures, accepted });
  }

  /** Some cells with a figure each, the others blank; never all blank, which nobody may submit. */
  private figures(): Figures {
    const filled = cells.filter((_, n) => n === 0 || this.chance.below(4) > 0);
    return Object.fromEntries(filled.map((cell) => [cell, String(this.chance.below(1_000_000))]));
  }

  private async take(now: Return, step: Step, input: object, accepted = now.accepted): Promise<void> {
    const by = ['acceptSubmission', 'returnSubmission'].includes(step) ? this.reviewer : this.clerk;
    this.note({ ...now, seen: await this.mutate(by, step, input), accepted });
  }

  private async mutate(by: Person, step: Step, input: object): Promise<Seen> {
    const keyed = { ...input, idempotencyKey: randomUUID() };
    const { submission } = await by.mutate<{ submission: Seen }>(
      step,
      inputs[step],
      keyed,
      'submission { id version revision state }',
    );
    this.acknowledged[step] += 1;
    return submission;
  }

  private note(now: Return): void {
    this.journal.set(`${now.union.id} ${now.period}`, now);
  }
}
