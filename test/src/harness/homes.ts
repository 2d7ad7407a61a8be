import type { Client } from './client.js';
import { key, mutationOf, toldIn } from './town.js';

/** The criteria of the shipped standard, 20 points each. */
export const criteria = ['organisation', 'rights', 'democracy', 'service', 'building'] as const;

/** Scores of the shipped standard: of each criterion the same, or what is given by criterion; null leaves it out. */
export const scores = (
  points: string,
  more: Partial<Record<(typeof criteria)[number], string | null>> = {},
): object[] =>
  criteria
    .map((criterion) => ({ criterion, points: more[criterion] === undefined ? points : more[criterion] }))
    .filter((score) => score.points !== null);

/** An award as a test enters it: 合格, by the city, without an end. */
export const awardInput = (unionId: string, more: object = {}): object => ({
  ...{ unionId, grade: 1, awardingLevel: '市', documentNo: '临工〔2026〕1号', awardedOn: '2026-08-01' },
  ...more,
});

/** Awards a home; answers the award's id. */
export async function awardHome(client: Client, unionId: string, more: object = {}): Promise<string> {
  const { awardHome: awarded } = await client.get<{ awardHome: { awardId: string } }>(
    mutationOf('awardHome', 'awardId'),
    { input: awardInput(unionId, more) },
  );
  return awarded.awardId;
}

/** A home's year as the api answers it, as far as tests look at it. */
export interface File {
  plans: Array<{ year: number; grade: number }>;
  assessment: Assessment | null;
  inspection: Assessment | null;
  inspectionOutdated: boolean;
  evaluation: { revision: number; returnedPercent: string | null; satisfiedPercent: string | null } | null;
  wouldFlag: string[];
  held: { grade: number; documentNo: string } | null;
  flags: string[];
  due: string[];
  awards: Array<{
    id: string;
    grade: number;
    endedOn: string | null;
    lowered: boolean;
    flags: string[];
    rechecks: unknown[];
  }>;
}

interface Assessment {
  revision: number;
  grade: number;
  total: string | null;
  outOf: string;
  complete: boolean;
  passed: boolean | null;
  scores: Array<{ criterion: string; points: string | null; evidence: string | null }>;
}

const assessed = '{ revision grade total outOf complete passed scores { criterion points evidence } }';
const file = `plans { year grade } assessment ${assessed} inspection ${assessed} inspectionOutdated
  evaluation { revision returnedPercent satisfiedPercent } wouldFlag held { grade documentNo } flags due
  awards { id grade endedOn lowered flags rechecks { outcome documentNo } }`;

/** Everything of a union's home in a year. */
export const fileOf = async (client: Client, unionId: string, year: number, track = 'LOCAL'): Promise<File> =>
  (
    await client.get<{ homeFile: File }>(
      `query ($unionId: ID, $year: Int, $track: HomeTrack! = LOCAL) { homeFile(unionId: $unionId, year: $year, track: $track) { ${file} } }`,
      { unionId, year, track },
    )
  ).homeFile;

/** What an act upon a home answers: its year, or what was wrong, by code and place. */
export async function actOn(
  client: Client,
  name: 'assessHome' | 'inspectHome' | 'evaluateHome',
  input: object,
): Promise<File | unknown[]> {
  const answer = await client.ask<Record<string, { file: File | null }>>(
    mutationOf(name, `file { ${file} }`),
    {
      input: { expectedRevision: 0, idempotencyKey: key(), ...input },
    },
  );
  return answer.data?.[name]?.file ?? toldIn(answer).map(({ code }) => code);
}

/** Homes counted, as the api answers them. */
export interface Tally {
  unions: number;
  grades: Array<{ grade: number; zh: string; unions: number; planned: number; reached: number }>;
  share: string | null;
  [count: string]: unknown;
}

const counted = `union { code } unions grades { grade zh unions planned reached } share awarded lowered revoked assessed inspected
  evaluated expired notRechecked`;

/** Homes at and below a union on a day, and of each directly below it. */
export async function talliesOf(
  client: Client,
  unionId: string,
  on: string,
  track: string | null = null,
): Promise<{ homes: Tally; below: Tally[] }> {
  const { homes, homesBelow } = await client.get<{ homes: Tally; homesBelow: { nodes: Tally[] } }>(
    `query ($unionId: ID, $on: Date, $track: HomeTrack) {
       homes(unionId: $unionId, on: $on, track: $track) { ${counted} }
       homesBelow(unionId: $unionId, on: $on, track: $track) { nodes { ${counted} } } }`,
    { unionId, on, track },
  );
  return { homes, below: homesBelow.nodes };
}

/** The codes of the unions for which something is due, or that stand at a grade, on a day; page by page. */
export async function standingAt(
  client: Client,
  unionId: string,
  on: string,
  which: { grade?: number; due?: string } = {},
): Promise<string[]> {
  const codes: string[] = [];
  for (let after: string | null = null; ;) {
    const { homeStandings }: { homeStandings: Standings } = await client.get(
      `query ($unionId: ID, $on: Date, $grade: Int, $due: HomeDue, $after: String) {
         homeStandings(unionId: $unionId, on: $on, grade: $grade, due: $due, first: 2, after: $after) {
           nodes { union { code } } pageInfo { endCursor hasNextPage } } }`,
      { unionId, on, ...which, after },
    );
    codes.push(...homeStandings.nodes.map(({ union }) => union.code));
    if (!homeStandings.pageInfo.hasNextPage) return codes;
    after = homeStandings.pageInfo.endCursor;
  }
}

interface Standings {
  nodes: Array<{ union: { code: string } }>;
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
