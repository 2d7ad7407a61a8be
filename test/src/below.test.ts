/** Whoever files for a body reads what is its own, and its total, and nothing of the unions that this is made of. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let filer: Client;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  await addPerson(town.admin, 'body-filer', [{ unionId: town.bureau, role: 'FILER' }]);
  filer = await huiji.client('alpha', 'body-filer');
});
afterAll(() => huiji.stop());

const quarter = 'unionId: $unionId, form: "work-q", period: "2026Q3"';
const year = 'unionId: $unionId, form: "work-q", period: "2026"';
const below: Readonly<Record<string, string>> = {
  'rollup.children': `rollup(${quarter}) { children { nodes { version } } }`,
  'rollup.contributions': `rollup(${quarter}) { contributions(cell: "mem_member_cnt") { nodes { __typename } } }`,
  'rollup.revisions': `rollup(${quarter}) { revisions { nodes { __typename } } }`,
  'rollup.breakdown': `rollup(${quarter}) { breakdown(by: INDUSTRY, cell: "mem_member_cnt") { __typename } }`,
  'targetBook.children': `targetBook(${year}) { children { nodes { union { id } } } }`,
  appraisal: `appraisal(${year}) { unions }`,
  regionRollup: `regionRollup(${quarter}, regionCode: "32") { __typename }`,
  preparingUnions: 'preparingUnions(unionId: $unionId) { nodes { __typename } }',
  terms: 'terms(unionId: $unionId, status: OVERDUE) { nodes { __typename } }',
  employers: 'employers(unionId: $unionId) { nodes { id } }',
  doubleClaims: 'doubleClaims(unionId: $unionId) { nodes { __typename } }',
  responsibilities: 'responsibilities(unionId: $unionId) { nodes { __typename } }',
  homes: 'homes(unionId: $unionId) { unions }',
  homesBelow: 'homesBelow(unionId: $unionId) { nodes { unions } }',
  homeStandings: 'homeStandings(unionId: $unionId) { nodes { planned } }',
};

test.each(Object.keys(below))('%s of a body is for whoever reads below it', async (name) => {
  const query = `query ($unionId: ID) { ${below[name]} }`;
  const unionId = town.bureau;
  expect(await town.reviewer.refusal(query, { unionId })).toEqual([]);
  expect(await filer.refusal(query, { unionId })).toEqual(['FORBIDDEN']);
  // At a grassroots union there is nothing below.
  expect(await town.clerk.refusal(query, { unionId: town.grassroots[0] })).toEqual([]);
});

test('tasks are those of unions that one files for, not of those that one reviews', async () => {
  await addPerson(town.admin, 'both', [
    { unionId: town.bureau, role: 'REVIEWER' },
    { unionId: town.grassroots[1], role: 'FILER' },
  ]);
  const both = await huiji.client('alpha', 'both');
  const { myTasks } = await both.get<{ myTasks: { nodes: Array<{ union: { id: string } }> } }>(
    '{ myTasks(form: "work-q", period: "2026Q3") { nodes { union { id } } } }',
  );
  expect(myTasks.nodes.map(({ union }) => union.id)).toEqual([town.grassroots[1]]);
});

test('its own total and targets are for whoever files for it', async () => {
  const own = `query ($unionId: ID) { rollup(${quarter}) { version } targetBook(${year}) { version } }`;
  expect(await filer.refusal(own, { unionId: town.bureau })).toEqual([]);
});
