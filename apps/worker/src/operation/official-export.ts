import type { Total } from '@huiji/domain/rollup';
import { changesSince } from '@huiji/domain/signature';
import { namesOf } from '@huiji/store/person';
import { newestSignatures, type Signature, signedParts, totalOfParts } from '@huiji/store/signature';
import { officialSheets, type Signing } from '@huiji/workbook/tables/official';
import type { Sheet } from '@huiji/workbook/workbook';
import type { ExportSource } from './export-source.js';

/** 正式报表: what a body has signed, as it was signed; where nothing stands signed, its total as it is now. */
export async function official(
  source: ExportSource,
  body: { id: string; code: string; name: string; total: Total },
): Promise<Sheet[]> {
  const { form, input } = source;
  const signature = await signatureOf(source, body.id);
  const signing = signature && (await signingOf(source, signature));
  const printed = { form, period: input.period, union: body, signing };
  if (!signature || signature.state === 'RETURNED') {
    const notes = await source.notes(body.total);
    return officialSheets({ ...printed, total: body.total, notes, changes: [] });
  }
  const parts = await signedParts(source.tx, source.tenantId, [signature.id]);
  const total = totalOfParts(form, parts.get(signature.id) ?? []);
  const notes = source.notesAt(total, signature.signedAt);
  const changes = changesSince(form, total, body.total);
  return officialSheets({ ...printed, total, notes, changes });
}

/** The newest signature of a body; null too where totals are recast to today's tree, which nobody signs. */
async function signatureOf(source: ExportSource, unionId: string): Promise<Signature | null> {
  const { tx, tenantId, form, input } = source;
  if (input.current) return null;
  const scope = { tenantId, form: form.code, period: input.period };
  return (await newestSignatures(tx, scope, [unionId])).get(unionId) ?? null;
}

async function signingOf(source: ExportSource, signature: Signature): Promise<Signing> {
  const { id, number, signedVersion, state, explanation, returnReason, signedBy, signedAt } = signature;
  const { reviewedBy, reviewedAt } = signature;
  const names = await namesOf(source.tx, source.tenantId, [signedBy, ...(reviewedBy ? [reviewedBy] : [])]);
  return {
    ...{ id, number, signedVersion, state, explanation, returnReason },
    ...{ signedBy: names.get(signedBy) ?? '', signedAt: source.shown(signedAt) },
    reviewedBy: reviewedBy === null ? null : (names.get(reviewedBy) ?? ''),
    reviewedAt: reviewedAt && source.shown(reviewedAt),
  };
}
