import { homeStandings } from '@huiji/filing/home-standings';
import { Standards } from '@huiji/filing/home-standards';
import { gradeName, homeTallies, type NamedTally } from '@huiji/filing/home-tallies';
import { plansFor } from '@huiji/store/home';
import { awardsOf } from '@huiji/store/home-award';
import { homesBelow } from '@huiji/store/homes-below';
import { childrenOf, treeOn } from '@huiji/store/organisation';
import { homeAwardsSheet } from '@huiji/workbook/tables/home-awards';
import { homePlanSheet } from '@huiji/workbook/tables/home-plan';
import { homeTalliesSheet } from '@huiji/workbook/tables/home-tallies';
import type { Sheet } from '@huiji/workbook/workbook';
import { inPages, page, pagesOf, requireRoom } from '../all.js';
import type { ListSource } from '../list-source.js';
import { awardsNamed, trackOf, trackWords } from './homes.js';

/** 建家统计, as of the day: the union with all that stands below it, then each union directly below. */
export async function tallies(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const { day, track } = input;
  const standards = await Standards.of(tx, tenantId);
  const counted = async (unionIds: readonly string[]): Promise<Map<string, NamedTally>> => {
    const facts = await homesBelow(tx, tenantId, unionIds, { day });
    return new Map(homeTallies(facts, standards, { on: day, track }).map((one) => [one.unionId, one]));
  };
  const named = async (unionIds: readonly string[]) => {
    const names = await source.names(unionIds);
    const found = await counted(unionIds);
    return unionIds.flatMap((id) => {
      const [union, tally] = [names.get(id), found.get(id)];
      return union && tally ? { ...tally, ...union } : [];
    });
  };
  const whole = await named([body.id]);
  const tree = { ...treeOn(day), throughSuccessors: true };
  const pages = pagesOf(
    (after: string | null) => childrenOf(tx, tenantId, body.id, tree, { first: page, after }),
    ({ code }) => code,
  );
  const below = await source.rows(pages, (some) => named(some.map(({ id }) => id)));
  const of = track ? trackWords[track] : '地方和系统两个渠道,都有等级的按较高的计';
  return homeTalliesSheet(
    { title, notes: source.notes(`${of};第一行是本级及全部下级,以下各行是每个直接下级及其下级`) },
    whole.flatMap(({ grades }) => grades.map(({ zh }) => zh)),
    [...whole, ...below],
  );
}

/** How many years are planned. */
const yearsPlanned = 3;

/** 建家规划, of the year of the day and those after it. */
export async function plan(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const { day } = input;
  const track = trackOf(source);
  const standards = await Standards.of(tx, tenantId);
  const meant = { tenantId, unionId: body.id, day, track, grade: null, due: null };
  const found = await homeStandings(tx, standards, meant);
  requireRoom(found.length);
  const from = Number(day.slice(0, 4));
  const years = Array.from({ length: yearsPlanned }, (_, at) => from + at);
  const rows = await source.rows(inPages(found), async (some) => {
    const ids = some.map(({ facts }) => facts.unionId);
    const names = await source.names(ids);
    const planned = new Map(
      (await plansFor(tx, tenantId, ids, { track, from, years: yearsPlanned })).map(
        ({ unionId, year, grade }) => [`${unionId} ${year}`, gradeName(standards.forYear(year), grade).zh],
      ),
    );
    const awards = await awardsNamed(
      source,
      standards,
      some.flatMap(({ held }) => held?.id ?? []),
    );
    return some.map(({ facts: { unionId, code }, held }) => ({
      ...{ code, name: names.get(unionId)?.name ?? '', held: awards.get(held?.id ?? '')?.zh ?? null },
      planned: years.map((year) => planned.get(`${unionId} ${year}`) ?? null),
    }));
  });
  const of = `${trackWords[track]};空白的年份没有规划;共 ${rows.length} 家`;
  return homePlanSheet({ title, notes: source.notes(of) }, years, rows);
}

/** 命名与复查 of one grassroots union, the newest award first. */
export async function awards(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, body } = source;
  const track = trackOf(source);
  const standards = await Standards.of(tx, tenantId);
  const found = await awardsOf(tx, tenantId, body.id, track);
  const rows = found.flatMap(({ rechecks, ...award }) => {
    const { zh } = gradeName(standards.byId(award.standardId), award.grade);
    const checks = rechecks.map((one) => ({ ...one, checkedAt: source.shown(one.checkedAt) }));
    return (checks.length > 0 ? checks : [null]).map((recheck) => ({
      ...{ ...award, zh, lowered: award.loweredFrom !== null, recheck },
    }));
  });
  requireRoom(rows.length);
  const of = `${trackWords[track]};共 ${found.length} 项命名,新的在前,复查过的每次复查一行`;
  return homeAwardsSheet({ title, notes: source.notes(of) }, rows);
}
