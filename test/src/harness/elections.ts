import { expect } from '@jest/globals';
import type { Client } from './client.js';
import { eventually, found, mutationOf, type MutationName, type Told } from './town.js';

/** Today where the tenants of these tests are, as it was when they began. */
const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

/** A day some days after today; before it with a minus. */
export const day = (offset = 0): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);

/** The quarter that a day lies in, or one some quarters later. */
export function quarterOf(at: string, later = 0): string {
  const index = Number(at.slice(0, 4)) * 4 + Math.ceil(Number(at.slice(5, 7)) / 3) - 1 + later;
  return `${Math.floor(index / 4)}Q${(index % 4) + 1}`;
}

/** A congress that the law finds nothing in. */
export const congress = (unionId: string, more: object = {}): Record<string, unknown> => ({
  ...{ unionId, heldOn: day(-30), due: 90, present: 80, termYears: 5 },
  bodies: [
    { body: 'COMMITTEE', members: 7, head: '王主席' },
    { body: 'AUDITOR', members: 1 },
    { body: 'WOMENS_COMMITTEE', members: 3 },
  ],
  ...more,
});

export interface Election {
  id: string;
  termNo: number;
  heldOn: string;
  termEndsOn: string;
  approvedOn: string | null;
  approvalNo: string | null;
  union: { id: string; code: string };
  bodies: Array<{ body: string; members: number; head: string | null; endedOn: string | null }>;
  warnings: Told[];
}

export const electionFields = `id termNo heldOn due present termYears termEndsOn approvedOn approvalNo
  union { id code } bodies { body members head endedOn } warnings { code severity messageZh messageEn }`;

/** Does something with an election; throws where it is refused. */
export async function elect(client: Client, name: MutationName, input: object): Promise<Election> {
  const data = await client.get<Record<string, { election: Election }>>(
    mutationOf(name, `election { ${electionFields} }`),
    { input },
  );
  return data[name]!.election;
}

let founded = 0;
/** A body or a grassroots union of its own, established in 2000. */
export async function establish(admin: Client, parentId: string, more: object = {}): Promise<string> {
  founded += 1;
  const kind = { level: 'GRASSROOTS', kind: 'SINGLE' };
  return found(admin, { parentId, code: `E${founded}`, name: `工会${founded}`, ...kind, ...more });
}

/** Opens periods that are not open yet. */
export async function open(statistician: Client, ...periods: string[]): Promise<void> {
  const query =
    'mutation ($period: String!) { openPeriod(period: $period) { userErrors { code messageZh messageEn } } }';
  for (const period of periods) {
    const told = await statistician.refusal(query, { period });
    expect(told.filter((code) => code !== 'PERIOD_EXISTS')).toEqual([]);
  }
}

/** Cells of a union's total by code, once nothing waits. */
export async function cellsOf(
  client: Client,
  unionId: string,
  period: string,
  codes: readonly string[],
): Promise<number[]> {
  const query = `query ($unionId: ID!, $period: String!, $codes: [String!]) {
    rollup(unionId: $unionId, form: "work-q", period: $period) { pending reportsExpected cells(codes: $codes) { cell value } } }`;
  let read: number[] = [];
  await eventually(async () => {
    const { rollup } = await client.get<{
      rollup: {
        pending: number;
        reportsExpected: number;
        cells: Array<{ cell: string; value: string | null }>;
      };
    }>(query, { unionId, period, codes: codes.filter((code) => code !== 'expected') });
    expect(rollup.pending).toBe(0);
    const value = (code: string) =>
      code === 'expected' ? rollup.reportsExpected : rollup.cells.find(({ cell }) => cell === code)?.value;
    read = codes.map((code) => Number(value(code) ?? 0));
  });
  return read;
}
