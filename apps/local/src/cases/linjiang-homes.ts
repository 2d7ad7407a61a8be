/** 职工之家 of this year: planned, one half assessed, one that waits for its inspection, one for its award. */
import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';

interface People {
  districtReviewer: Client;
  bureauReviewer: Client;
  clerk: Client;
}

interface Unions {
  /** Of the district: passed its inspection; waits for it; is to begin next year. */
  schools: string;
  hospital: string;
  street: string;
  /** Of the bureau: holds 先进; has assessed half of it. */
  station: string;
  drivers: string;
}

const year = 2026;
const codes = ['organisation', 'rights', 'democracy', 'service', 'building'];
const scores = (...points: string[]): object[] =>
  points.map((each, at) => ({ criterion: codes[at], points: each, evidence: evidence[at] }));
const evidence = [
  '换届批复、经审会和女职工委员会名册',
  '集体合同审查意见书',
  '职代会决议两份',
  '送温暖、金秋助学台账',
  '职工活动室照片,会员评家记录',
];
const ballots = (members: number, counts: [number, number, number]): object => ({
  ...{ heldOn: '2026-07-15', members, issued: members, returned: counts[0] + counts[1] + counts[2] },
  ...{ satisfied: counts[0], basically: counts[1], unsatisfied: counts[2] },
});

type Step = 'assessHome' | 'inspectHome' | 'evaluateHome';
const inputs: Record<Step, string> = {
  ...{ assessHome: 'AssessHomeInput', inspectHome: 'AssessHomeInput', evaluateHome: 'EvaluateHomeInput' },
};
const written: Record<Step, string> = {
  ...{ assessHome: 'assessment', inspectHome: 'inspection', evaluateHome: 'evaluation' },
};

/** Takes a step of the year, where it has not been taken. */
async function once(client: Client, step: Step, unionId: string, input: object): Promise<void> {
  const { homeFile } = await client.read<{ homeFile: Record<string, unknown> }>(
    `query ($unionId: ID, $year: Int) { homeFile(unionId: $unionId, year: $year) { ${written[step]} { revision } } }`,
    { unionId, year },
  );
  if (homeFile[written[step]]) return;
  const seen = { unionId, expectedRevision: 0, idempotencyKey: randomUUID() };
  await client.change(step, inputs[step], { ...seen, ...input }, 'file { year }');
}

const plan = (
  reviewer: Client,
  lines: Array<[unionId: string, year: number, grade: number]>,
): Promise<unknown> =>
  reviewer.change(
    'planHomes',
    'PlanHomesInput',
    {
      lines: lines.map(([unionId, of, grade]) => ({ unionId, year: of, grade })),
      idempotencyKey: randomUUID(),
    },
    'changed',
  );

/** Brings the homes of the federation to where they stand in autumn; what was done is not done again. */
export async function loadHomes(
  { districtReviewer, bureauReviewer, clerk }: People,
  { schools, hospital, street, station, drivers }: Unions,
): Promise<void> {
  await plan(districtReviewer, [
    [schools, 2026, 1],
    [schools, 2028, 2],
    [hospital, 2026, 1],
    [street, 2027, 1],
  ]);
  await plan(bureauReviewer, [
    [station, 2027, 3],
    [drivers, 2026, 1],
  ]);
  const own = { year, grade: 1 };
  await once(clerk, 'assessHome', schools, { ...own, scores: scores('18', '15', '17', '16', '14') });
  await once(clerk, 'evaluateHome', schools, ballots(231, [180, 36, 9]));
  await once(districtReviewer, 'inspectHome', schools, {
    ...{ ...own, scores: scores('17', '14', '16.5', '16', '12') },
    note: '8 月 20 日现场考核。阵地面积偏小。',
  });
  await once(clerk, 'assessHome', hospital, { ...own, scores: scores('19', '16', '15', '18', '17') });
  await once(clerk, 'evaluateHome', hospital, ballots(1102, [640, 210, 70]));
  await once(clerk, 'assessHome', drivers, { ...own, scores: scores('15', '12') });
}
