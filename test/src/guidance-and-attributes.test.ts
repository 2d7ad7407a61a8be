import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { cellsOf, day, establish } from './harness/elections.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { probe, thrice } from './harness/probe.js';
import { totals } from './harness/recompute.js';
import {
  addPerson,
  buildTown,
  mutationOf,
  type MutationName,
  operations,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let admin: Client;
beforeAll(async () => {
  huiji = await startHuiji();
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  ({ admin } = town);
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** The codes and fields of a refusal, the same the first, second and third time a request is sent. */
async function refused(name: MutationName, input: object, client: Client = admin): Promise<string[]> {
  const query = mutationOf(name);
  const reply = await thrice(() => probe(huiji, client, JSON.stringify({ query, variables: { input } })));
  return reply.told.map(({ code, field }) => (field ? `${code} ${field}` : code));
}
const body = (parentId = town.root, more: object = {}) =>
  establish(admin, parentId, { level: 'INTERMEDIATE', kind: 'INDUSTRY', ...more });
const audited = async (objectId: string, action: string): Promise<unknown[]> => {
  const query = 'SELECT before, after FROM audit_event WHERE object_id = $1 AND action = $2 ORDER BY id';
  return (await owner.query<object>(query, [objectId, action])).rows;
};

interface Link {
  unionId: string;
  code: string;
  name: string;
  from: string;
  to: string | null;
}
const guidance = async (id: string, on?: string, client = admin): Promise<Link[]> => {
  const query = `query ($id: ID!, $on: Date) { tradeUnion(id: $id) { guidance(on: $on) { unionId code name from to } } }`;
  return (await client.get<{ tradeUnion: { guidance: Link[] } }>(query, { id, on })).tradeUnion.guidance;
};
interface Guided {
  nodes: Link[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
const guided = async (id: string, more: object = {}): Promise<Guided> => {
  const query = `query ($id: ID!, $on: Date, $first: Int = 50, $after: String) { tradeUnion(id: $id) {
    guided(on: $on, first: $first, after: $after) { nodes { unionId code name from to } pageInfo { endCursor hasNextPage } } } }`;
  return (await admin.get<{ tradeUnion: { guided: Guided } }>(query, { id, ...more })).tradeUnion.guided;
};
const link = (unionId: string, superiorId: string, from = day(-30)) => ({ unionId, superiorId, from });
const add = (unionId: string, superiorId: string, from?: string) =>
  admin.get(mutationOf('addGuidance'), { input: link(unionId, superiorId, from) });

describe('业务指导', () => {
  test('stands beside the statistical parent, any number of it, and no total moves along it', async () => {
    const [industry, district] = [await body(), await body()];
    const [base] = town.grassroots;
    await town.fileAndAccept(base, { mem_member_cnt: '12' });
    const read = (unionId: string) =>
      cellsOf(town.statistician, unionId, '2026Q3', [
        'mem_member_cnt',
        'org_grassroots_union_cnt',
        'expected',
      ]);
    const before = await Promise.all([industry, district, town.bureau, town.root].map(read));
    expect(before[0]).toEqual([0, 0, 1]);
    await add(base, industry);
    await add(base, district, day(-10));
    expect(await guidance(base)).toMatchObject([
      { unionId: industry, from: day(-30), to: null },
      { unionId: district, from: day(-10), to: null },
    ]);
    expect((await guided(industry)).nodes).toMatchObject([{ unionId: base, code: 'G1', name: '第1工会' }]);
    expect(await Promise.all([industry, district, town.bureau, town.root].map(read))).toEqual(before);
    const { stored, recomputed } = await totals(owner);
    expect(stored).toEqual(recomputed);
    const query = '{ tradeUnion(code: "G1") { parent { code } } }';
    expect(await admin.get(query)).toEqual({ tradeUnion: { parent: { code: 'B1' } } });
    expect(await audited(base, 'ADD_GUIDANCE')).toHaveLength(2);
  });

  test('holds from its day until it ends, and may begin again', async () => {
    const industry = await body();
    const unionId = await establish(admin, town.bureau);
    await add(unionId, industry, day(-30));
    expect(await guidance(unionId, day(-31))).toEqual([]);
    expect(await guidance(unionId, day(-30))).toHaveLength(1);
    await admin.get(mutationOf('endGuidance'), { input: { unionId, superiorId: industry, on: day(-20) } });
    expect(await guidance(unionId, day(-21))).toMatchObject([{ from: day(-30), to: day(-20) }]);
    expect(await guidance(unionId, day(-20))).toEqual([]);
    expect((await guided(industry, { on: day(-21) })).nodes).toMatchObject([{ unionId, to: day(-20) }]);
    expect((await guided(industry)).nodes).toEqual([]);
    expect(await refused('addGuidance', link(unionId, industry, day(-21)))).toEqual([
      'GUIDANCE_EXISTS superiorId',
    ]);
    await add(unionId, industry, day(-20));
    expect(await guidance(unionId)).toMatchObject([{ from: day(-20), to: null }]);
    expect(await audited(unionId, 'END_GUIDANCE')).toMatchObject([{ after: { to: day(-20) } }]);
  });

  test('of many is read page by page; what is dissolved guides nobody and is not guided', async () => {
    const [industry, other] = [await body(), await body()];
    const unions = [];
    for (let n = 0; n < 3; n += 1) unions.push(await establish(admin, town.bureau));
    for (const unionId of unions) for (const guide of [industry, other]) await add(unionId, guide);
    const read: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Guided = await guided(industry, { first: 2, after });
      read.push(...page.nodes.map(({ unionId }) => unionId));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(read.toSorted()).toEqual(unions.toSorted());
    const end = { expectedVersion: 1, on: day(-5), reason: 'r', documentNo: 'd' };
    for (const unionId of [unions[0], other])
      await admin.get(operations.dissolve, { input: { ...end, unionId } });
    expect((await guided(industry)).nodes).toHaveLength(2);
    expect((await guided(industry, { on: day(-6) })).nodes).toHaveLength(3);
    expect(await guidance(unions[1]!)).toMatchObject([{ unionId: industry }]);
  });

  test('names who stands at the other end, and opens nothing of it', async () => {
    const industry = await body();
    await establish(admin, industry, { name: '别人看不见的' });
    const unionId = await establish(admin, town.bureau);
    await add(unionId, industry);
    const reviewer = town.reviewer;
    expect(await guidance(unionId, undefined, reviewer)).toMatchObject([{ unionId: industry }]);
    expect(await reviewer.get(`{ tradeUnion(id: "${industry}") { name } }`)).toEqual({ tradeUnion: null });
  });

  test('is refused where it cannot be', async () => {
    const industry = await body();
    const division = await body(industry);
    const base = await establish(admin, division);
    const told = (superiorId: string, from?: string) =>
      refused('addGuidance', link(industry, superiorId, from));
    expect(await told(industry)).toEqual(['GUIDANCE_TO_ITSELF superiorId']);
    expect(await told(division)).toEqual(['GUIDANCE_FROM_BELOW superiorId']);
    expect(await told(base)).toEqual(['GUIDANCE_FROM_BELOW superiorId']);
    expect(await told(town.grassroots[0])).toEqual(['PARENT_CANNOT_HAVE_CHILDREN superiorId']);
    for (const nowhere of [randomUUID(), 'x']) expect(await told(nowhere)).toEqual(['NOT_FOUND superiorId']);
    expect(await told(town.bureau, day(2))).toEqual(['DATE_IN_FUTURE from']);
    expect(await told(town.bureau, '1999-12-31')).toEqual(['UNION_NOT_ESTABLISHED from']);
    const young = await body(town.root, { establishedOn: day(-10) });
    expect(await told(young, day(-11))).toEqual(['UNION_NOT_ESTABLISHED superiorId']);
    await admin.get(operations.dissolve, {
      input: { unionId: young, expectedVersion: 1, on: day(-5), reason: 'r', documentNo: 'd' },
    });
    expect(await told(young, day(-8))).toEqual(['UNION_DISSOLVED superiorId']);
    expect(await refused('addGuidance', link(young, town.bureau, day(-8)))).toEqual(['UNION_DISSOLVED from']);
    await add(industry, town.bureau);
    expect(await told(town.bureau)).toEqual(['GUIDANCE_EXISTS superiorId']);
    expect(await guidance(industry)).toHaveLength(1);

    const end = { unionId: industry, superiorId: town.bureau, on: day(-20) };
    expect(await refused('endGuidance', { ...end, on: day(-30) })).toEqual(['DATE_ORDER on']);
    expect(await refused('endGuidance', { ...end, on: day(2) })).toEqual(['DATE_IN_FUTURE on']);
    expect(await refused('endGuidance', { ...end, superiorId: division })).toEqual(['NOT_FOUND superiorId']);
    // Whoever stands elsewhere sees no union there; who only reviews does not keep its register.
    const [first] = town.grassroots;
    for (const [name, more] of [
      ['addGuidance', { from: day(-20) }],
      ['endGuidance', { on: day(-10) }],
    ] as const) {
      const by = (unionId: string) =>
        refused(name, { unionId, superiorId: town.bureau, ...more }, town.reviewer);
      expect(await by(industry)).toEqual(['NOT_FOUND unionId']);
      expect(await by(first)).toEqual(['FORBIDDEN']);
    }
  });

  test('asked for by several at once begins once', async () => {
    const industry = await body();
    const unionId = await establish(admin, town.bureau);
    const input = link(unionId, industry);
    const told = await Promise.all(
      Array.from({ length: 4 }, () => admin.refusal(mutationOf('addGuidance'), { input })),
    );
    expect(told.flat()).toEqual(['GUIDANCE_EXISTS', 'GUIDANCE_EXISTS', 'GUIDANCE_EXISTS']);
    expect(await guidance(unionId)).toHaveLength(1);
  });
});

interface Attributes {
  version: number;
  regionCode: string | null;
  industry: string | null;
  unitType: string | null;
  legalPerson: boolean;
  chair: string | null;
  contact: string | null;
  phone: string | null;
}
const fields = 'version regionCode industry unitType legalPerson chair contact phone';
const attributes = async (id: string): Promise<Attributes> =>
  (
    await admin.get<{ tradeUnion: Attributes }>(`query ($id: ID!) { tradeUnion(id: $id) { ${fields} } }`, {
      id,
    })
  ).tradeUnion;
const update = async (input: object): Promise<Attributes> => {
  const query = mutationOf('updateUnion', `union { ${fields} }`);
  return (await admin.get<{ updateUnion: { union: Attributes } }>(query, { input })).updateUnion.union;
};

describe('the attributes of a union', () => {
  test('change where they are given; what is left out stays, null and blank clear', async () => {
    const given = { regionCode: '320100', industry: '建筑', unitType: '企业', chair: '王', phone: '1' };
    const unionId = await establish(admin, town.bureau, { ...given, contact: '李' });
    const { version } = await attributes(unionId);
    const rest = { legalPerson: false, ...given, contact: '李' };
    // Three times, since a document's later requests are compiled, and an absent field must stay absent.
    for (const [i, chair] of ['张', '赵', '钱'].entries()) {
      const now = await update({ unionId, expectedVersion: version + i, chair });
      expect(now).toEqual({ ...rest, chair, version: version + i + 1 });
    }
    const cleared = { unionId, expectedVersion: version + 3, chair: null, phone: ' ', industry: '纺织' };
    expect(await update(cleared)).toEqual({
      ...rest,
      ...{ chair: null, phone: null, industry: '纺织', version: version + 4 },
    });
    // In the request itself too, not only in its variables.
    const inline = `mutation { updateUnion(input: { unionId: "${unionId}", expectedVersion: ${version + 4}, contact: null }) {
      union { ${fields} } userErrors { code } } }`;
    await admin.get(inline);
    expect(await attributes(unionId)).toMatchObject({
      contact: null,
      industry: '纺织',
      regionCode: '320100',
    });
  });

  test('say what the registers count: a legal person from then on, in every open period', async () => {
    const above = await body();
    const unionId = await establish(admin, above);
    const cells = () => cellsOf(town.statistician, above, '2026Q3', ['org_legal_person_cnt']);
    expect(await cells()).toEqual([0]);
    const { version } = await update({ unionId, expectedVersion: 1, legalPerson: true });
    expect(await cells()).toEqual([1]);
    await update({ unionId, expectedVersion: version, legalPerson: false });
    expect(await cells()).toEqual([0]);
  });

  test('are audited without what names a person', async () => {
    const unionId = await establish(admin, town.bureau, { chair: '王五', industry: '建筑' });
    await update({ unionId, expectedVersion: 1, chair: '赵六', phone: '13800000000', industry: '纺织' });
    const rows = await audited(unionId, 'UPDATE_UNION');
    expect(rows).toEqual([
      {
        before: { chair: '…', phone: '…', industry: '建筑' },
        after: { chair: '…', phone: '…', industry: '纺织' },
      },
    ]);
  });

  test('are refused where they cannot be changed', async () => {
    const unionId = await establish(admin, town.bureau);
    const told = (more: object, client?: Client) =>
      refused('updateUnion', { unionId, expectedVersion: 1, industry: 'x', ...more }, client);
    expect(await told({ expectedVersion: 2 })).toEqual(['STALE_REVISION expectedVersion']);
    expect(await told({ legalPerson: null })).toEqual(['FIELD_REQUIRED legalPerson']);
    for (const [field, max] of Object.entries({
      regionCode: 20,
      industry: 100,
      unitType: 50,
      chair: 50,
      phone: 30,
    }))
      expect(await told({ [field]: '长'.repeat(max + 1) })).toEqual([`FIELD_TOO_LONG ${field}`]);
    expect(await told({ unionId: randomUUID() })).toEqual(['NOT_FOUND unionId']);
    expect(await told({}, town.reviewer)).toEqual(['FORBIDDEN']);
    expect(await told({}, town.clerk)).toEqual(['NOT_FOUND unionId']);
    await addPerson(admin, 'own-admin', [{ unionId, role: 'UNION_ADMIN' }]);
    const own = await huiji.client('alpha', 'own-admin');
    expect(await own.refusal(mutationOf('updateUnion'), { input: { unionId, expectedVersion: 1 } })).toEqual(
      [],
    );
    await admin.get(operations.dissolve, {
      input: { unionId, expectedVersion: 2, on: day(-5), reason: 'r', documentNo: 'd' },
    });
    expect(await told({ expectedVersion: 3 })).toEqual(['UNION_DISSOLVED']);
    expect((await attributes(unionId)).industry).toBeNull();
  });

  test('are changed by one of those who saw the same version', async () => {
    const unionId = await establish(admin, town.bureau);
    const told = await Promise.all(
      ['甲', '乙', '丙', '丁'].map((chair) =>
        admin.refusal(mutationOf('updateUnion'), { input: { unionId, expectedVersion: 1, chair } }),
      ),
    );
    expect(told.flat()).toEqual(['STALE_REVISION', 'STALE_REVISION', 'STALE_REVISION']);
  });
});
