/** 导出 of 建家统计, 建家规划 and 命名与复查: each workbook says what the queries of the same answer, to whoever may ask them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { day } from './harness/elections.js';
import { listLines, listRefused, listRows } from './harness/export-lists.js';
import { awardHome, talliesOf, type Tally } from './harness/homes.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, found, foundSecond, key, told, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
/** A second bureau with one union. */
let [other, far]: string[] = [];
let leader: Client;
const thisYear = Number(day().slice(0, 4));
const [lastYear, next, last] = [thisYear - 1, thisYear + 1, thisYear + 2];

const sent = async (client: Client, name: 'planHomes' | 'recheckHome' | 'setHomeStandard', input: object) =>
  expect(await told(client, name, { ...input, idempotencyKey: key() })).toEqual([]);
const recheck = (awardId: string, outcome: string, more: object) =>
  sent(town.reviewer, 'recheckHome', { awardId, outcome, documentNo: '复查〔2026〕1号', ...more });

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  other = await foundSecond(town.admin, town.root);
  far = await found(town.admin, {
    ...{ parentId: other, code: 'H1', name: '公交工会', level: 'GRASSROOTS', kind: 'SINGLE' },
  });
  await addPerson(town.admin, 'leader', [{ unionId: town.root, role: 'LEADER' }]);
  leader = await huiji.client('alpha', 'leader');
  const [one, two, three] = town.grassroots;
  await sent(town.reviewer, 'planHomes', {
    lines: [
      ...[lastYear, thisYear].map((year) => ({ unionId: one, year, grade: 3 })),
      ...[thisYear, last].map((year) => ({ unionId: two, year, grade: 1 })),
      { unionId: three, year: next, grade: 2 },
    ],
  });
  await sent(town.reviewer, 'planHomes', {
    track: 'SYSTEM',
    lines: [{ unionId: three, year: thisYear, grade: 2 }],
  });
  const of = (year: number, grade: number, more: object = {}) => ({
    ...{ grade, awardedOn: `${year}-01-02`, documentNo: `临工〔${year}〕${grade}号`, ...more },
  });
  // The first holds the highest grade of the ladder before; then a shorter one is set.
  await awardHome(town.reviewer, one, of(lastYear, 3, { awardedBy: '=1+1', validUntil: `${last}-12-31` }));
  const lowered = await awardHome(town.reviewer, two, of(lastYear, 2));
  const kept = { checkedOn: `${lastYear}-05-01` };
  await recheck(lowered, 'KEPT', kept);
  await recheck(lowered, 'LOWERED', { checkedOn: `${thisYear}-01-03`, grade: 1, reason: '台账不全' });
  await awardHome(town.reviewer, three, of(thisYear, 2, { track: 'SYSTEM', awardingLevel: '系统' }));
  await sent(town.statistician, 'setHomeStandard', {
    ...{ fromYear: thisYear, documentNo: '临工发〔2026〕9号', rules: [] },
    grades: ['一星', '二星'].map((zh, at) => ({
      ...{ zh, en: `${at + 1} stars`, countsAs: 'QUALIFIED', pass: '6', satisfiedPercent: '80' },
    })),
    criteria: [{ code: 'all', text: '综合', points: ['10', '10'] }],
  });
});
afterAll(() => huiji.stop());

const steps = {
  ...{
    awarded: '本年命名',
    lowered: '本年降级',
    revoked: '本年摘牌',
    assessed: '已自评',
    inspected: '已考核',
  },
  ...{ evaluated: '会员已评家', expired: '到期', notRechecked: '未复查' },
};
/** Counts as the columns of the file are called; nobody stands at a grade that only another union has. */
function counted(tally: Tally, all: readonly string[]): Record<string, string> {
  const columns: Array<[string, unknown]> = all.flatMap((zh, at): Array<[string, unknown]> => {
    const of = tally.grades[at] ?? { unions: 0, planned: 0, reached: 0 };
    const planned = [
      [`规划达到${zh}`, of.planned],
      [`其中已达到${zh}`, of.reached],
    ] as Array<[string, unknown]>;
    return [[zh, of.unions], ...(at === 0 ? [] : planned)];
  });
  const rest = Object.entries(steps).map(([name, zh]): [string, unknown] => [zh, tally[name]]);
  return Object.fromEntries(
    [['工会数', tally.unions], ...columns, ...rest].map(([zh, n]) => [zh, String(n)]),
  );
}

