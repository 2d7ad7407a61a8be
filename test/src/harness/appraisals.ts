import type { Client } from './client.js';
import { key, mutationOf, type MutationName, told } from './town.js';

export interface Result {
  revision: number;
  targets: Array<{ measure: { cell: string }; value: string; actual: string | null; points: string | null }>;
  scores: Array<{ item: string; points: string | null; note: string | null }>;
  total: string;
  outOf: string;
  rate: string | null;
  complete: boolean;
  grade: { zh: string } | null;
  note: string | null;
}
interface Appraised {
  union: { id: string; code: string };
  claim: { revision: number; scores: Result['scores'] } | null;
  result: Result | null;
  rank: number | null;
  differs: boolean | null;
  targetsNow: Result['targets'];
  appeals: Array<{ id: string; reason: string; outcome: string | null; answer: string | null }>;
}
export interface Appraisal {
  stage: string;
  scheme: { revision: number; documentNo: string } | null;
  schemeOpen: boolean;
  unions: number;
  appraised: number;
  complete: number;
  appealsOpen: number;
  distribution: Array<{ grade: { zh: string } | null; unions: number }>;
  children: { nodes: Appraised[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}
export interface Own {
  bodyName: string | null;
  stage: string;
  appealUntil: string | null;
  mayAppeal: boolean;
  ranked: number | null;
  own: Appraised;
}

const unionFields = `union { id code } claim { revision scores { item points note } } rank differs targetsNow { measure { cell } value actual points }
  result { revision targets { measure { cell } value actual points } scores { item points note } total outOf rate complete grade { zh } note }
  appeals { id reason outcome answer }`;

/** The year that tests appraise. */
export const inYear = { form: 'work-q', period: '2026' };

/** What a body sees of the unions below it. */
export async function appraisalOf(
  client: Client,
  unionId: string,
  page: { first?: number; after?: string | null; period?: string } = {},
): Promise<Appraisal> {
  const { appraisal } = await client.get<{ appraisal: Appraisal }>(
    `query ($unionId: ID, $form: String!, $period: String!, $first: Int, $after: String) {
       appraisal(unionId: $unionId, form: $form, period: $period) {
         stage scheme { revision documentNo } schemeOpen unions appraised complete appealsOpen
         distribution { grade { zh } unions }
         children(first: $first, after: $after) { nodes { ${unionFields} } pageInfo { endCursor hasNextPage } } } }`,
    { ...inYear, unionId, first: 50, ...page },
  );
  return appraisal;
}

/** What a body sees of one union below it, by its code. */
export async function childOf(client: Client, unionId: string, unionCode: string): Promise<unknown> {
  const { appraisal } = await client.get<{ appraisal: { child: unknown } }>(
    `query ($unionId: ID, $form: String!, $period: String!, $unionCode: String!) {
       appraisal(unionId: $unionId, form: $form, period: $period) { child(unionCode: $unionCode) { rank result { total } } } }`,
    { ...inYear, unionId, unionCode },
  );
  return appraisal.child;
}

/** What a union sees of its own. */
export async function ownOf(client: Client, unionId: string): Promise<Own> {
  const { ownAppraisal } = await client.get<{ ownAppraisal: Own }>(
    `query ($unionId: ID, $form: String!, $period: String!) {
       ownAppraisal(unionId: $unionId, form: $form, period: $period) {
         bodyName stage appealUntil mayAppeal ranked own { ${unionFields} } } }`,
    { ...inYear, unionId },
  );
  return ownAppraisal;
}

/** 60 points of targets, two items of 20, up to 5 more and up to 10 less. */
export const scheme = {
  ...{ documentNo: '工发〔2026〕8号', nothingBelow: '50', mostCounted: '110', appealDays: 7 },
  items: [
    { code: 'safety', text: '劳动保护', kind: 'SCORED', points: '20' },
    { code: 'study', text: '职工教育', kind: 'SCORED', points: '20' },
    { code: 'honour', text: '受市级以上表彰', kind: 'BONUS', points: '5' },
    { code: 'late', text: '迟报', kind: 'DEDUCTION', points: '10' },
  ],
  grades: [
    { zh: '优秀', en: 'Excellent', from: '90' },
    { zh: '良好', en: 'Good', from: '75' },
    { zh: '合格', en: 'Passed', from: '60' },
  ],
};

/** What a mutation of an appraisal of the year refuses. */
export const codesOf = async (client: Client, name: MutationName, input: object): Promise<string[]> =>
  (await told(client, name, { ...inYear, idempotencyKey: key(), ...input })).map(({ code }) => code);

/** Does it. */
export const done = async (client: Client, name: MutationName, input: object): Promise<void> => {
  await client.get(mutationOf(name), { input: { ...inYear, idempotencyKey: key(), ...input } });
};

/** Scores by item; those left out are not scored. */
export const scores = (points: Record<string, string>, note: string | null = null): object[] =>
  Object.entries(points).map(([item, given]) => ({ item, points: given, note }));
