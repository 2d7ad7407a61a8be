import { type Difference, difference, copyOf } from '@huiji/domain/catalogue';
import { findIndicator, type Indicator } from '@huiji/domain/indicator';
import { shippedCatalogues } from '@huiji/domain/shipped-catalogues';
import { Organisation1795305600000 } from '@huiji/migrations/0001-organisation';
import { FilingAndRollup1795309200000 } from '@huiji/migrations/0002-filing-and-rollup';
import { OrganisationInTime1795395600000 } from '@huiji/migrations/0003-organisation-in-time';
import { migrate } from '@huiji/migrations/run';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Client } from './harness/client.js';
import { day } from './harness/elections.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { probe, thrice } from './harness/probe.js';
import { buildTown, mutationOf, type MutationName, type Town } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let statistician: Client;
/** A second tenant, which holds version 1 of the catalogue. */
let older: Town;

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  await openTestTenant(huiji, 'alpha');
  await openTestTenant(huiji, 'beta', { catalogueVersion: 1 });
  town = await buildTown(huiji, 'alpha');
  older = await buildTown(huiji, 'beta');
  ({ statistician } = town);
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

interface Held extends Indicator {
  version: number;
  shipped: boolean;
  validFrom: string | null;
  validTo: string | null;
}

const fields = `code version shipped validFrom validTo group zh en unit kind decimals acrossUnions acrossPeriods filedBy
  frequencies numerator denominator breakdowns { dimension code zh en } attributes definition basis`;

const rooms = {
  code: 'x_reading_room_cnt',
  group: '文体活动',
  zh: '职工书屋数',
  en: 'Staff reading rooms',
  unit: '个',
  kind: 'STOCK',
  decimals: 0,
  acrossUnions: 'SUM',
  acrossPeriods: 'LAST',
  filedBy: ['GRASSROOTS'],
  frequencies: ['QUARTER'],
  breakdowns: [{ dimension: 'OPENING', code: '全天', zh: '全天开放', en: 'open all day' }],
  attributes: ['REGION'],
  definition: '期末对职工开放的书屋',
  basis: '',
};

/** Another indicator like the one above, whose words are nobody else's. */
let made = 0;
const another = (more: object = {}) => {
  made += 1;
  const code = `x_test_${made}_cnt`;
  return { ...rooms, code, zh: `第${made}项试填`, en: `Trial no ${made}`, definition: '', ...more };
};

async function change(name: MutationName, input: object, client = statistician): Promise<Held> {
  const data = await client.get<Record<string, { indicator: Held }>>(
    mutationOf(name, `indicator { ${fields} }`),
    { input },
  );
  return data[name]!.indicator;
}
const define = (indicator: object, from = '2026-01-01') => change('defineIndicator', { indicator, from });

/** The codes and fields of a refusal, the same the first, second and third time a request is sent. */
async function refused(name: MutationName, input: object, client: Client = statistician): Promise<string[]> {
  const query = mutationOf(name);
  const reply = await thrice(() => probe(huiji, client, JSON.stringify({ query, variables: { input } })));
  return reply.told.map(({ code, field }) => (field ? `${code} ${field}` : code));
}

async function versions(code: string, client = statistician): Promise<Held[]> {
  const query = `query ($code: String!) { indicator(code: $code) { ${fields} } }`;
  return (await client.get<{ indicator: Held[] }>(query, { code })).indicator;
}

