import { type Movement, registryFigures, type UnionFacts } from '@huiji/domain/organisation';
import { markCodes } from '@huiji/domain/figure';
import { type Form, layoutOf, transferPlaces } from '@huiji/domain/form';
import { parsePeriod, type Period } from '@huiji/domain/period';
import { currentRegistry, postProgress, postRegistry, type Posting } from './contribution.js';
import { type Tx, sql, sqlOne } from './data-source.js';
import { formOf, newestForm } from './form.js';
import { lockTree, lockUnions } from './organisation.js';
import { type Change, drainAll, movementsIn, shiftTotals } from './rollup.js';
import type { Scope } from './scope.js';
import { nettingsMoved } from './recast-netting.js';
import { nettingBodies, nettingsIn } from './transfer-netting.js';
import { factsOf, type FactsRow } from './union-facts.js';

/** How many unions' facts are read and posted at a time. */
const batch = 2_000;

/** What a union posts to the computed part of a form in a period; null figures when the period does not know it. */
function postingOf(form: Form, facts: UnionFacts & { id: string }, period: Period): Posting {
  const { part, positions } = layoutOf(form).registry;
  const known = registryFigures(facts, period, form.assignment);
  return {
    unionId: facts.id,
    part,
    figures: known && positions.map((cell) => known[cell.code] ?? 0n),
    states: positions.map(() => markCodes.EXACT),
  };
}

const same = (a: readonly bigint[] | null, b: readonly bigint[] | undefined): boolean =>
  a === null
    ? b === undefined
    : b !== undefined && a.length === b.length && a.every((figure, i) => figure === b[i]);

/** What has changed by a posting: anything at all; the stock of the last period's end, which weighs moves; members who changed unions. */
interface Posted {
  any: boolean;
  prior: boolean;
  transferred: boolean;
}

/**
 * What is known before a posting: what bodies post as 划入 and 划出, and for members who changed unions below them, where that has just
 * been worked out (else it stays what it is); and whether the scope is `new`, so that nothing stands there to be looked up.
 */
interface Beforehand {
  moves?: ReadonlyMap<string, Movement>;
  /** 内部接转抵减 of a body, given what it has been. */
  netting?: (bodyId: string, standing: bigint) => bigint;
  new?: boolean;
}

/** Posts the registry figures of unions to one scope, where they differ from what stands there. */
export async function post(
  tx: Tx,
  scope: Scope,
  unionIds: readonly string[],
  beforehand: Beforehand = {},
): Promise<Posted> {
  const posted: Posted = { any: false, prior: false, transferred: false };
  for (let at = 0; at < unionIds.length; at += batch) {
    const { any, prior, transferred } = await postBatch(
      tx,
      scope,
      unionIds.slice(at, at + batch),
      beforehand,
    );
    posted.any ||= any;
    posted.prior ||= prior;
    posted.transferred ||= transferred;
  }
  return posted;
}

async function postBatch(
  tx: Tx,
  scope: Scope,
  unionIds: readonly string[],
  { moves, netting, new: isNew = false }: Beforehand,
): Promise<Posted> {
  const period = parsePeriod(scope.period);
  const form = await formOf(tx, scope);
  const layout = layoutOf(form);
  const at = (figures: readonly bigint[] | null | undefined, code: string): bigint => {
    const place = layout.cell(code);
    return (place?.part === layout.registry.part ? figures?.[place.index] : undefined) ?? 0n;
  };
  const current = isNew ? new Map<string, readonly bigint[]>() : await currentRegistry(tx, scope, unionIds);
  const standing = (unionId: string): Movement => ({
    in: at(current.get(unionId), 'org_moved_in_cnt'),
    out: at(current.get(unionId), 'org_moved_out_cnt'),
  });
  const facts = await factsOf(tx, scope.tenantId, unionIds, { period, filedIn: isNew ? null : scope });
  const [place] = transferPlaces(form);
  const transferredOf = ({ id, level, transferred }: FactsRow): Movement => {
    if (level === 'GRASSROOTS') return { in: BigInt(transferred.in), out: BigInt(transferred.out) };
    const standing = -(current.get(id)?.[place?.index ?? -1] ?? 0n);
    const netted = netting ? netting(id, standing) : standing;
    return { in: -netted, out: -netted };
  };
  const changed = facts
    .map((union) => {
      const moved = moves ? (moves.get(union.id) ?? still) : standing(union.id);
      return postingOf(form, { ...union, moved, transferred: transferredOf(union) }, period);
    })
    .filter((posting) => !same(posting.figures, current.get(posting.unionId)));
  await postRegistry(tx, scope, changed);
  const expected = (figures: readonly bigint[] | null | undefined): bigint =>
    at(figures, 'reports_expected_grassroots') + at(figures, 'reports_expected_own');
  if (!isNew) {
    const owing = changed.filter(
      ({ unionId, figures }) => expected(figures) !== expected(current.get(unionId)),
    );
    await postProgress(
      tx,
      scope,
      owing.map(({ unionId }) => unionId),
    );
  }
  const turned = (code: string): boolean =>
    changed.some(({ unionId, figures }) => at(figures, code) !== at(current.get(unionId), code));
  return {
    any: changed.length > 0,
    prior: turned('org_prior_union_cnt'),
    transferred: turned('mem_transfer_in_cnt') || turned('mem_transfer_out_cnt'),
  };
}

