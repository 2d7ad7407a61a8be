import type { Client } from '../cases/client.js';
import { openFederation, type Server } from '../cases/federation.js';
import type { Figures } from './figures.js';

const districts = 12;
const perStreet = 150;

const places = [
  '滨江',
  '城东',
  '城西',
  '高新',
  '临港',
  '望湖',
  '新华',
  '解放',
  '人民',
  '东风',
  '和平',
  '长青',
];
const trades = [
  '机械制造',
  '建筑安装',
  '餐饮服务',
  '纺织服装',
  '物流运输',
  '信息技术',
  '医药',
  '食品加工',
  '房地产',
  '物业管理',
];
const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';
const day = (year: number, n: number): string =>
  `${year}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;

/** The files of a tenant below the union `root`: districts, their streets, grassroots unions and every second one's employer. */
export function filesOf(root: string, unions: number): { unions: string; employers: string } {
  const rows = [
    '工会统计编码,名称,上级编码,层级,类别,成立日期,批复文号,法人,地区代码,行业,单位类型,主席,联系人,电话',
  ];
  const employers = [
    'code,name,aboveScale,ownership,unitType,regionCode,headcount,operatingFrom,source,sourceDate,accountableUnionCode,coveredByCode,coveredFrom',
  ];
  const bodies = districts + Math.max(1, Math.floor((unions - districts) / (perStreet + 1)));
  for (let n = 0; n < unions; n++) {
    const region = `3601${String(n % districts).padStart(2, '0')}`;
    const rest = `批〔${1990 + (n % 30)}〕${n}号,是,${region},${pick(trades, n)},企业,张${n},李${n},138${String(n).padStart(8, '0')}`;
    if (n < districts)
      rows.push(`D${n},${pick(places, n)}区总工会,${root},中间层级,区县总工会,${day(1955, n)},${rest}`);
    else if (n < bodies)
      rows.push(
        `S${n},${pick(places, n)}街道第${n}总工会,D${n % districts},中间层级,乡镇街道总工会,${day(1980, n)},${rest}`,
      );
    else {
      const street = `S${districts + (n % (bodies - districts))}`;
      const name = `江城市${pick(places, n)}${pick(trades, n >> 3)}第${n}有限责任公司`;
      rows.push(`G${n},${name}工会委员会,${street},基层工会,单独基层工会,${day(1990 + (n % 30), n)},${rest}`);
      const covered = n % 10 === 0 ? ',' : `G${n},${day(2022, n)}`;
      if (n % 2 === 0)
        employers.push(
          `E${n},${name},${n % 8 === 0 ? '是' : '否'},私营,企业,${region},${5 + (n % 500)},${day(1990 + (n % 30), n)},市监局,2026-06-30,${street},${covered}`,
        );
    }
  }
  return { unions: rows.join('\n'), employers: employers.join('\n') };
}

interface Report {
  unionsNew: number;
  unionsUnchanged: number;
  employersNew: number;
  problemCount: number;
}

/** Loads a tenant of so many unions through the public api, with one quarter open: checked, loaded, and loaded again. */
export async function loadRate(server: Server, unions: number): Promise<Figures> {
  const { admin, rootId } = await openFederation(server, {
    code: 'load',
    name: '导入测试总工会',
    root: { code: 'LOAD', establishedOn: '1950-01-01' },
    admin: { login: 'admin', name: '管理员' },
  });
  await admin.change(
    'appoint',
    'AppointInput',
    { personId: await idOf(admin), appointments: [{ unionId: rootId, role: 'STATISTICIAN' }] },
    'personId',
  );
  await admin.takePeriod('openPeriod', '2026Q3');
  const files = filesOf('LOAD', unions);
  const timed = async (dryRun: boolean): Promise<{ seconds: number; report: Report }> => {
    const began = performance.now();
    const report = await admin.change<Report>(
      'loadOrganisation',
      'LoadOrganisationInput',
      { ...files, dryRun },
      'unionsNew unionsUnchanged employersNew problemCount',
    );
    return { seconds: (performance.now() - began) / 1_000, report };
  };
  const [checked, loaded, again] = [await timed(true), await timed(false), await timed(false)];
  if (loaded.report.unionsNew !== unions || again.report.unionsUnchanged !== unions)
    throw new Error(`not all of it was loaded once: ${JSON.stringify([checked, loaded, again])}`);
  return {
    'load: unions and employers': `${unions} + ${loaded.report.employersNew}`,
    'load: MB of CSV': ((Buffer.byteLength(files.unions) + Buffer.byteLength(files.employers)) / 1e6).toFixed(
      1,
    ),
    'load: dry run, s': checked.seconds.toFixed(1),
    'load: into one open quarter, s': loaded.seconds.toFixed(1),
    'load: unions/s': Math.round(unions / loaded.seconds),
    'load: the same files again, s': again.seconds.toFixed(1),
  };
}

const idOf = async (client: Client): Promise<string> =>
  (await client.read<{ me: { id: string } }>('{ me { id } }')).me.id;