test.each([
  ['alpha-root', null, day(), ['未达标', '一星', '二星', '3 级']],
  ['alpha-root', 'LOCAL', day(), ['未达标', '一星', '二星', '3 级']],
  ['alpha-root', 'SYSTEM', day(), ['未达标', '一星', '二星']],
  ['B1', 'LOCAL', `${lastYear}-12-31`, ['未达标', '合格职工之家', '先进职工之家', '模范职工之家']],
  ['B1', null, `${thisYear}-01-02`, ['未达标', '一星', '二星', '3 级']],
] as const)('建家统计 of %s on track %s as of %s is what is counted', async (code, track, on, grades) => {
  const unionId = code === 'B1' ? town.bureau : town.root;
  const lines = await listLines(leader, huiji.apiUrl, { list: 'HOME_TALLIES', unionId, on, track });
  const { homes, below } = await talliesOf(leader, unionId, on, track);
  expect(homes.grades.map(({ zh }) => zh)).toEqual(grades);
  const children = code === 'B1' ? ['G1', 'G2', 'G3'] : ['B1', 'B2'];
  expect(lines.map((line) => line['编码'])).toEqual([code, ...children]);
  expect(lines).toEqual(
    [homes, ...below].map((tally): unknown => expect.objectContaining(counted(tally, grades))),
  );
  expect(lines.map((line) => Number(line['建家率(%)']))).toEqual(
    [homes, ...below].map(({ share }) => Number(share)),
  );
});

test('its figures: held, planned and reached, what happened in the year, and which track', async () => {
  const of = { list: 'HOME_TALLIES', unionId: town.bureau, track: null };
  const rows = await listRows(leader, huiji.apiUrl, of);
  expect(rows.flat().join()).toContain('地方和系统两个渠道,都有等级的按较高的计;第一行是本级及全部下级');
  const [whole, first] = await listLines(leader, huiji.apiUrl, of);
  expect(whole).toMatchObject({
    ...{ 工会数: '3', 未达标: '0', 一星: '1', 二星: '1', '3 级': '1', '建家率(%)': '100' },
    ...{ 规划达到一星: '1', 其中已达到一星: '1', 规划达到二星: '1', '规划达到3 级': '1', 本年命名: '1' },
    ...{ 本年降级: '1', 本年摘牌: '0' },
  });
  expect(first).toMatchObject({ 编码: 'G1', '3 级': '1', 一星: '0' });
});

interface Standing {
  union: { code: string };
  held: { zh: string } | null;
  planned: number | null;
}
test.each(['LOCAL', 'SYSTEM'])(
  '建家规划 on track %s: three years, each as its list has it',
  async (track) => {
    const lines = await listLines(leader, huiji.apiUrl, { list: 'HOME_PLAN', unionId: town.root, track });
    const standings = async (on: string): Promise<Standing[]> => {
      const { homeStandings } = await leader.get<{ homeStandings: { nodes: Standing[] } }>(
        `query ($unionId: ID, $on: Date, $track: HomeTrack) {
         homeStandings(unionId: $unionId, on: $on, track: $track) { nodes { union { code } held { zh } planned } } }`,
        { unionId: town.root, on, track },
      );
      return homeStandings.nodes;
    };
    const years = await Promise.all([day(), `${next}-01-01`, `${last}-01-01`].map(standings));
    const called = (grade: number | null): string =>
      grade === null ? '' : (['一星', '二星'][grade - 1] ?? `${grade} 级`);
    expect(lines).toEqual(
      years[0]!.map(({ union, held }, at): unknown =>
        expect.objectContaining({
          ...{ 编码: union.code, 现有等级: held?.zh ?? '未达标' },
          [`${thisYear} 年规划`]: called(years[0]![at]!.planned),
          [`${next} 年规划`]: called(years[1]![at]!.planned),
          [`${last} 年规划`]: called(years[2]![at]!.planned),
        }),
      ),
    );
    const planned = lines.map((line) =>
      [thisYear, next, last].map((year) => line[`${year} 年规划`]).join('/'),
    );
    expect(planned).toEqual(
      track === 'LOCAL' ? ['3 级//', '一星//一星', '/二星/', '//'] : ['//', '//', '二星//', '//'],
    );
  },
);

