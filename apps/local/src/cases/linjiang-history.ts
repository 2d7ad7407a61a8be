/** What 临江市总工会 looks back on: a quarter that is final, and since then one union moved and one merged. */
import { type Client, unless } from './client.js';
import { fileAndAccept, type Report } from './filing.js';
import { type NewUnion, openPeriods, register, unionId } from './registers.js';

const past = { form: 'work-q', period: '2026Q2' } as const;

const single = (code: string, name: string): NewUnion => ({
  ...{ code, name, kind: 'SINGLE', establishedOn: '2009-04-01' },
});

/** The union that is moved from the bureau to the district, and the one that merges into 长途汽车站工会. */
export const movedUnion = single('LJ-JT-03', '市轮渡公司工会');
export const mergedUnion = single('LJ-JT-04', '货运站工会');
const receiverCode = 'LJ-JT-02';
const districtCode = 'LJ-DC';

/** Members at the end of the quarter, by union: the cases of the third quarter go on from these. */
const membersThen: Readonly<Record<string, number>> = {
  'LJ-JT-01': 594,
  [receiverCode]: 247,
  [movedUnion.code]: 412,
  [mergedUnion.code]: 58,
  'LJ-DC-01': 227,
};

interface People {
  admin: Client;
  statistician: Client;
  clerk: Client;
  reviewerOf: (code: string) => Client;
}

/** Files and finalises the second quarter, then moves and merges. Whatever is done already stays as it is. */
export async function loadHistory({ admin, statistician, clerk, reviewerOf }: People): Promise<void> {
  if (await isDissolved(admin, mergedUnion.code)) return;
  await openPeriods(statistician, [past.period]);
  await register(statistician, [
    {
      ...{ code: 'LJ-E-01', name: '临江货运有限公司', aboveScale: true, ownership: '国有', headcount: 63 },
      ...{ operatingFrom: '2009-04-01', source: '市交通局企业台账', sourceDate: '2026-03-31' },
      accountableUnionId: await unionId(admin, mergedUnion.code),
      coveredBy: [{ unionId: await unionId(admin, mergedUnion.code), from: '2009-04-01' }],
    },
  ]);
  for (const [code, members] of Object.entries(membersThen)) {
    const cells = { mem_worker_cnt: members + 5, mem_member_cnt: members, mem_new_member_cnt: 0 };
    const report: Report = { ...past, unionId: await unionId(admin, code), cells };
    await fileAndAccept(clerk, reviewerOf(code), report);
  }
  await step(statistician, 'closeFiling', 'PERIOD_NOT_OPEN');
  await step(statistician, 'finalisePeriod', 'PERIOD_NOT_CLOSED');
  const papers = (no: number) => ({ reason: '市属企业工会归口调整', documentNo: `临工组〔2026〕${no}号` });
  await reorganise(admin, 'moveUnion', 'ALREADY_THERE', movedUnion.code, {
    ...{ parentId: await unionId(admin, districtCode), on: '2026-07-15' },
    ...papers(21),
  });
  await reorganise(admin, 'mergeUnion', 'UNION_DISSOLVED', mergedUnion.code, {
    ...{ receiverId: await unionId(admin, receiverCode), members: 58, on: '2026-08-01' },
    ...papers(24),
  });
}

/** Whether the last step, the merger, has been taken. */
async function isDissolved(admin: Client, code: string): Promise<boolean> {
  const { tradeUnion } = await admin.read<{ tradeUnion: { dissolvedOn: string | null } }>(
    'query ($code: String) { tradeUnion(code: $code) { dissolvedOn } }',
    { code },
  );
  return tradeUnion.dissolvedOn !== null;
}

/** Takes the period one step further, where that is still to be done. */
async function step(statistician: Client, mutation: string, done: string): Promise<void> {
  await unless(
    done,
    () => statistician.takePeriod(mutation, past.period),
    () => undefined,
  );
}

async function reorganise(
  admin: Client,
  mutation: 'moveUnion' | 'mergeUnion',
  done: string,
  code: string,
  input: object,
): Promise<void> {
  const { tradeUnion } = await admin.read<{ tradeUnion: { id: string; version: number } }>(
    'query ($code: String) { tradeUnion(code: $code) { id version } }',
    { code },
  );
  const { id, version } = tradeUnion;
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  await unless<unknown>(
    done,
    () => admin.change(mutation, type, { unionId: id, expectedVersion: version, ...input }, 'union { id }'),
    () => undefined,
  );
}
