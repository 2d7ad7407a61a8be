/** The development zone in 2007: 68 unions, 108 enterprises, 7,510 members. */
import { apportion } from './arithmetic.js';
import { type Client, fourAtOnce } from './client.js';
import type { Federation, Say } from './federation.js';
import { type Figure, fileAndAccept } from './filing.js';
import { awardHomes, found, type NewAward, type NewEmployer, register } from './registers.js';
import { type Members, membersByQuarter, workersOf, type ZoneUnion, zoneUnions } from './zone-unions.js';

export const zoneCode = 'JC-KFQ';
const form = 'work-q';
export const zoneQuarters = ['2007Q1', '2007Q2', '2007Q3'] as const;

/** The zone as registered, with the people who work in it. */
export interface Zone {
  id: string;
  /** In the order of `zoneUnions`. */
  unionIds: readonly string[];
  /** Files for the zone itself. */
  clerk: Client;
  reviewer: Client;
  /** Who files for each union, in the order of `zoneUnions`. */
  clerks: readonly Client[];
}

/** Founds the zone and its unions, staffs them, and registers the employers. */
export async function buildZone(federation: Federation, statistician: Client): Promise<Zone> {
  const { admin, rootId, join } = federation;
  const zone = { code: zoneCode, name: '开发区工会', kind: 'ZONE', establishedOn: '2005-03-18' } as const;
  const id = await found(admin, rootId, zone);
  const unionIds = await fourAtOnce(zoneUnions, ({ code, name, kind, preparedOn, establishedOn }) =>
    found(admin, id, { code, name, kind, preparedOn, establishedOn }),
  );
  const reviewer = await join({ login: 'shenhe.kaifaqu', name: '陈静', role: 'REVIEWER', at: [id] });
  const clerk = await join({ login: 'tianbao.kaifaqu', name: '吴磊', role: 'FILER', at: [id] });
  const clerks = await clerksOf(federation, unionIds);
  await register(statistician, employersOf(id, unionIds));
  return { id, unionIds, clerk, reviewer, clerks };
}

/** Small firms have no clerk of their own: three officers of the zone's service station (社会化工会工作者) file for them. */
async function clerksOf({ join }: Federation, unionIds: readonly string[]): Promise<Client[]> {
  const groupOf = ({ kind, aboveScale }: ZoneUnion): number => (kind === 'JOINT' ? 2 : aboveScale ? 0 : 1);
  const officers = [
    { login: 'tianbao.guishang', name: '孙丽' },
    { login: 'tianbao.qiye', name: '赵强' },
    { login: 'tianbao.lianhe', name: '钱芳' },
  ];
  const clients = await fourAtOnce(officers, (officer) => {
    const at = unionIds.filter((_, i) => officers[groupOf(zoneUnions[i]!)] === officer);
    return join({ ...officer, role: 'FILER', at });
  });
  return zoneUnions.map((union) => clients[groupOf(union)]!);
}

/**
 * An employer counts (统计归口) at the union that covered it at the turn of the year. One that nobody covered then counts
 * at the zone, which answers for founding a union there, and is covered from the day of that founding: so the coverage
 * rate climbs over the quarters to 100 %, and numerator and denominator stay at one union.
 */
function employersOf(zoneId: string, unionIds: readonly string[]): NewEmployer[] {
  const ownership = ['私营', '港澳台商', '外商', '国有'];
  return zoneUnions.flatMap(({ code, employers, aboveScale, founded, establishedOn }, at) => {
    const headcounts = apportion(
      workersOf(at),
      employers.map(() => 1),
    );
    const unionId = unionIds[at]!;
    return employers.map((name, i) => ({
      code: `${code}-${String(i + 1).padStart(2, '0')}`,
      name,
      aboveScale,
      ownership: ownership[(at + i) % ownership.length]!,
      headcount: headcounts[i]!,
      // Where its own union counts an employer, it does so from its first day in the register.
      operatingFrom: founded === 0 ? establishedOn : '2006-01-10',
      source: '开发区企业台账',
      sourceDate: '2006-12-31',
      accountableUnionId: founded === 0 ? unionId : zoneId,
      coveredBy: [{ unionId, from: establishedOn }],
    }));
  });
}

/** 职工之家: of the 19 older unions two 模范, five 先进 and nine 合格; six founded early in 2007 reach 合格 by June. */
export async function awardZone(statistician: Client, { unionIds }: Zone): Promise<void> {
  const at = (founded: ZoneUnion['founded']): string[] =>
    unionIds.filter((_, i) => zoneUnions[i]?.founded === founded);
  const [older, newer] = [at(0), at(1)];
  const award = (grade: NewAward['grade'], awardingLevel: string, awardedOn: string) => (unionId: string) => {
    const documentNo = `江工发〔${awardedOn.slice(0, 4)}〕${10 + grade}号`;
    return { unionId, grade, awardingLevel, documentNo, awardedOn };
  };
  await awardHomes(statistician, { form, period: '2007Q3' }, [
    ...older.slice(0, 2).map(award(3, '市', '2006-12-20')),
    ...older.slice(2, 7).map(award(2, '县', '2006-12-20')),
    ...older.slice(7, 16).map(award(1, '单位', '2006-12-20')),
    ...newer.slice(0, 6).map(award(1, '单位', '2007-06-20')),
  ]);
}

/** What the zone itself reports (本级): two surveys, and in August 全国模范劳动关系和谐工业园区. */
const own: ReadonlyArray<Readonly<Record<string, Figure>>> = [
  { info_research_cnt: 1, hon_superior_title_cnt: 0 },
  { info_research_cnt: 0, hon_superior_title_cnt: 0 },
  { info_research_cnt: 1, hon_superior_title_cnt: 1, 'hon_superior_title_cnt[全国]': 1 },
];

/** Every union that exists in a quarter files for it, then the zone itself; all are accepted one level up. */
export async function fileZone(zone: Zone, chief: Client, say: Say): Promise<void> {
  for (const [at, period] of zoneQuarters.entries()) {
    const filing = zoneUnions
      .map((union, i) => ({ union, i }))
      .filter(({ union }) => union.founded <= at + 1);
    await fourAtOnce(filing, ({ i }) => {
      const cells = cellsOf(membersByQuarter[at]![i]!, workersOf(i));
      return fileAndAccept(zone.clerks[i]!, zone.reviewer, {
        unionId: zone.unionIds[i]!,
        form,
        period,
        cells,
      });
    });
    await fileAndAccept(zone.clerk, chief, { unionId: zone.id, form, period, cells: own[at]! });
    say(`开发区工会 ${period}: ${filing.length} unions and the zone have filed, all accepted`);
  }
}

/** Nobody left or moved away; 0 says so, where a blank would leave the opening stock open. */
function cellsOf(
  { members, migrants, newMembers, newMigrants }: Members,
  workers: number,
): Record<string, Figure> {
  const women = (count: number): number => Math.floor((count * 2) / 5);
  return {
    mem_worker_cnt: workers,
    'mem_worker_cnt[women]': women(workers),
    mem_member_cnt: members,
    'mem_member_cnt[women]': women(members),
    mem_migrant_member_cnt: migrants,
    mem_new_member_cnt: newMembers,
    mem_new_migrant_member_cnt: newMigrants,
    mem_leave_cnt: 0,
  };
}