test('建家规划 of a day before: the years from its own on, by the ladder of each', async () => {
  const [first] = await listLines(leader, huiji.apiUrl, {
    ...{ list: 'HOME_PLAN', unionId: town.bureau, on: `${lastYear}-03-01` },
  });
  expect([`${lastYear} 年规划`, `${thisYear} 年规划`].map((of) => first?.[of])).toEqual([
    '模范职工之家',
    '3 级',
  ]);
});

test('命名与复查: the awards of a union on a track, the newest first, and each re-check', async () => {
  const [one, two, three] = town.grassroots;
  const of = async (unionId: string, more: object = {}) =>
    listLines(leader, huiji.apiUrl, { list: 'HOME_AWARDS', unionId, ...more }, '等级');
  const award = { 命名级别: '市', 命名文号: `临工〔${lastYear}〕2号`, 命名日期: `${lastYear}-01-02` };
  const { homeFile } = await leader.get<{ homeFile: { awards: object[] } }>(
    `query ($unionId: ID, $year: Int) { homeFile(unionId: $unionId, year: $year) { awards {
       zh documentNo awardedOn endedOn lowered rechecks { outcome checkedOn reason checkedByName } } } }`,
    { unionId: two, year: thisYear },
  );
  expect(homeFile.awards).toMatchObject([
    { zh: '合格职工之家', lowered: true, rechecks: [] },
    {
      zh: '先进职工之家',
      endedOn: `${thisYear}-01-03`,
      rechecks: [{ outcome: 'LOWERED' }, { outcome: 'KEPT' }],
    },
  ]);
  expect(await of(two)).toMatchObject([
    { 等级: '合格职工之家', 由降级而来: '是', 失效日期: '', 复查日期: '', 复查结果: '' },
    { 等级: '先进职工之家', ...award, 失效日期: `${thisYear}-01-03`, 复查结果: '降级', 复查原因: '台账不全' },
    { 等级: '先进职工之家', ...award, 复查日期: `${lastYear}-05-01`, 复查结果: '保留', 复查人: 'reviewer' },
  ]);
  expect(await of(one)).toMatchObject([
    {
      等级: '模范职工之家',
      命名单位: '=1+1',
      有效期至: `${last}-12-31`,
      命名时提示: expect.stringMatching(/^越级/),
    },
  ]);
  expect([await of(three), await of(far!)]).toEqual([[], []]);
  expect(await of(three, { track: 'SYSTEM' })).toMatchObject([{ 命名级别: '系统' }]);
});

test('who may not ask the query does not get the list either', async () => {
  await addPerson(town.admin, 'near', [{ unionId: town.bureau, role: 'FILER' }]);
  const near = await huiji.client('alpha', 'near');
  for (const list of ['HOME_TALLIES', 'HOME_PLAN']) {
    expect(await listRefused(town.reviewer, { list, unionId: other! })).toEqual(['NOT_FOUND']);
    expect(await listRefused(near, { list, unionId: town.bureau })).toEqual(['FORBIDDEN']);
    expect(await listRefused(leader, { list, unionId: town.bureau, on: '1999-12-31' })).toEqual([
      'NUMBER_OUT_OF_RANGE',
    ]);
  }
  expect(await listRefused(town.reviewer, { list: 'HOME_AWARDS', unionId: far! })).toEqual(['NOT_FOUND']);
  expect(await listRefused(town.reviewer, { list: 'HOME_AWARDS', unionId: town.bureau })).toEqual([
    'HOME_OF_GRASSROOTS',
  ]);
});
