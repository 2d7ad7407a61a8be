import { homeYearOf } from '@huiji/domain/home-tally';
import { refuse } from '@huiji/domain/problem';
import type { Actor } from '@huiji/filing/actor';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { assessmentsOf, type HomeScope } from '@huiji/store/home';
import { homesBelow } from '@huiji/store/homes-below';
import { Standards } from '@huiji/filing/home-standards';

/** The years between which homes are planned, and this one. */
export function yearsOf({ today }: Pick<Actor, 'today'>): Record<'first' | 'now' | 'last', number> {
  const now = Number(today.slice(0, 4));
  return { first: 2000, now, last: now + 5 };
}

/** Only grassroots unions have a home: HOME_OF_GRASSROOTS. */
export function requireGrassroots({ level, name }: TradeUnion): void {
  if (level !== 'GRASSROOTS') refuse('HOME_OF_GRASSROOTS', { union: name }, { field: 'unionId' });
}

/**
 * The home of a grassroots union in a year on a track, as its awards stand today, and the standard that holds for it: that of its self-assessment, once there is
 * one, else that of the year.
 */
export async function homeIn(tx: Tx, scope: HomeScope, today: string) {
  const { tenantId, unionId, year, track } = scope;
  const standards = await Standards.of(tx, tenantId);
  const { assessment, inspection } = await assessmentsOf(tx, scope);
  const found = await homesBelow(tx, tenantId, [unionId], { day: today, year });
  const own =
    found.get(unionId)?.find((one) => one.unionId === unionId) ??
    refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
  const standard = assessment ? standards.byId(assessment.standardId) : standards.forYear(year);
  return { standards, standard, assessment, inspection, home: homeYearOf(own, year, track) };
}
