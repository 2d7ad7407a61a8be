import { may } from '@huiji/domain/access';
import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { audit, type AuditEvent } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import type { Employer, TradeUnion } from '@huiji/store/entities';
import { lockTree, treeOn, unionInTree } from '@huiji/store/organisation';
import { accountabilitiesOf, employers, type Held, lockEmployer } from '@huiji/store/register';
import { changeRegisters } from '@huiji/store/registry';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Actor, Ask } from '../graphql/ask.js';

/** A change of one employer, when all that could be refused has been. */
export interface EmployerChange {
  employerId: string;
  /** The unions whose figures follow from it; first the one where the employer counts. */
  touched: readonly string[];
  write: () => Promise<unknown>;
  event: Pick<AuditEvent, 'action' | 'before' | 'after' | 'unionId'>;
}

/** Changes of employers: each in one transaction with its audit row, posted to every period that it touches. */
@Injectable()
export class EmployerChanges {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /**
   * Runs what `prepare` has found right. The tree is locked first, so that no union is moved, merged or dissolved between
   * the looking and the writing. Answers the employer's id.
   */
  async make(ask: Ask, prepare: (tx: Tx) => Promise<EmployerChange>): Promise<string> {
    const { tenantId } = ask.actor;
    const { scopes, employerId } = await inTenant(this.source, tenantId, async (tx) => {
      await lockTree(tx, tenantId, 'SHARED');
      const { touched, write, event, ...change } = await prepare(tx);
      const moved = await changeRegisters(tx, tenantId, new Set(touched), async () => {
        await write();
        await audit(tx, ask.origin, {
          ...{ objectType: 'employer', objectId: change.employerId, unionId: touched[0] ?? null },
          ...event,
        });
      });
      return { scopes: moved, employerId: change.employerId };
    });
    this.doorbell.ring(scopes);
    return employerId;
  }
}

const noEmployer = (): never => refuse('NOT_FOUND', { what: '用人单位 employer' }, { field: 'employerId' });

/** An employer held for a change, and where it counts: the present union, and every one since its first day. */
export interface HeldEmployer {
  employer: Employer;
  present: Held;
  accountable: string[];
}

/**
 * Holds an employer until the transaction ends. NOT_FOUND unless the actor may read the union where it counts now,
 * FORBIDDEN where the registers of that union are not theirs to maintain.
 */
export async function holdEmployer(tx: Tx, actor: Actor, employerId: string): Promise<HeldEmployer> {
  const { tenantId } = actor;
  const id = requireId(employerId, '用人单位 employer', 'employerId');
  await lockEmployer(tx, tenantId, id);
  const employer = await employers(tx).findOneBy({ tenantId, id });
  const held = await accountabilitiesOf(tx, tenantId, id);
  const [present] = held;
  if (!employer || !present || !(await readsEmployersOf(tx, actor, present.unionId))) return noEmployer();
  await requireMay(tx, actor, 'MAINTAIN_REGISTERS', present.unionId);
  return { employer, present, accountable: held.map((each) => each.unionId) };
}

/** Whether the actor may read the employers that count at a union now. */
export async function readsEmployersOf(tx: Tx, actor: Actor, unionId: string): Promise<boolean> {
  const found = await unionInTree(tx, actor.tenantId, unionId, treeOn(actor.today));
  return found !== null && may('READ_FIGURES', actor.appointments, unionId, found.ancestors);
}

/** An employer counts at a union that is in the tree by then, and not dissolved: else it would count nowhere. */
export function requireStanding(union: TradeUnion, day: string, field: string): void {
  const from = union.preparedOn ?? union.establishedOn;
  if (from === null || from > day) {
    refuse('UNION_NOT_ESTABLISHED', { union: union.name, date: day }, { field });
  }
  if (union.dissolvedOn) refuse('UNION_DISSOLVED', { union: union.name, date: union.dissolvedOn }, { field });
}

/** A day not before another: DATE_ORDER. */
export function requireNotBefore(field: string, day: string, earliest: string): void {
  if (day < earliest) refuse('DATE_ORDER', { later: field, earlier: earliest }, { field });
}

/** An employer that still operates on a day: EMPLOYER_CEASED. */
export function requireOperating({ name, operatingTo }: Employer, day: string, field: string): void {
  if (operatingTo !== null && operatingTo <= day) {
    refuse('EMPLOYER_CEASED', { employer: name, date: operatingTo }, { field });
  }
}
