import { requireWithin } from '@huiji/domain/election';
import {
  ballotRates,
  dueIn,
  heldOn,
  type HomeDue,
  type HomeTrack,
  minded,
  noticedOfAward,
  noticedOfHeld,
  validBallots,
} from '@huiji/domain/home';
import type { Actor } from '@huiji/filing/actor';
import { homeStandings } from '@huiji/filing/home-standings';
import { homeTallies } from '@huiji/filing/home-tallies';
import { requireMay, requireMayBelow, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { evaluationOf, plansOf } from '@huiji/store/home';
import { awardsById, awardsOf } from '@huiji/store/home-award';
import { homesBelow } from '@huiji/store/homes-below';
import { childrenOf, treeOn } from '@huiji/store/organisation';
import type { Ask } from '../graphql/ask.js';
import { connection, type PageAsked } from '../graphql/connection.js';
import { homeIn, requireGrassroots, yearsOf } from './home-year.js';
import { Standards } from '@huiji/filing/home-standards';
import { assessmentView, awardView, pointsOf, standardView } from './views.js';

/** How a query names a union, a day (today where none is named) and a track (null for both). */
export interface HomesAsked extends UnionNamed {
  on?: string | null;
  track?: HomeTrack | null;
}

export interface FileAsked extends UnionNamed {
  year?: number | null;
  track: HomeTrack;
}

export interface StandingsAsked extends HomesAsked, PageAsked {
  track: HomeTrack;
  grade?: number | null;
  due?: HomeDue | null;
}

/** The grassroots union whose home may be read: NOT_FOUND, FORBIDDEN, HOME_OF_GRASSROOTS. */
export async function requireHome(tx: Tx, actor: Actor, unionId: string): Promise<TradeUnion> {
  const { union } = await requireMay(tx, actor, 'READ_FIGURES', unionId);
  requireGrassroots(union);
  return union;
}

/** Everything of one union's home on a track in a year. */
export async function homeFile(ask: Ask, { year: asked, track, ...named }: FileAsked) {
  const tx = await ask.read();
  const { tenantId, today } = ask.actor;
  const { first, now, last } = yearsOf(ask.actor);
  const union = await requireHome(tx, ask.actor, await unionIdOf(tx, ask.actor, named));
  const year = requireWithin('year', asked ?? now, first, last);
  const scope = { tenantId, unionId: union.id, year, track };
  const { standards, standard, assessment, inspection, home } = await homeIn(tx, scope, today);
  const evaluation = await evaluationOf(tx, scope);
  const awards = (await awardsOf(tx, tenantId, union.id, track)).map((award) => awardView(standards, award));
  const noticed = minded(standards.forYear(now), noticedOfHeld(home.awards, today));
  const grade = inspection?.grade ?? assessment?.grade;
  return {
    ...{ unionId: union.id, year, track, standard: standardView(standard) },
    plans: await plansOf(tx, tenantId, union.id, track),
    assessment: assessment && assessmentView(standards, assessment),
    inspection: inspection && assessmentView(standards, inspection),
    inspectionOutdated: home.inspectionOutdated,
    evaluation: evaluation && {
      ...{ ...evaluation, valid: validBallots(evaluation) },
      ...ballotRates(evaluation),
    },
    wouldFlag: grade ? minded(standard, noticedOfAward(standard, grade, today, home)) : [],
    held: awards.find(({ id }) => id === heldOn(home.awards, today)?.id) ?? null,
    flags: union.dissolvedOn ? [] : noticed,
    due: union.dissolvedOn ? [] : dueIn(home, today, noticed),
    awards,
  };
}

/** The union and the day that are asked about, in the tree of that day. */
async function placeOf(ask: Ask, { on, ...named }: HomesAsked) {
  const tx = await ask.read();
  const day = on ?? ask.actor.today;
  const union = await requireHomes(tx, ask.actor, await unionIdOf(tx, ask.actor, named), day);
  return { tx, tenantId: ask.actor.tenantId, union, day };
}

/** The union whose homes may be read on a day: NUMBER_OUT_OF_RANGE for a day too far, NOT_FOUND, FORBIDDEN. */
export async function requireHomes(tx: Tx, actor: Actor, unionId: string, day: string): Promise<TradeUnion> {
  const { first, last } = yearsOf(actor);
  requireWithin('on', Number(day.slice(0, 4)), first, last);
  return (await requireMayBelow(tx, actor, 'READ_FIGURES', unionId, treeOn(day))).union;
}

/** Homes at and below a union on a day. */
export async function homes(ask: Ask, asked: HomesAsked) {
  const { tx, tenantId, union, day } = await placeOf(ask, asked);
  const standards = await Standards.of(tx, tenantId);
  const facts = await homesBelow(tx, tenantId, [union.id], { day });
  const [tally] = homeTallies(facts, standards, { on: day, track: asked.track ?? null });
  return tally;
}

/** The same of each union directly below; what merged is below its successor. */
export async function homesOfChildren(ask: Ask, asked: HomesAsked & PageAsked) {
  const { tx, tenantId, union, day } = await placeOf(ask, asked);
  const standards = await Standards.of(tx, tenantId);
  const page = await connection(
    asked,
    (keyset) => childrenOf(tx, tenantId, union.id, { ...treeOn(day), throughSuccessors: true }, keyset),
    ({ code }) => code,
  );
  const ids = page.nodes.map(({ id }) => id);
  const facts = await homesBelow(tx, tenantId, ids, { day });
  return { ...page, nodes: homeTallies(facts, standards, { on: day, track: asked.track ?? null }) };
}

/** The grassroots unions at and below a union with their homes, those that are asked for. */
export async function standings(ask: Ask, asked: StandingsAsked) {
  const { tx, tenantId, union, day } = await placeOf(ask, asked);
  const standards = await Standards.of(tx, tenantId);
  const { track } = asked;
  const meant = {
    tenantId,
    unionId: union.id,
    day,
    track,
    grade: asked.grade ?? null,
    due: asked.due ?? null,
  };
  const found = await homeStandings(tx, standards, meant);
  const page = await connection(
    asked,
    ({ first, after }) =>
      Promise.resolve(found.filter(({ facts }) => after === null || facts.code > after).slice(0, first)),
    ({ facts }) => facts.code,
  );
  const awards = await awardsById(
    tx,
    tenantId,
    page.nodes.flatMap(({ held }) => held?.id ?? []),
  );
  const byId = new Map(awards.map((award) => [award.id, awardView(standards, award)]));
  return {
    ...page,
    nodes: page.nodes.map(({ facts, home, flags, held, due }) => ({
      ...{ unionId: facts.unionId, planned: home.planned, flags, due },
      held: (held && byId.get(held.id)) ?? null,
      assessed: home.assessment && pointsOf(home.assessment),
      inspected: home.inspection && pointsOf(home.inspection),
      satisfiedPercent: home.ballots && ballotRates(home.ballots).satisfiedPercent,
    })),
  };
}
