import type { Form } from '@huiji/domain/form';
import { refuse } from '@huiji/domain/problem';
import type { Total } from '@huiji/domain/rollup';
import { decideSignature, hasGaps } from '@huiji/domain/signature';
import { requireVersion } from '@huiji/domain/submission';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { lockUnions, type TreeAt } from '@huiji/store/organisation';
import { lockPeriod } from '@huiji/store/period';
import { storedParts, type StoredPart, versionOf } from '@huiji/store/rollup-reading';
import type { Scope } from '@huiji/store/scope';
import {
  insertSignature,
  lockSignature,
  markSignature,
  newestSignatures,
  signatureById,
  totalOfParts,
} from '@huiji/store/signature';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import type { UnionScope } from '../period/filing.js';
import { requireScope } from '../period/scope.js';
import { requireAccepting } from '../submission/accepting.js';
import { hideUnion } from '../submission/submission.service.js';

export interface SignTotalInput extends UnionScope {
  expectedVersion: string;
  explanation?: string | null;
  idempotencyKey: string;
}

export interface AcceptSignatureInput {
  signatureId: string;
  expectedVersion: number;
  idempotencyKey: string;
}

export interface ReturnSignatureInput extends AcceptSignatureInput {
  reason: string;
}

/** 汇总上报: a body signs a copy of its total; the body above accepts or returns it. Nothing below is blocked by it. */
@Injectable()
export class SignatureService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  sign(ask: Ask, input: SignTotalInput): Promise<string> {
    const { personId } = ask.actor;
    const explanation = optionalText('explanation', input.explanation, 2_000);
    return onceIn(this.source, ask, input.idempotencyKey, { sign: input }, async (tx) => {
      const scope = await requireScope(tx, ask, input);
      const form = scope.filed;
      const { union } = await requireMay(tx, ask.actor, 'SIGN', input.unionId, scope.tree);
      requireSummed(form, union);
      // Two who sign at once do it one after the other, so that the second sees what the first has signed.
      await lockUnions(tx, ask.actor.tenantId, [union.id]);
      const total = await totalNow(tx, scope, form, union.id);
      if (total.version !== input.expectedVersion) {
        const seen = { expected: input.expectedVersion.slice(0, 20), actual: total.version };
        refuse('STALE_TOTAL', seen, { field: 'expectedVersion' });
      }
      requireGapsExplained(total.total, explanation);
      const before = (await newestSignatures(tx, scope, [union.id])).get(union.id);
      if (before && before.state !== 'RETURNED' && before.signedVersion === total.version)
        refuse('SIGNED_ALREADY', { union: union.name });
      const { version: signedVersion, parts } = total;
      const signed = { unionId: union.id, signedVersion, parts, explanation, by: personId };
      const id = await insertSignature(tx, scope, signed);
      const { reportsExpected, reportsAccepted } = total.total;
      await audit(tx, ask.origin, {
        ...{ action: 'SIGN_TOTAL', objectType: 'signature', objectId: id, unionId: union.id },
        ...(before && {
          before: { number: before.number, state: before.state, signedVersion: before.signedVersion },
        }),
        after: {
          ...{ unionId: union.id, form: form.code, period: scope.period, signedVersion },
          ...{ reportsExpected, reportsAccepted },
        },
      });
      return id;
    });
  }

  accept(ask: Ask, input: AcceptSignatureInput): Promise<string> {
    return this.decide(ask, input, { accept: input }, 'ACCEPTED', null);
  }

  return(ask: Ask, input: ReturnSignatureInput): Promise<string> {
    const reason = requireText('reason', input.reason, 1_000);
    return this.decide(ask, input, { return: input }, 'RETURNED', reason);
  }

  private decide(
    ask: Ask,
    input: AcceptSignatureInput,
    request: object,
    to: 'ACCEPTED' | 'RETURNED',
    returnReason: string | null,
  ): Promise<string> {
    const { tenantId, personId } = ask.actor;
    return onceIn(this.source, ask, input.idempotencyKey, request, async (tx) => {
      const id = requireId(input.signatureId, '汇总签报 signature', 'signatureId');
      const found = (await signatureById(tx, tenantId, id)) ?? unknownSignature();
      // Nobody signs anew meanwhile, so the newest stays the newest.
      await lockUnions(tx, tenantId, [found.unionId]);
      const period = (await lockPeriod(tx, tenantId, found.period, 'SHARED')) ?? unknownSignature();
      const tree: TreeAt = { day: period.endsOn, recorded: period.recorded };
      const action = to === 'ACCEPTED' ? 'ACCEPT' : 'RETURN';
      const may = to === 'ACCEPTED' ? 'ACCEPT' : 'RETURN_SIGNATURE';
      const seen = await hideUnion(requireMay(tx, ask.actor, may, found.unionId, tree), unknownSignature);
      const signature = (await lockSignature(tx, tenantId, id)) ?? unknownSignature();
      requireVersion(signature.version, input.expectedVersion);
      const state = decideSignature(signature.state, to);
      if (!signature.newest) refuse('SIGNATURE_REPLACED', {}, { field: 'signatureId' });
      if (signature.signedBy === personId) refuse('SIGNER_MAY_NOT_ACCEPT');
      if (to === 'ACCEPTED') await requireAccepting(tx, ask, seen, [signature.signedBy]);
      await markSignature(tx, tenantId, id, { state, by: personId, returnReason });
      await audit(tx, ask.origin, {
        ...{ action: `${action}_SIGNATURE`, objectType: 'signature', objectId: id, unionId: found.unionId },
        before: { state: signature.state, version: signature.version },
        after: { state, ...(returnReason !== null && { returnReason }) },
      });
      return id;
    });
  }
}

const unknownSignature = (): never =>
  refuse('NOT_FOUND', { what: '汇总签报 signature' }, { field: 'signatureId' });

function requireSummed(form: Form, { level, name }: TradeUnion): void {
  if (!form.rollsUp || level !== 'INTERMEDIATE')
    refuse('NOTHING_TO_SIGN', { union: name, form: form.code }, { field: 'unionId' });
}

function requireGapsExplained(total: Total, explanation: string | null): void {
  const { reportsExpected: expected, reportsAccepted: accepted } = total;
  if (hasGaps(total) && !explanation)
    refuse('GAPS_UNEXPLAINED', { expected, accepted }, { field: 'explanation' });
}

/** A body's total as it stands in this moment, with the parts that it is stored in: one statement, so all of one state. */
async function totalNow(
  tx: Tx,
  { tenantId, period }: Scope,
  form: Form,
  unionId: string,
): Promise<{ parts: readonly StoredPart[]; total: Total; version: string }> {
  const scopes = { tenantId, form: form.code, periods: [period] };
  const parts = await storedParts(tx, scopes, { bodies: [unionId], grassroots: [] });
  return { parts, total: totalOfParts(form, parts), version: versionOf(form, parts) };
}
