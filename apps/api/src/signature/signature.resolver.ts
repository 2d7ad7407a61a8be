import type { Form } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { isFiledFor, markOf, type Total } from '@huiji/domain/rollup';
import { changesSince, type SignatureState } from '@huiji/domain/signature';
import { requireId } from '@huiji/filing/ids';
import { requireMay, requireMayBelow, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import { formOf } from '@huiji/store/form';
import { type StoredPart, storedParts } from '@huiji/store/rollup-reading';
import {
  newestSignatures,
  type Signature,
  signatureById,
  signaturesIn,
  signaturesOf,
  signedParts,
  totalOfParts,
} from '@huiji/store/signature';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { readableScope } from '../period/scope.js';
import { cellTotals, decimal, figuresOf, ratiosOf } from '../rollup/present.js';
import type { RollupView } from '../rollup/rollup.service.js';
import { byScope } from '../submission/by-scope.js';
import {
  type AcceptSignatureInput,
  type ReturnSignatureInput,
  SignatureService,
  type SignTotalInput,
} from './signature.service.js';

interface Where extends UnionNamed {
  form: string;
  period: string;
  first: number;
  after?: string | null;
}

type Answer = Promise<Payload<{ signature: Signature }>>;

@Resolver('Signature')
export class SignatureResolver {
  constructor(@Inject(SignatureService) private readonly signing: SignatureService) {}

  @Query('signatures')
  async signatures(
    @Args() where: Where & { state: SignatureState },
    @Context('ask') ask: Ask,
  ): Promise<Connection<Signature>> {
    const { tx, scope, union } = await readableScope(ask, where, requireMayBelow);
    return connection(
      where,
      ({ first, after }) =>
        signaturesIn(tx, scope, { unionId: union.id, state: where.state }, scope.tree, {
          ...{ first, after: after && requireId(after, '页 page') },
        }),
      (row) => row.id,
    );
  }

  @Query('signatureHistory')
  async history(@Args() where: Where, @Context('ask') ask: Ask): Promise<Connection<Signature>> {
    const { tx, scope, union } = await readableScope(ask, where, requireMay);
    return connection(
      where,
      ({ first, after }) =>
        signaturesOf(tx, scope, union.id, { first, after: after === null ? null : numberIn(after) }),
      (row) => String(row.number),
    );
  }

  @Mutation('signTotal')
  sign(@Args('input') input: SignTotalInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.signing.sign(ask, input));
  }

  @Mutation('acceptSignature')
  accept(@Args('input') input: AcceptSignatureInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.signing.accept(ask, input));
  }

  @Mutation('returnSignature')
  return(@Args('input') input: ReturnSignatureInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.signing.return(ask, input));
  }

  private answer(ask: Ask, act: () => Promise<string>): Answer {
    return ask.answer(async () => {
      const id = await act();
      const found = await signatureById(await ask.read(), ask.actor.tenantId, id);
      return { signature: found ?? refuse('NOT_FOUND', { what: '汇总签报 signature' }) };
    });
  }
}

/** What of a signature its loaders answer from: the copy, read with the form of the period. */
interface Copy {
  form: Form;
  total: Total;
}

@Resolver('SignedTotal')
export class SignedTotalResolver {
  @ResolveField('figures')
  figures(@Parent() { form, total }: Copy): Array<string | null> {
    return figuresOf(form, total);
  }

  @ResolveField('cells')
  cells(@Parent() { form, total }: Copy, @Args('codes') codes: string[] | null): unknown[] {
    return cellTotals(form, total, codes);
  }

  @ResolveField('ratios')
  ratios(@Parent() { form, total }: Copy): unknown[] {
    return ratiosOf(form, total);
  }

  @ResolveField('reportsExpected')
  expected(@Parent() { total }: Copy): number {
    return total.reportsExpected;
  }

  @ResolveField('reportsAccepted')
  accepted(@Parent() { total }: Copy): number {
    return total.reportsAccepted;
  }
}

@Resolver('Rollup')
export class RollupSignatureResolver {
  @ResolveField('signature')
  async signature(
    @Parent() { reading, union, abreast }: RollupView,
    @Context('ask') ask: Ask,
  ): Promise<Signature | null> {
    const { tenantId, form, period, yearToDate, treeReading, asOf } = reading;
    if (yearToDate || asOf || treeReading === 'CURRENT' || !isFiledFor(form, parsePeriod(period)))
      return null;
    const scope = { tenantId, form: form.code, period };
    const ids = abreast.unions.map(({ id }) => id);
    const newest = await abreast.once('signature', async () =>
      newestSignatures(await ask.read(), scope, ids),
    );
    return newest.get(union.id) ?? null;
  }
}

/** `Signature.signed` for all signatures of an answer (a Mercurius loader). */
export const signedLoader = {
  async loader(queries: ReadonlyArray<{ obj: Signature }>, { ask }: { ask: Ask }): Promise<Copy[]> {
    return copiesOf(
      await ask.read(),
      ask.actor.tenantId,
      queries.map(({ obj }) => obj),
    );
  },
  opts: { cache: false },
};

/** `Signature.changes` for all signatures of an answer: each copy held against the total as it stands (a Mercurius loader). */
export const signatureChangesLoader = {
  async loader(queries: ReadonlyArray<{ obj: Signature }>, { ask }: { ask: Ask }): Promise<unknown[][]> {
    const signatures = queries.map(({ obj }) => obj);
    const { tenantId } = ask.actor;
    const tx = await ask.read();
    const copies = await copiesOf(tx, tenantId, signatures);
    const stands = new Map<Signature, StoredPart[]>();
    for (const alike of byScope(signatures, (one) => one)) {
      const { form, period } = alike[0];
      const bodies = alike.map(({ unionId }) => unionId);
      const parts = await storedParts(tx, { tenantId, form, periods: [period] }, { bodies, grassroots: [] });
      for (const one of alike)
        stands.set(
          one,
          parts.filter(({ unionId }) => unionId === one.unionId),
        );
    }
    return signatures.map((signature, at) => changesOf(copies[at]!, stands.get(signature) ?? []));
  },
  opts: { cache: false },
};

const changesOf = ({ form, total }: Copy, stands: readonly StoredPart[]): unknown[] =>
  changesSince(form, total, totalOfParts(form, stands)).map(({ cell, signed, now, delta }) => ({
    cell: cell.code,
    ...{ signed: decimal(signed.total, cell), signedMark: markOf(signed) },
    ...{ now: decimal(now.total, cell), nowMark: markOf(now) },
    delta: decimal(delta, cell),
  }));

/** The copies that signatures hold, in their order; the form of a scope is looked up once. */
async function copiesOf(tx: Tx, tenantId: string, signatures: readonly Signature[]): Promise<Copy[]> {
  const parts = await signedParts(
    tx,
    tenantId,
    signatures.map(({ id }) => id),
  );
  const copies = new Map<Signature, Copy>();
  for (const alike of byScope(signatures, (one) => one)) {
    const form = await formOf(tx, { tenantId, form: alike[0].form, period: alike[0].period });
    for (const one of alike) copies.set(one, { form, total: totalOfParts(form, parts.get(one.id) ?? []) });
  }
  return signatures.map((signature) => copies.get(signature)!);
}

/** The number that a cursor of `signatureHistory` holds. */
const numberIn = (cursor: string): number =>
  /^\d{1,9}$/.test(cursor) ? Number(cursor) : refuse('REQUEST_INVALID', { reason: 'after' });
