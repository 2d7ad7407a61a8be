/** What an administrator and a statistician enter before anybody files. All of it may be entered again. */
import { daysAfter } from '@huiji/domain/period';
import { type Client, fourAtOnce, unless } from './client.js';

/** A union to be founded under a parent. `establishedOn` is the approval of its election (选举结果批复). */
export interface NewUnion {
  code: string;
  name: string;
  kind: 'DISTRICT' | 'BUREAU' | 'ZONE' | 'SINGLE' | 'JOINT';
  preparedOn?: string;
  establishedOn: string;
}

/** Founds a union, or finds it by its code when it is there. Answers its id. */
export function found(admin: Client, parentId: string, union: NewUnion): Promise<string> {
  const grassroots = union.kind === 'SINGLE' || union.kind === 'JOINT';
  const input = {
    ...union,
    parentId,
    level: grassroots ? 'GRASSROOTS' : 'INTERMEDIATE',
    approvalNo: `江工组〔${union.establishedOn.slice(0, 4)}〕${union.code}号`,
    legalPerson: true,
  };
  const enter = async (): Promise<string> => {
    const { union: made } = await admin.change<{ union: { id: string } }>(
      'foundUnion',
      'FoundUnionInput',
      input,
      'union { id }',
    );
    return made.id;
  };
  return unless('CODE_TAKEN', enter, () => unionId(admin, union.code));
}

/** The id of a union by its code (工会统计编码). Throws when there is none that this person may see. */
export async function unionId(client: Client, code: string): Promise<string> {
  const { tradeUnion } = await client.read<{ tradeUnion: { id: string } | null }>(
    'query ($code: String) { tradeUnion(code: $code) { id } }',
    { code },
  );
  if (!tradeUnion) throw new Error(`there is no union ${code}`);
  return tradeUnion.id;
}

type Role = 'FILER' | 'REVIEWER' | 'STATISTICIAN' | 'LEADER';

/** Somebody who works in the demonstration, and where. */
export interface Colleague {
  login: string;
  name: string;
  role: Role;
  at: readonly string[];
}

/** Adds a person with the demonstration's password, unless the login is there. */
export async function appoint(
  admin: Client,
  password: string,
  { role, at, ...person }: Colleague,
): Promise<void> {
  const appointments = at.map((union) => ({ unionId: union, role }));
  await unless<unknown>(
    'LOGIN_TAKEN',
    () =>
      admin.change('createPerson', 'CreatePersonInput', { ...person, password, appointments }, 'personId'),
    () => undefined,
  );
}

/** Whose filing is entrusted (代报) to a colleague, by which document. */
export interface Entrusting {
  unionIds: readonly string[];
  to: Pick<Colleague, 'login' | 'name'>;
  documentNo: string;
}

/** Entrusts a colleague with the filing of unions for three years from today on, unless that is recorded. */
export async function entrust(admin: Client, { to, ...input }: Entrusting): Promise<void> {
  const untilOn = daysAfter(new Date().toISOString().slice(0, 10), 3 * 365);
  await unless<unknown>(
    'ENTRUSTMENT_EXISTS',
    () => admin.change('entrust', 'EntrustInput', { ...to, ...input, untilOn }, 'entrustments { id }'),
    () => undefined,
  );
}

/** Opens periods, in their order; those that are open stay so. */
export async function openPeriods(statistician: Client, periods: readonly string[]): Promise<void> {
  for (const period of periods) {
    await unless(
      'PERIOD_EXISTS',
      () => statistician.takePeriod('openPeriod', period),
      () => undefined,
    );
  }
}

/** An employer (用人单位) for the register, with the union at which it counts (统计归口) and the one that covers it. */
export interface NewEmployer {
  code: string;
  name: string;
  aboveScale: boolean;
  ownership: string;
  headcount: number;
  operatingFrom: string;
  source: string;
  sourceDate: string;
  accountableUnionId: string;
  coveredBy: Array<{ unionId: string; from: string }>;
}

/** Registers employers with their coverage, except those whose code is there. */
export async function register(statistician: Client, employers: readonly NewEmployer[]): Promise<void> {
  await fourAtOnce(employers, (employer) =>
    unless<unknown>(
      'CODE_TAKEN',
      () => statistician.change('registerEmployer', 'RegisterEmployerInput', employer, 'employerId'),
      () => undefined,
    ),
  );
}

/** A 职工之家 award: grade 1 合格, 2 先进, 3 模范. */
export interface NewAward {
  unionId: string;
  grade: 1 | 2 | 3;
  awardingLevel: string;
  documentNo: string;
  awardedOn: string;
}

/**
 * Awards homes, one to a union, skipping unions that hold a grade: awards have no key of their own and no list to look
 * them up in, so the union's own figures for a period tell.
 */
export async function awardHomes(
  statistician: Client,
  where: { form: string; period: string },
  awards: readonly NewAward[],
): Promise<void> {
  await fourAtOnce(awards, async (award) => {
    const { rollup } = await statistician.read<{ rollup: { cells: Array<{ value: string | null }> } }>(
      `query ($unionId: ID!, $form: String!, $period: String!) {
         rollup(unionId: $unionId, form: $form, period: $period) { cells(codes: ["home_none_cnt"]) { value } } }`,
      { ...where, unionId: award.unionId },
    );
    if (rollup.cells[0]?.value !== '1') return;
    await statistician.change('awardHome', 'AwardHomeInput', award, 'awardId');
  });
}
