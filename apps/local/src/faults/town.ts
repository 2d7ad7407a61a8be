/** The federation of a fault run: two districts with two streets each, grassroots unions below all of them, two open quarters. */
import { Client } from '../cases/client.js';
import { demoPassword, openFederation } from '../cases/federation.js';
import { openPeriods } from '../cases/registers.js';
import type { Site } from './site.js';

export const form = 'work-q';
export const periods = ['2026Q2', '2026Q3'] as const;
export type Quarter = (typeof periods)[number];
export const tenant = 'faults';
const rootCode = 'F';
const grassroots = 33;
/** How many clients file side by side. */
export const lanes = 4;

export interface Union {
  id: string;
  code: string;
  /** The body directly above it; none above the federation. */
  above: string | null;
}

/** Who files and who accepts, of one client: nobody may accept what he has filed. */
export interface Pair {
  clerk: string;
  reviewer: string;
}

export interface Town {
  unions: readonly Union[];
  rootId: string;
  pairs: readonly Pair[];
  statistician: string;
}

/** Unions by code, each with the code above it, bodies first. */
function plan(): Array<{ code: string; above: string; level: string; kind: string }> {
  const districts = ['D0', 'D1'];
  const streets = ['S0', 'S1', 'S2', 'S3'];
  const bodies = [...districts, ...streets];
  return [
    ...districts.map((code) => ({ code, above: rootCode, level: '中间层级', kind: '区县总工会' })),
    ...streets.map((code, n) => ({ code, above: `D${n % 2}`, level: '中间层级', kind: '乡镇街道总工会' })),
    ...Array.from({ length: grassroots }, (_, n) => ({
      ...{ code: `G${n}`, above: bodies[n % bodies.length] ?? '', level: '基层工会', kind: '单独基层工会' },
    })),
  ];
}

/** Opens the federation, loads its unions from a CSV, appoints its people and opens its quarters, all as a person would. */
export async function buildTown({ ownerUrl, apiUrl }: Pick<Site, 'ownerUrl' | 'apiUrl'>): Promise<Town> {
  const { admin, rootId } = await openFederation(
    { ownerUrl, apiUrl },
    {
      ...{ code: tenant, name: '故障测试总工会', root: { code: rootCode, establishedOn: '1950-01-01' } },
      admin: { login: 'admin', name: '管理员' },
    },
  );
  const rows = plan().map(
    ({ code, above, level, kind }) =>
      `${code},${code}工会,${above},${level},${kind},2000-01-01,批〔2000〕${code}号`,
  );
  const loaded = await admin.change<{ unionsNew: number; problemCount: number }>(
    'loadOrganisation',
    'LoadOrganisationInput',
    {
      unions: ['工会统计编码,名称,上级编码,层级,类别,成立日期,批复文号', ...rows].join('\n'),
      dryRun: false,
    },
    'unionsNew problemCount',
  );
  if (loaded.unionsNew !== rows.length) throw new Error(`not loaded: ${JSON.stringify(loaded)}`);
  const unions: Union[] = [{ id: rootId, code: rootCode, above: null }];
  for (const { code, above } of plan()) unions.push({ code, above, id: await idOf(admin, code) });

  const appointed = async (login: string, role: string, at: readonly string[]): Promise<string> => {
    // From long ago: a process whose clock is a day late must find them appointed, too.
    const appointments = at.map((unionId) => ({ unionId, role, from: '2020-01-01' }));
    const person = { login, name: login, password: demoPassword, appointments };
    await admin.change('createPerson', 'CreatePersonInput', person, 'personId');
    return login;
  };
  const bodies = unions.filter(({ code }) => !code.startsWith('G')).map(({ id }) => id);
  const pairs: Pair[] = [];
  for (let lane = 0; lane < lanes; lane++)
    pairs.push({
      clerk: await appointed(
        `clerk${lane}`,
        'FILER',
        ofLane(unions, lane).map(({ id }) => id),
      ),
      reviewer: await appointed(`reviewer${lane}`, 'REVIEWER', bodies),
    });
  const statistician = await appointed('statistician', 'STATISTICIAN', [rootId]);
  const opener = await Client.signIn(apiUrl, { tenant, login: statistician, password: demoPassword });
  await openPeriods(opener, periods);
  return { unions, rootId, pairs, statistician };
}

/** The unions that a client files for: no two have one in common, so each knows how its own stand. */
export const ofLane = (unions: readonly Union[], lane: number): Union[] =>
  unions.filter((_, n) => n % lanes === lane);

async function idOf(client: Client, code: string): Promise<string> {
  const { tradeUnion } = await client.read<{ tradeUnion: { id: string } }>(
    'query ($code: String) { tradeUnion(code: $code) { id } }',
    { code },
  );
  return tradeUnion.id;
}
