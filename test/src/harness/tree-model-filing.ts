import type { Chance } from './random.js';
import { key, operations } from './town.js';
import { formOf, type World } from './tree-model.js';

/** Cells that no check reads, one of them money; `witness` says which filing a total holds. */
export const free = [
  'mem_retained_cnt',
  'aid_donation_amount',
  'act_award_item_cnt',
  'cad_staff_cnt',
] as const;
export const witness = 'info_research_cnt';
const marks = ['EXACT', 'EXACT', 'EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED', 'NOT_APPLICABLE'] as const;

/** What was accepted last, by union and period: what the contributions in force must say of the witness. */
export type Accepted = Map<string, string>;

interface Seen {
  id: string;
  version: number;
  state: 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED';
}

const refusals = [
  ...['PERIOD_NOT_OPEN', 'NOT_EXPECTED', 'NOT_FOUND', 'STALE_REVISION', 'WRONG_STATE', 'UNION_DISSOLVED'],
  'REVIEW_NEEDS_WINDOW',
];

/** One clerk or reviewer who does one thing to one return of the unions that fall to a lane. */
export class Desk {
  /** The witness of what lies filed, by submission. */
  private readonly sent = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly chance: Chance,
    private readonly lane: { number: number; of: number },
    private readonly accepted: Accepted,
  ) {}

  /** Two of three returns are ever filed: a union that owes some can still end on an early day. */
  async once(): Promise<void> {
    const { chance, world } = this;
    const open = await world.rows<{ unionId: string; grassroots: boolean; period: string; status: string }>(
      `SELECT u.id AS "unionId", u.level = 'GRASSROOTS' AS grassroots, p.code AS period, p.status
       FROM period p JOIN trade_union u ON coalesce(u.established_counted_on, u.established_on) <= p.ends_on
         AND (u.dissolved_on IS NULL OR coalesce(u.dissolved_counted_on, u.dissolved_on) >= p.starts_on)
       WHERE p.status <> 'FINAL' AND u.withdrawn_at IS NULL
         AND EXISTS (SELECT FROM appointment a WHERE a.union_id = u.id AND a.role = 'FILER')
         AND abs(hashtext(u.code)) % $1 = $2 AND hashtext(u.code || p.code) % 3 <> 0 ORDER BY u.code, p.code`,
      [this.lane.of, this.lane.number],
    );
    if (open.length === 0) return;
    const { unionId, grassroots, period, status } = chance.pick(open);
    const [now] = await world.rows<Seen>(
      `SELECT id, version, state FROM submission WHERE union_id = $1 AND period = $2 ORDER BY revision DESC LIMIT 1`,
      [unionId, period],
    );
    const files = status === 'OPEN';
    if (files && now?.state === 'SUBMITTED' && chance.below(8) === 0) await this.withdraw(now);
    else if (now?.state === 'SUBMITTED') await this.review(now, `${unionId} ${period}`);
    else if (files && now?.state === 'ACCEPTED') await this.restate(now, { unionId, grassroots, period });
    else if (files) await this.file(now, { unionId, grassroots, period });
  }

  private async act(name: keyof typeof operations, called: string, input: object): Promise<Seen | null> {
    const payload = await this.world.attempt<{ submission: Seen }>({
      ...{ name: called, client: name === 'accept' || name === 'return' ? 'reviewer' : 'clerk' },
      mutation: operations[name],
      variables: { input: { ...input, idempotencyKey: key() } },
      mayRefuse: refusals,
    });
    return payload?.submission ?? null;
  }

  private async review(now: Seen, where: string): Promise<void> {
    const seen = { submissionId: now.id, expectedVersion: now.version };
    if (this.chance.below(6) === 0) {
      await this.act('return', 'return', { ...seen, reason: '数据不全' });
    } else if (await this.act('accept', 'accept', seen)) {
      this.accepted.set(where, this.sent.get(now.id) ?? '');
    }
  }

  private async withdraw(now: Seen): Promise<void> {
    await this.act('withdraw', 'withdraw', { submissionId: now.id, expectedVersion: now.version });
  }

  private async restate(now: Seen, of: Filing): Promise<void> {
    const draft = await this.act('restate', 'restate', { submissionId: now.id, reason: '更正' });
    if (draft) await this.file(draft, of);
  }

  /** Fills a draft anew and submits it. */
  private async file(now: Seen | undefined, { unionId, grassroots, period }: Filing): Promise<void> {
    const { chance } = this;
    const value = String(chance.below(100_000));
    const cells = free
      .filter((cell) => grassroots || cell !== 'aid_donation_amount')
      .map((cell) => {
        const mark = chance.pick(marks);
        const blank = mark === 'NOT_APPLICABLE' || chance.below(4) === 0;
        return { cell, mark, value: blank ? null : String(chance.below(1_000_000)) };
      });
    const saved = await this.act('save', 'save', {
      ...{ unionId, form: formOf(period), period, expectedVersion: now?.version },
      cells: [...cells, { cell: witness, value }],
    });
    if (!saved) return;
    this.sent.set(saved.id, value);
    await this.act('submit', 'submit', {
      ...{ submissionId: saved.id, expectedVersion: saved.version, explanation: '随机数据' },
    });
  }
}

interface Filing {
  unionId: string;
  grassroots: boolean;
  period: string;
}
