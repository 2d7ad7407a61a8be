import { dayOfTerms, requireWithin } from '@huiji/domain/election';
import { requireMayBelow } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { treeOn } from '@huiji/store/organisation';
import type { Actor } from '../graphql/ask.js';

/** As of which day the terms of a year are told, this one where none is named: NUMBER_OUT_OF_RANGE. */
export const termsOn = ({ today }: Actor, year: number | null | undefined): string =>
  dayOfTerms(requireWithin('year', year ?? Number(today.slice(0, 4)), 1900, 2999), today);

/** The union whose terms, and those of what stands below it, may be read: NOT_FOUND, FORBIDDEN. */
export const requireTerms = async (tx: Tx, actor: Actor, unionId: string, day: string): Promise<TradeUnion> =>
  (await requireMayBelow(tx, actor, 'READ_FIGURES', unionId, treeOn(day))).union;
