/** 目标管理考核 of this year: the federation has set its scheme, the district has made known what it gave and has an appeal to answer. */
import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';

interface People {
  statistician: Client;
  districtReviewer: Client;
  clerk: Client;
}

interface Unions {
  root: string;
  district: string;
  schools: string;
  hospital: string;
}

const year = { form: 'work-q', period: '2026' };
const inputs = {
  setAppraisalScheme: 'SetAppraisalSchemeInput',
  claimAppraisal: 'ClaimAppraisalInput',
  appraise: 'AppraiseInput',
  publishAppraisal: 'AppraisalStepInput',
  appealAppraisal: 'AppealAppraisalInput',
} as const;

const step = (client: Client, name: keyof typeof inputs, input: object): Promise<unknown> =>
  client.change(
    name,
    inputs[name],
    { ...year, ...input, idempotencyKey: randomUUID() },
    'appraisal { stage }',
  );

const item = (code: string, text: string, points: string, kind = 'SCORED'): object => ({
  code,
  text,
  points,
  kind,
});
const items = [
  item('founding', '依法建会、按期换届', '20'),
  item('safety', '劳动保护监督检查', '20'),
  item('information', '信息报送与采用', '10'),
  item('honour', '受市级以上表彰', '5', 'BONUS'),
  item('late', '报表迟报、错报', '5', 'DEDUCTION'),
];
const grades = [
  { zh: '优秀', en: 'Excellent', from: '90' },
  { zh: '良好', en: 'Good', from: '80' },
  { zh: '合格', en: 'Passed', from: '60' },
];
const scheme = {
  ...{ expectedRevision: 0, nothingBelow: '60', mostCounted: '110', appealDays: 7, items, grades },
};
const score = (code: string, points: string, note: string): object => ({ item: code, points, note });

/** Brings the appraisals to where they stand in autumn; what was begun is not begun again. */
export async function loadAppraisals(
  { statistician, districtReviewer, clerk }: People,
  { root, district, schools, hospital }: Unions,
): Promise<void> {
  const { appraisal } = await statistician.read<{ appraisal: { scheme: object | null } }>(
    `query ($id: ID, $form: String!, $period: String!) {
       appraisal(unionId: $id, form: $form, period: $period) { scheme { revision } } }`,
    { id: root, ...year },
  );
  if (appraisal.scheme) return;
  await step(statistician, 'setAppraisalScheme', {
    ...scheme,
    bodyId: root,
    documentNo: '临工发〔2026〕5号',
  });
  await step(districtReviewer, 'claimAppraisal', {
    ...{ unionId: district, expectedRevision: 0, note: '劳动保护检查台账另报。' },
    scores: [
      score('founding', '20', '新建工会批复 2 份'),
      score('information', '8', '《临江工运》采用 8 篇'),
    ],
  });
  await step(districtReviewer, 'setAppraisalScheme', {
    ...scheme,
    bodyId: district,
    documentNo: '东工发〔2026〕9号',
  });
  await step(clerk, 'claimAppraisal', {
    ...{ unionId: schools, expectedRevision: 0 },
    scores: [
      score('founding', '20', '换届批复 东工复〔2026〕2号'),
      score('safety', '18', '安全检查记录 4 次'),
      score('information', '9', '信息 12 条,采用 5 条'),
    ],
  });
  await step(districtReviewer, 'appraise', {
    bodyId: district,
    lines: [
      {
        ...{ unionId: schools, expectedRevision: 0, note: '总体较好,信息报送有差距。' },
        scores: [
          score('founding', '20', '属实'),
          score('safety', '16', '缺第二季度检查记录'),
          score('information', '6', '采用 3 条'),
          score('honour', '2', '市级先进集体'),
        ],
      },
      {
        ...{ unionId: hospital, expectedRevision: 0 },
        scores: [
          score('founding', '20', '属实'),
          score('safety', '20', '属实'),
          score('information', '10', '属实'),
        ],
      },
    ],
  });
  await step(districtReviewer, 'publishAppraisal', { bodyId: district });
  await step(clerk, 'appealAppraisal', {
    unionId: schools,
    reason: '第二季度检查记录已于 7 月 3 日补报,请复核。',
  });
}
