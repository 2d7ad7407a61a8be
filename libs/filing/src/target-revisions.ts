import { formatFigure } from '@huiji/domain/figure';
import type { Measure } from '@huiji/domain/target';
import type { Tx } from '@huiji/store/data-source';
import { unionsById } from '@huiji/store/organisation';
import type { TargetRevision } from '@huiji/store/target';

/** A revision of a target as it is shown: figures as Decimal strings, null for none, and the issuer by name. */
export type ShownRevision = Omit<TargetRevision, 'before' | 'value' | 'weight'> & {
  issuerName: string;
  before: string | null;
  value: string | null;
  /** In points. */
  weight: string | null;
};

/** Revisions of the target of a measure as they are shown, with their issuers read together. */
export async function shownRevisions(
  tx: Tx,
  tenantId: string,
  { decimals }: Pick<Measure, 'decimals'>,
  rows: readonly TargetRevision[],
): Promise<ShownRevision[]> {
  const issuers = await unionsById(tx, tenantId, [...new Set(rows.map(({ issuerId }) => issuerId))]);
  const shown = (figure: bigint | null, places = decimals): string | null =>
    figure === null ? null : formatFigure(figure, places);
  return rows.map((row) => ({
    ...{ ...row, issuerName: issuers.get(row.issuerId)?.name ?? '' },
    ...{ before: shown(row.before), value: shown(row.value), weight: shown(row.weight, 2) },
  }));
}