const still: Movement = { in: 0n, out: 0n };

/**
 * Works out 划入 and 划出 anew for a scope and posts them, for the bodies that moves concern and those given. Answers whether
 * `any` was posted, and whose totals were `written` on the way.
 */
async function postMovements(
  tx: Tx,
  scope: Scope,
  bodies: Iterable<string>,
): Promise<{ any: boolean; written: ReadonlySet<string> }> {
  if ((await movementsIn(tx, scope)).size === 0)
    return { any: (await post(tx, scope, [...bodies], { moves: new Map() })).any, written: new Set() };
  // What moves is weighed by totals, so they must hold everything.
  const written = await drainAll(tx, scope);
  const moves = await movementsIn(tx, scope);
  return { any: (await post(tx, scope, [...new Set([...bodies, ...moves.keys()])], { moves })).any, written };
}

/** Works out 内部接转抵减 anew for a scope and posts it, for the bodies that post any and those that did. Answers whether any has changed. */
async function postNettings(tx: Tx, scope: Scope): Promise<boolean> {
  const [place] = transferPlaces(await formOf(tx, scope));
  if (!place) return false;
  const nettings = await nettingsIn(tx, scope);
  const bodies = new Set([...nettings.keys(), ...(await nettingBodies(tx, scope, place.index + 1))]);
  return (await post(tx, scope, [...bodies], { netting: (body) => nettings.get(body) ?? 0n })).any;
}

/** Carries 内部接转抵减 of a scope to where unions meet in the tree as it is recorded now. Answers whether any has changed. */
async function moveNettings(tx: Tx, scope: Scope, before: string): Promise<boolean> {
  if (transferPlaces(await formOf(tx, scope)).length === 0) return false;
  const moved = await nettingsMoved(tx, scope, before);
  const netting = (body: string, standing: bigint): bigint => standing - (moved.get(body) ?? 0n);
  return (await post(tx, scope, [...moved.keys()], { netting })).any;
}

/** The scopes of a tenant whose period is not FINAL, in one order, their period rows shared against closing. */
export async function changeableScopes(tx: Tx, tenantId: string): Promise<Scope[]> {
  return sql(
    tx,
    `SELECT s.tenant_id AS "tenantId", s.form, s.period
     FROM rollup_scope s JOIN period p ON p.tenant_id = s.tenant_id AND p.code = s.period
     WHERE s.tenant_id = $1 AND p.status <> 'FINAL' ORDER BY s.form, s.period FOR SHARE OF p`,
    [tenantId],
  );
}

/**
 * How a change of the registers locks the tree: SHARED with others, ALONE where a union's life changes, TREE where
 * parents do. For TREE every scope is drained first, and then carried from the old tree to the new one.
 */
export type RegisterLock = 'SHARED' | 'ALONE' | 'TREE';

/**
 * Changes the registers: locks the tree and the unions touched, runs `change`, and posts what the registers then know of
 * those unions to every period that is not FINAL. `change` is given the moment that it records itself at (only for
 * TREE; then `touched` holds the bodies above the old and the new places too). Answers the scopes to ring for, each with the
 * unions whose totals were written here already.
 */
