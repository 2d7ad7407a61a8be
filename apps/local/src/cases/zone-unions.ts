/**
 * The 68 grassroots unions of the development zone, their 108 employers and their members quarter by quarter, split so
 * that they add up to the published totals. The published report names none of them; the names here are made up.
 */
import { apportion } from './arithmetic.js';

/** A grassroots union of the zone. */
export interface ZoneUnion {
  code: string;
  name: string;
  kind: 'SINGLE' | 'JOINT';
  /** The quarter of 2007 in which it was founded; 0 for before. */
  founded: 0 | 1 | 2 | 3;
  preparedOn?: string;
  establishedOn: string;
  /** The names of the employers that it covers. */
  employers: readonly string[];
  aboveScale: boolean;
}

/** What a union reports of its members at the end of one quarter, and what came in within it. */
export interface Members {
  members: number;
  migrants: number;
  newMembers: number;
  newMigrants: number;
}

/** At the turn of the year: 7,510 − 2,490 and 4,388 − 1,874. */
const opening = { members: 5020, migrants: 2514 };
/** New in each quarter of 2007: 2,490 and 1,874 in all. */
const added = { members: [910, 980, 600], migrants: [685, 738, 451] };

/** How many unions were founded before 2007 and in each of its quarters: 19, and 18 + 19 + 12 = 49. */
const foundings = { above: [14, 14, 15, 10], others: [4, 3, 3, 2], joint: [1, 1, 1, 0] };

/** How many employers the three joint unions cover: 43. */
const jointEmployers = [15, 14, 14];

/** When a union of each group was taken into preparation (筹建); how those before 2007 began is not recorded. */
const preparedOn = [undefined, '2006-11-20', '2007-02-26', '2007-05-28'];

const names = ['东方', '华泰', '金鼎', '恒信', '中天', '瑞丰', '宏图', '新宇', '长江', '腾达', '永盛'];
const trades = ['电子', '机械', '纺织', '化工', '食品', '建材', '医药'];
const workshops = ['五金', '包装', '塑料', '印刷', '物流'];

/** Two lists of coprime lengths give a new pair each time until both have gone round. */
const firm = (at: number, kinds: readonly string[], suffix: string): string =>
  `${names[at % names.length]}${kinds[at % kinds.length]}${suffix}`;

/** The group in which the at-th union falls when the groups have these sizes. */
function foundedIn(at: number, sizes: readonly number[]): ZoneUnion['founded'] {
  let end = 0;
  const group = sizes.findIndex((size) => at < (end += size));
  if (group === -1) throw new Error(`no group for union ${at}`);
  return group as ZoneUnion['founded'];
}

/** A day within a founding group; the report of 2007 closes at the end of August. */
function foundedOn(group: ZoneUnion['founded'], at: number): string {
  const day = String(10 + (at % 18)).padStart(2, '0');
  if (group === 0) return `2006-0${1 + (at % 9)}-${day}`;
  return `2007-0${3 * group - 2 + (at % (group === 3 ? 2 : 3))}-${day}`;
}

function union(
  number: number,
  founded: ZoneUnion['founded'],
  rest: Pick<ZoneUnion, 'name' | 'kind' | 'employers' | 'aboveScale'>,
): ZoneUnion {
  return {
    ...rest,
    code: `JC-KFQ-${String(number).padStart(3, '0')}`,
    founded,
    preparedOn: preparedOn[founded],
    establishedOn: foundedOn(founded, number),
  };
}

function single(at: number): ZoneUnion {
  const aboveScale = at < 53;
  const founded = aboveScale ? foundedIn(at, foundings.above) : foundedIn(at - 53, foundings.others);
  const employer = firm(at, trades, '有限公司');
  return union(at + 1, founded, {
    name: `${employer}工会`,
    kind: 'SINGLE',
    employers: [employer],
    aboveScale,
  });
}

function joint(at: number): ZoneUnion {
  const area = ['东区', '西区', '物流园'][at];
  const before = jointEmployers.slice(0, at).reduce((sum, count) => sum + count, 0);
  const employers = Array.from({ length: jointEmployers[at] ?? 0 }, (_, i) =>
    firm(before + i, workshops, '厂'),
  );
  const founded = foundedIn(at, foundings.joint);
  return union(66 + at, founded, { name: `${area}联合工会`, kind: 'JOINT', employers, aboveScale: false });
}

/** 53 unions of above-scale employers, 12 of others, and 3 joint ones. */
export const zoneUnions: readonly ZoneUnion[] = [
  ...Array.from({ length: 65 }, (_, at) => single(at)),
  ...[0, 1, 2].map(joint),
];

/** How large a union is beside others: a joint one about twice, the rest between 7 and 11. */
const size = (of: ZoneUnion, at: number): number => (of.kind === 'JOINT' ? 18 : 7 + ((at * 7) % 5));

const plus = (one: readonly number[], other: readonly number[]): number[] =>
  one.map((part, at) => part + (other[at] ?? 0));

/** For each quarter of 2007, each union's members in the order of `zoneUnions`; 0 before its founding. */
export const membersByQuarter: ReadonlyArray<readonly Members[]> = (() => {
  let members = apportion(
    opening.members,
    zoneUnions.map((of, at) => (of.founded === 0 ? size(of, at) : 0)),
  );
  let migrants = apportion(opening.migrants, members);
  return [1, 2, 3].map((quarter) => {
    // A union brings most of its members in the quarter of its founding, and a few later.
    const share = (of: ZoneUnion, at: number): number =>
      of.founded > quarter ? 0 : (of.founded === quarter ? 8 : 1) * size(of, at);
    const newMembers = apportion(added.members[quarter - 1] ?? 0, zoneUnions.map(share));
    const newMigrants = apportion(added.migrants[quarter - 1] ?? 0, newMembers);
    members = plus(members, newMembers);
    migrants = plus(migrants, newMigrants);
    return zoneUnions.map((_, at) => ({
      members: members[at] ?? 0,
      migrants: migrants[at] ?? 0,
      newMembers: newMembers[at] ?? 0,
      newMigrants: newMigrants[at] ?? 0,
    }));
  });
})();

/** The first two unions are 模范职工之家, which asks for nine in ten employees to be members. */
const modelHomes = 2;

/** The employees of a union's employers, all year: some more than its members at the end. */
export function workersOf(at: number): number {
  const { members } = membersByQuarter[2]?.[at] ?? { members: 0 };
  return members + (at < modelHomes ? 2 : Math.floor(members / 6) + 2);
}
