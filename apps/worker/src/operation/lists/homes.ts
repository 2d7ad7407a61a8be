import { ballotRates, type HomeTrack } from '@huiji/domain/home';
import { formatFigure } from '@huiji/domain/figure';
import { homeStandings } from '@huiji/filing/home-standings';
import { Standards } from '@huiji/filing/home-standards';
import { gradeName } from '@huiji/filing/home-tallies';
import { awardsById, type HomeAward } from '@huiji/store/home-award';
import { homesSheet } from '@huiji/workbook/tables/homes';
import type { Sheet } from '@huiji/workbook/workbook';
import { inPages, requireRoom } from '../all.js';
import type { ListSource } from '../list-source.js';

/** The track that a list of homes stands on. */
export function trackOf({ input: { track } }: ListSource): HomeTrack {
  if (!track) throw new Error('an export of homes says nothing of the track');
  return track;
}

/** What a track is called. */
export const trackWords: Readonly<Record<HomeTrack, string>> = { LOCAL: '地方渠道', SYSTEM: '系统渠道' };

/** What each award of a list of ids is, with what its grade is called. */
export async function awardsNamed(
  { tx, tenantId }: ListSource,
  standards: Standards,
  ids: readonly string[],
): Promise<Map<string, HomeAward & { zh: string }>> {
  const awards = await awardsById(tx, tenantId, ids);
  return new Map(
    awards.map((award) => [
      award.id,
      { ...award, zh: gradeName(standards.byId(award.standardId), award.grade).zh },
    ]),
  );
}

/** 职工之家, as of the day. */
export async function homes(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const { day, grade, due } = input;
  const track = trackOf(source);
  const standards = await Standards.of(tx, tenantId);
  const found = await homeStandings(tx, standards, { tenantId, unionId: body.id, day, track, grade, due });
  requireRoom(found.length);
  const ladder = standards.forYear(Number(day.slice(0, 4)));
  const called = (of: number | null): string | null => (of === null ? null : gradeName(ladder, of).zh);
  const points = (of: { total: bigint | null } | null): string | null =>
    of && of.total !== null ? formatFigure(of.total, 2) : null;
  const rows = await source.rows(inPages(found), async (some) => {
    const awards = await awardsNamed(
      source,
      standards,
      some.flatMap((one) => one.held?.id ?? []),
    );
    const names = await source.names(some.map(({ facts }) => facts.unionId));
    return some.map(({ facts, home, flags, due: waits, held: one }) => {
      return {
        ...{ code: facts.code, name: names.get(facts.unionId)?.name ?? '', flags, due: waits },
        held: awards.get(one?.id ?? '') ?? null,
        ...{ planned: called(home.planned), assessed: points(home.assessment) },
        inspected: points(home.inspection),
        satisfiedPercent: home.ballots && ballotRates(home.ballots).satisfiedPercent,
      };
    });
  });
  const narrowed = grade === null ? '' : `;现有等级:${called(grade)}`;
  const of = `${trackWords[track]}${narrowed}${due === null ? '' : ';只列有该项待办的'}`;
  return homesSheet({ title, notes: source.notes(`${of};共 ${rows.length} 家`) }, rows);
}
