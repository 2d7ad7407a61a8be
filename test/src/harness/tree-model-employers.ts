import type { Chance } from './random.js';
import { key } from './town.js';
import { dayBetween, firstDay, lastDay, type World } from './tree-model.js';

const texts = {
  registerEmployer: 'RegisterEmployerInput',
  coverEmployer: 'CoverEmployerInput',
  endCoverage: 'EndCoverageInput',
  moveAccountability: 'MoveAccountabilityInput',
  ceaseEmployer: 'CeaseEmployerInput',
};

const refusals = [
  ...['UNION_DISSOLVED', 'UNION_NOT_ESTABLISHED', 'NOT_FOUND', 'STALE_REVISION', 'DATE_ORDER'],
  ...['COVERAGE_EXISTS', 'NOT_COVERED', 'EMPLOYER_CEASED', 'ALREADY_ACCOUNTABLE'],
];

/** One random change of the register of employers: of who counts them (统计归口), who covers them, and whether they operate. */
export async function employOnce(world: World, chance: Chance): Promise<void> {
  const living = (await world.units()).filter((unit) => !unit.dissolvedOn);
  const grassroots = living.filter((unit) => unit.level === 'GRASSROOTS' && unit.establishedOn);
  const employers = await world.rows<{
    id: string;
    version: number;
    since: string;
    unionId: string;
    covers: Array<{ unionId: string; from: string }>;
  }>(
    `SELECT e.id, e.version, a.valid_from::text AS since, a.union_id AS "unionId",
       coalesce((SELECT json_agg(json_build_object('unionId', v.union_id, 'from', v.valid_from)) FROM coverage v
         WHERE v.employer_id = e.id AND v.voided_by IS NULL AND v.valid_to IS NULL), '[]') AS covers
     FROM employer e JOIN accountability a ON a.employer_id = e.id AND a.voided_by IS NULL AND a.valid_to IS NULL
     WHERE e.operating_to IS NULL ORDER BY e.code`,
  );
  const send = async (name: keyof typeof texts, input: Record<string, unknown>): Promise<void> => {
    await world.attempt({
      ...{ name, client: 'admin', mayRefuse: refusals, variables: { input } },
      mutation: `mutation ($input: ${texts[name]}!) { ${name}(input: $input) { employerId userErrors { code message } } }`,
    });
  };
  const union = chance.pick(grassroots);
  if (employers.length < 10 || chance.below(4) === 0) {
    const operatingFrom = union.start;
    await send('registerEmployer', {
      ...{ code: `E${key().slice(0, 13)}`, name: '某公司', aboveScale: chance.below(2) === 0, operatingFrom },
      ...{ headcount: chance.below(500), source: '市场监管', sourceDate: '2026-09-30' },
      accountableUnionId: union.id,
      coveredBy: [union, chance.pick(grassroots)]
        .filter((by, at, all) => chance.below(2) === 0 && all.indexOf(by) === at)
        .map((by) => ({ unionId: by.id, from: dayBetween(chance, by.start, lastDay) })),
    });
    return;
  }
  const employer = chance.pick(employers);
  const on = dayBetween(chance, employer.since > firstDay ? employer.since : firstDay, lastDay);
  const [covering] = employer.covers;
  const dice = chance.below(10);
  if (dice < 4) await send('coverEmployer', { employerId: employer.id, unionId: union.id, from: on });
  else if (dice < 6 && covering) {
    const ends = covering.from > on ? covering.from : on;
    await send('endCoverage', { employerId: employer.id, unionId: covering.unionId, on: ends });
  } else if (dice < 9) {
    const to = chance.pick(living.filter((one) => one.id !== employer.unionId));
    const from = to.start > on ? to.start : on;
    await send('moveAccountability', { employerId: employer.id, unionId: to.id, on: from });
  } else await send('ceaseEmployer', { employerId: employer.id, expectedVersion: employer.version, on });
}