export async function changeRegisters(
  tx: Tx,
  tenantId: string,
  touched: ReadonlySet<string>,
  change: (moment: string) => Promise<void>,
  lock: RegisterLock = 'SHARED',
): Promise<Change[]> {
  await lockTree(tx, tenantId, lock === 'SHARED' ? 'SHARED' : 'ALONE');
  await lockUnions(tx, tenantId, [...touched]);
  const scopes = await changeableScopes(tx, tenantId);
  const drained = new Map<Scope, ReadonlySet<string>>();
  if (lock === 'TREE') for (const scope of scopes) drained.set(scope, await drainAll(tx, scope));
  const { moment, before } = lock === 'TREE' ? await momentOf(tx) : { moment: '', before: '' };
  await change(moment);
  const moved: Change[] = [];
  for (const scope of scopes) {
    const unions = new Set(drained.get(scope));
    if (lock === 'TREE') for (const union of await shiftTotals(tx, scope, before)) unions.add(union);
    const posted = await post(tx, scope, [...touched]);
    let { any } = posted;
    if (lock === 'TREE' || (lock === 'ALONE' && posted.prior)) {
      const weighed = await postMovements(tx, scope, lock === 'TREE' ? touched : []);
      for (const union of weighed.written) unions.add(union);
      any ||= weighed.any;
    }
    if (posted.transferred) any = (await postNettings(tx, scope)) || any;
    else if (lock === 'TREE') any = (await moveNettings(tx, scope, before)) || any;
    if (any || unions.size > 0) moved.push({ ...scope, unions: [...unions] });
  }
  return moved;
}

/** The time now, at which a change records itself, and the last one before it. */
function momentOf(tx: Tx): Promise<{ moment: string; before: string }> {
  return sqlOne(
    tx,
    `SELECT at::text AS moment, (at - interval '1 microsecond')::text AS before FROM clock_timestamp() AS at`,
  );
}

/**
 * Files a scope by the newest version of its form from now on: every union posts what the registers know of the cells that it
 * appended, and whether a report is expected under its assignment. Answers whose totals were written; null when it is filed by
 * that version already.
 */
export async function renewForm(tx: Tx, scope: Scope): Promise<Change | null> {
  const newest = await newestForm(tx, scope.tenantId, scope.form);
  const renewed = await sql(
    tx,
    `UPDATE rollup_scope SET form_version = $4
     WHERE tenant_id = $1 AND form = $2 AND period = $3 AND form_version < $4 RETURNING form`,
    [scope.tenantId, scope.form, scope.period, newest?.version ?? 0],
  );
  if (renewed.length === 0) return null;
  return { ...scope, unions: [...(await postEveryUnion(tx, scope))] };
}

/** The unions at which the employers covered by a union count: their figures follow when that union ends. */
export async function unionsCountingEmployersOf(
  tx: Tx,
  tenantId: string,
  unionId: string,
): Promise<string[]> {
  const rows = await sql<{ union_id: string }>(
    tx,
    `SELECT DISTINCT a.union_id FROM coverage v
     JOIN accountability a ON a.tenant_id = $1 AND a.employer_id = v.employer_id AND a.voided_by IS NULL
     WHERE v.tenant_id = $1 AND v.union_id = $2 AND v.voided_by IS NULL`,
    [tenantId, unionId],
  );
  return rows.map((row) => row.union_id);
}

/** Posts the registry figures of every union of the tenant to a scope. `new`: it has just been opened. Answers whose totals were written. */
export async function postEveryUnion(
  tx: Tx,
  scope: Scope,
  beforehand: Pick<Beforehand, 'new'> = {},
): Promise<ReadonlySet<string>> {
  let after: string | null = null;
  for (;;) {
    const rows: Array<{ id: string }> = await sql(
      tx,
      `SELECT id FROM trade_union WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [scope.tenantId, after, batch],
    );
    const last = rows.at(-1);
    if (!last) break;
    await post(
      tx,
      scope,
      rows.map((row) => row.id),
      beforehand,
    );
    after = last.id;
  }
  const { written } = await postMovements(tx, scope, []);
  await postNettings(tx, scope);
  return written;
}
