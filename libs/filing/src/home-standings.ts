import { dueIn, heldOn, type HomeDue, type HomeTrack, minded, noticedOfHeld } from '@huiji/domain/home';
import { homeYearOf } from '@huiji/domain/home-tally';
import type { Tx } from '@huiji/store/data-source';
import { homesBelow } from '@huiji/store/homes-below';
import type { Standards } from './home-standards.js';

/** Which homes are asked for: at and below a union on a day, on one track, at a grade (0: none), with something due; null asks for all. */
export interface StandingsMeant {
  tenantId: string;
  unionId: string;
  day: string;
  track: HomeTrack;
  grade: number | null;
  due: HomeDue | null;
}

/** How the grassroots unions that are asked for stand with their homes, by code. */
export async function homeStandings(tx: Tx, standards: Standards, meant: StandingsMeant) {
  const { tenantId, unionId, day, track, grade, due: waits } = meant;
  const year = Number(day.slice(0, 4));
  const all = (await homesBelow(tx, tenantId, [unionId], { day })).get(unionId) ?? [];
  // What is due follows from rules and not from rows, so all are looked at.
  return all
    .filter(({ stands }) => stands)
    .map((facts) => {
      const home = homeYearOf(facts, year, track);
      const flags = minded(standards.forYear(year), noticedOfHeld(home.awards, day));
      return { facts, home, flags, held: heldOn(home.awards, day), due: dueIn(home, day, flags) };
    })
    .filter(({ held }) => grade === null || grade === (held?.grade ?? 0))
    .filter(({ due }) => waits === null || due.includes(waits));
}
