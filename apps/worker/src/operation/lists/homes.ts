import { ballotRates } from '@huiji/domain/home';
import { formatFigure } from '@huiji/domain/figure';
import { homeStandings } from '@huiji/filing/home-standings';
import { Standards } from '@huiji/filing/home-standards';
import { awardsById } from '@huiji/store/home-award';
import { homesSheet } from '@huiji/workbook/tables/homes';
import type { Sheet } from '@huiji/workbook/workbook';
import { inPages } from '../all.js';
import type { ListSource } from '../list-source.js';

/** 职工之家, as of the day. */
export async function homes(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const { day, track, grade, due } = input;
  const standards = await Standards.of(tx, tenantId);
  const found = await homeStandings(tx, standards, { tenantId, unionId: body.id, day, track, grade, due });
  source.requireRoom(found.length);
  const ladder = standards.forYear(Number(day.slice(0, 4)));
  const called = (of: number | null): string | null =>
    of === null ? null : (ladder.grades[of - 1]?.zh ?? `${of} 级`);
  const points = (of: { total: bigint | null } | null): string | null =>
    of && of.total !== null ? formatFigure(of.total, 2) : null;
  const rows = await source.rows(inPages(found), async (some) => {
    const held = some.flatMap((one) => one.held?.id ?? []);
    const awards = new Map((await awardsById(tx, tenantId, held)).map((award) => [award.id, award]));
    const names = await source.names(some.map(({ facts }) => facts.unionId));
    return some.map(({ facts, home, flags, due: waits, held: one }) => {
      const award = awards.get(one?.id ?? '');
      const of = award && standards.byId(award.standardId).grades[award.grade - 1];
      return {
        ...{ code: facts.code, name: names.get(facts.unionId)?.name ?? '', flags, due: waits },
        held: award ? { ...award, zh: of?.zh ?? `${award.grade} 级` } : null,
        ...{ planned: called(home.planned), assessed: points(home.assessment) },
        inspected: points(home.inspection),
        satisfiedPercent: home.ballots && ballotRates(home.ballots).satisfiedPercent,
      };
    });
  });
  const narrowed = grade === null ? '' : `;现有等级:${grade === 0 ? '未达标' : called(grade)}`;
  const of = `${track === 'LOCAL' ? '地方' : '系统'}系列${narrowed}${due === null ? '' : ';只列有该项待办的'}`;
  return homesSheet({ title, notes: source.notes(`${of};共 ${rows.length} 家`) }, rows);
}