interface Page {
  nodes: Held[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
async function page(query: object, client = statistician): Promise<Page> {
  const text = `query ($group: String, $search: String, $on: Date, $first: Int, $after: String) {
    indicators(group: $group, search: $search, on: $on, first: $first, after: $after) {
      nodes { ${fields} } pageInfo { endCursor hasNextPage } } }`;
  return (await client.get<{ indicators: Page }>(text, query)).indicators;
}
async function all(query: object = {}, client = statistician): Promise<Held[]> {
  const nodes: Held[] = [];
  let after: string | null = null;
  do {
    const { nodes: more, pageInfo }: Page = await page({ ...query, after, first: 50 }, client);
    nodes.push(...more);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}

const holds = async (client: Client): Promise<object> =>
  (await client.get<{ catalogue: object }>('{ catalogue { version shippedVersion } }')).catalogue;

const audited = async (objectId: string): Promise<unknown[]> => {
  const query = 'SELECT action, before, after FROM audit_event WHERE object_id = $1 ORDER BY id';
  return (await owner.query<object>(query, [objectId])).rows;
};

/** Everything that the table holds of a tenant, to see that nothing of it changed. */
const stored = async (tenant: string): Promise<unknown[]> => {
  const query = `SELECT i.*, t.catalogue_version FROM indicator i JOIN tenant t USING (tenant_id)
    WHERE t.code = $1 ORDER BY i.code, i.version`;
  return (await owner.query<object>(query, [tenant])).rows;
};

const asShipped = (version: number): Indicator[] =>
  shippedCatalogues
    .find((one) => one.version === version)!
    .indicators.toSorted((one, other) => (one.code < other.code ? -1 : 1));

describe('a tenant that is opened', () => {
  test('holds the newest catalogue, every field of it, or the version it was opened with', async () => {
    expect(await holds(statistician)).toEqual({ version: 2, shippedVersion: 2 });
    expect(await holds(older.clerk)).toEqual({ version: 1, shippedVersion: 2 });
    const held = (await all({}, town.clerk)).filter((one) => one.shipped);
    const expected = asShipped(2).map((one) => ({
      ...{ numerator: null, denominator: null, version: 1, shipped: true, validFrom: null, validTo: null },
      ...one,
    }));
    expect(held).toEqual(expected);
    expect(held).toHaveLength(116);
  });

  test('reads it by group and by text, in Chinese, English and by the beginning of a code', async () => {
    const codes = async (query: object) => (await all(query, town.reviewer)).map((one) => one.code);
    expect(await codes({ group: '女职工' })).toEqual([
      ...[
        'wom_committee_cnt',
        'wom_event_participant_cnt',
        'wom_female_worker_share',
        'wom_pioneer_post_cnt',
      ],
    ]);
    expect(await codes({ search: '转入' })).toEqual(['mem_transfer_in_cnt']);
    expect(await codes({ search: 'PAYROLL' })).toEqual(['fee_payroll_total']);
    expect(await codes({ search: 'law_' })).toEqual([
      ...['law_mediation_committee_cnt', 'law_safety_org_cnt', 'law_supervision_org_cnt'],
    ]);
    expect(await codes({ search: '%' })).toEqual([]);
    expect(await codes({ search: 'member', group: '女职工' })).toEqual([]);
  });
});

describe('an indicator of one’s own', () => {
  test('is defined, revised and retired, each with its day and its audit row', async () => {
    const first = await define(rooms);
    const held = { numerator: null, denominator: null, version: 1, shipped: false };
    expect(first).toEqual({ ...rooms, ...held, validFrom: '2026-01-01', validTo: null });
    const part = { dimension: 'OPENING', code: '半天', zh: '半天开放', en: 'open half a day' };
    const reworded = { ...rooms, zh: '职工书屋(含流动书屋)数', breakdowns: [...rooms.breakdowns, part] };
    const second = await change('reviseIndicator', {
      indicator: reworded,
      from: '2026-07-01',
      expectedVersion: 1,
    });
    expect(second).toEqual({ ...reworded, ...held, version: 2, validFrom: '2026-07-01', validTo: null });
    const end = { code: rooms.code, on: '2026-10-01', expectedVersion: 2 };
    expect(await change('retireIndicator', end)).toEqual({ ...second, validTo: '2026-10-01' });
    expect(await versions(rooms.code, town.clerk)).toEqual([
      { ...second, validTo: '2026-10-01' },
      { ...first, validTo: '2026-07-01' },
    ]);

    const on = async (date: string) =>
      (await all({ on: date, search: 'x_reading' })).map((one) => one.version);
    expect(await on('2025-12-31')).toEqual([]);
    expect([await on('2026-01-01'), await on('2026-06-30'), await on('2026-07-01')]).toEqual([[1], [1], [2]]);
    expect([await on('2026-09-30'), await on('2026-10-01')]).toEqual([[2], []]);

    expect(await audited(rooms.code)).toMatchObject([
      { action: 'DEFINE_INDICATOR', before: null, after: { version: 1, validFrom: '2026-01-01' } },
      {
        action: 'REVISE_INDICATOR',
        before: { version: 1, validTo: '2026-07-01' },
        after: { version: 2, validFrom: '2026-07-01' },
      },
      { action: 'RETIRE_INDICATOR', before: { version: 2, validTo: '2026-10-01' }, after: null },
    ]);
    expect(
      await refused('defineIndicator', { indicator: another({ code: rooms.code }), from: day() }),
    ).toEqual(['INDICATOR_CODE_TAKEN code']);
    expect(
      await refused('reviseIndicator', { indicator: rooms, from: '2026-11-01', expectedVersion: 2 }),
    ).toEqual(['INDICATOR_RETIRED code']);
  });

  test('that asks what is asked already is refused, by name, definition and counts', async () => {
    const { code } = await define(another({ zh: '户外劳动者驿站数', en: 'Outdoor rest stops' }));
    const before = await stored('alpha');
    const duplicate = (more: object) =>
      refused('defineIndicator', { indicator: another(more), from: '2026-01-01' });
    expect(await duplicate({ zh: '户外劳动者驿站个数' })).toEqual(['INDICATOR_DUPLICATE zh']);
    expect(await duplicate({ zh: '会员' })).toEqual(['INDICATOR_DUPLICATE zh']);
    expect(await duplicate({ zh: '女会员人数' })).toEqual(['INDICATOR_DUPLICATE zh']);
    expect(await duplicate({ en: 'Number of joint unions' })).toEqual(['INDICATOR_DUPLICATE zh']);
    const { definition } = findIndicator('mem_member_cnt')!;
    expect(await duplicate({ definition })).toEqual(['INDICATOR_DUPLICATE definition']);
    const ratio = {
      kind: 'RATIO',
      acrossUnions: 'RATIO',
      acrossPeriods: 'RECOMPUTE',
      filedBy: [],
      unit: '%',
    };
    const counts = { numerator: ['mem_member_cnt'], denominator: ['mem_worker_cnt'] };
    expect(await duplicate({ ...ratio, ...counts })).toEqual(['INDICATOR_DUPLICATE numerator']);
    const query = mutationOf('defineIndicator');
    const input = { indicator: another({ zh: '户外劳动者驿站' }), from: '2026-01-01' };
    const { told } = await probe(huiji, statistician, JSON.stringify({ query, variables: { input } }));
    expect(told[0]?.messageZh).toContain(code);
    expect(await stored('alpha')).toEqual(before);
  });

  test('tells all that is wrong at once, and a ratio of what is not there is refused', async () => {
    const wrong = another({ code: 'rooms', zh: ' ', unit: '9', kind: 'FLOW', decimals: 5 });
    expect(await refused('defineIndicator', { indicator: wrong, from: '2026-01-01' })).toEqual([
      ...['INDICATOR_CODE_FORM code', 'FIELD_REQUIRED zh', 'INDICATOR_UNIT unit'],
      ...['NUMBER_OUT_OF_RANGE decimals', 'INDICATOR_KIND acrossUnions'],
    ]);
    const ratio = { kind: 'RATIO', acrossUnions: 'RATIO', acrossPeriods: 'RECOMPUTE', filedBy: [] };
    const counts = { numerator: ['x_nowhere_cnt'], denominator: ['mem_member_cnt[women]'] };
    expect(
      await refused('defineIndicator', { indicator: another({ ...ratio, ...counts }), from: day() }),
    ).toEqual(['INDICATOR_RATIO_COUNTS numerator']);
  });

  test('keeps what its figures mean, needs the version seen, and leaves shipped ones alone', async () => {
    const draft = another();
    const { code } = await define(draft);
    const revise = (more: object, rest: object = {}) =>
      refused('reviseIndicator', {
        indicator: { ...draft, ...more },
        from: '2026-07-01',
        expectedVersion: 1,
        ...rest,
      });
    expect(await revise({ unit: '间' })).toEqual(['INDICATOR_FIXED unit']);
    expect(await revise({ breakdowns: [] })).toEqual(['INDICATOR_FIXED breakdowns']);
    expect(await revise({}, { expectedVersion: 3 })).toEqual(['STALE_REVISION']);
    expect(await revise({}, { from: '2025-01-01' })).toEqual(['DATE_ORDER from']);
    expect(await revise({ code: 'x_none_cnt' })).toEqual(['NOT_FOUND code']);
    expect(await revise({ code: 'mem_member_cnt' })).toEqual(['INDICATOR_SHIPPED code']);
    const end = { code: 'mem_member_cnt', on: day(), expectedVersion: 1 };
    expect(await refused('retireIndicator', end)).toEqual(['INDICATOR_SHIPPED code']);
    expect(await versions(code)).toHaveLength(1);
  });

  test('defined twice at once is defined once', async () => {
    const input = { indicator: another(), from: '2026-01-01' };
    const told = await Promise.all(
      [1, 2, 3, 4].map(() => statistician.refusal(mutationOf('defineIndicator'), { input })),
    );
    expect(told.flat().toSorted()).toEqual(Array(3).fill('INDICATOR_CODE_TAKEN'));
    expect(await versions(input.indicator.code)).toHaveLength(1);
  });

  test('is the statistician’s of the federation to define, everybody’s to read, and of its tenant alone', async () => {
    const { code } = await define(another());
    const input = { indicator: another(), from: '2026-01-01' };
    for (const client of [town.admin, town.clerk, town.reviewer, town.chief]) {
      expect(await refused('defineIndicator', input, client)).toEqual(['FORBIDDEN']);
      expect(await refused('takeCatalogue', { version: 2, dryRun: true }, client)).toEqual(['FORBIDDEN']);
      expect(await versions(code, client)).toHaveLength(1);
    }
    expect(await versions(code, older.statistician)).toEqual([]);
    const end = { code, on: day(), expectedVersion: 1 };
    expect(await refused('retireIndicator', end, older.statistician)).toEqual(['NOT_FOUND code']);
    expect((await all({}, older.statistician)).filter((one) => !one.shipped)).toEqual([]);
  });
});

describe('a newer shipped catalogue', () => {
  const take = async (input: object, client: Client): Promise<Difference> => {
    const answer = `difference { version added { code } changed { code fields { field before after } } retired
      clashes { own other by } }`;
    const data = await client.get<{ takeCatalogue: { difference: Difference } }>(
      mutationOf('takeCatalogue', answer),
      { input },
    );
    return data.takeCatalogue.difference;
  };
  const told = (value: unknown) =>
    value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

  test('is previewed, then taken as previewed from today on; yesterday reads as it was', async () => {
    const client = older.statistician;
    const own = another({ zh: '书屋', en: 'Book rooms' });
    await change('defineIndicator', { indicator: own, from: '2026-01-01' }, client);
    const before = await stored('beta');
    const preview = await take({ version: 2, dryRun: true }, client);
    expect(await stored('beta')).toEqual(before);

    const [first, second] = shippedCatalogues;
    const expected = difference(copyOf(first!), second!);
    expect(preview).toMatchObject({ version: 2, added: [], retired: [], clashes: [] });
    const order = (list: ReadonlyArray<{ code: string }>) => list.map((one) => one.code).toSorted();
    expect(order(preview.changed)).toEqual(order(expected.changed));
    for (const { code, fields: changes } of expected.changed) {
      const shown = preview.changed.find((one) => one.code === code)!.fields;
      for (const { field, before: was, after } of changes)
        expect(shown).toContainEqual({ field, before: told(was), after: told(after) });
      expect(shown).toHaveLength(changes.length);
    }

    expect(await take({ version: 2 }, client)).toEqual(preview);
    expect(await holds(client)).toEqual({ version: 2, shippedVersion: 2 });
    const names = async (on?: string) =>
      (await all(on ? { on } : {}, client))
        .filter((one) => one.shipped)
        .map(({ code, en, definition, numerator }) => [code, en, definition, numerator]);
    const shown = (version: number) =>
      asShipped(version).map(({ code, en, definition, numerator = null }) => [
        code,
        en,
        definition,
        numerator,
      ]);
    expect(await names()).toEqual(shown(2));
    expect(await names('2020-01-01')).toEqual(shown(1));
    expect(await versions(own.code, client)).toMatchObject([{ version: 1, validTo: null }]);
    expect(await audited('2')).toMatchObject([
      { action: 'TAKE_CATALOGUE', before: { version: 1 }, after: { version: 2, added: [], retired: [] } },
    ]);
    expect(await refused('takeCatalogue', { version: 2 }, client)).toEqual(['CATALOGUE_VERSION version']);
  });

  test('that is older, held already or not shipped is refused', async () => {
    for (const version of [0, 1, 2, 3, -1]) {
      expect(await refused('takeCatalogue', { version })).toEqual(['CATALOGUE_VERSION version']);
    }
  });
});

test('tenants that were there before the catalogue was stored get the newest one', async () => {
  const name = `huiji_before_${uuid().replaceAll('-', '')}`;
  await owner.query(`CREATE DATABASE ${name}`);
  const url = new URL(huiji.database.ownerUrl);
  url.pathname = `/${name}`;
  const migrations = [
    Organisation1795305600000,
    FilingAndRollup1795309200000,
    OrganisationInTime1795395600000,
  ];
  const before = await new DataSource({ type: 'postgres', url: url.toString(), migrations }).initialize();
  try {
    await before.runMigrations({ transaction: 'each' });
    for (const code of ['one', 'two'])
      await before.query('INSERT INTO tenant (tenant_id, code, name) VALUES ($1, $2, $2)', [uuid(), code]);
    await migrate(url.toString());
    const found = await before.query<unknown[]>(
      `SELECT t.code, t.catalogue_version AS version, count(i.*)::int AS indicators
       FROM tenant t LEFT JOIN indicator i USING (tenant_id) GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(found).toEqual(['one', 'two'].map((code) => ({ code, version: 2, indicators: 116 })));
  } finally {
    await before.destroy();
    await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
