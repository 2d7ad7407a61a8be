import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { readDefinition } from './harness/forms.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { cellsOf } from './harness/organisation.js';
import { drained, totals } from './harness/recompute.js';
import { act, buildTown, mutationOf, operations, told, type Town } from './harness/town.js';
import { sendTransfer, stepTransfer } from './harness/transfers.js';

/** A tenant whose forms were published when 转入 and 转出 were typed, and that has them computed from some quarter on. */
let huiji: Huiji;
let owner: pg.Client;
let town: Town;
const flows = ['mem_transfer_in_cnt', 'mem_transfer_out_cnt'];
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  // As version 3 had it, before any process has read it.
  for (const code of flows)
    await owner.query(
      `UPDATE form SET definition = replace(definition::text, old.cell, jsonb_set(jsonb_set(old.cell::jsonb - 'since',
         '{source}', '"TYPED"'), '{filedBy}', '["GRASSROOTS"]')::text)::jsonb
       FROM (SELECT f.tenant_id, f.code, c::text AS cell
         FROM form f, jsonb_path_query(f.definition, '$.tables[*].cells[*]') c WHERE c->>'code' = $1) old
       WHERE form.tenant_id = old.tenant_id AND form.code = old.code AND form.code = 'work-q'`,
      [code],
    );
  town = await buildTown(huiji, 'alpha');
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

test('what was typed stays where it was filed, and the quarters add up over both', async () => {
  const [from, to] = town.grassroots;
  const { statistician, clerk, reviewer } = town;
  await statistician.get(operations.open, { period: '2026Q2' });
  const cells = [{ cell: 'mem_transfer_in_cnt', value: '5' }];
  const saved = await act(clerk, 'save', { unionId: to, form: 'work-q', period: '2026Q2', cells });
  const step = ({ id, version }: { id: string; version: number }) => ({
    ...{ submissionId: id, expectedVersion: version },
  });
  const filed = await act(clerk, 'submit', { ...step(saved), explanation: '说明' });
  await act(reviewer, 'accept', step(filed));
  const order = await sendTransfer(clerk, from, { toUnionCode: 'G2' });
  await stepTransfer(clerk, order, 'accept');
  await drained(owner);
  // Nobody counts the order yet: the form asks for the figure.
  expect(await cellsOf(statistician, { unionId: to }, ...flows)).toEqual([null, null]);
  expect(await cellsOf(statistician, { unionId: to, period: '2026Q2' }, ...flows)).toEqual([5, null]);

  const { version, definition } = await readDefinition(statistician, 'work-q');
  for (const table of definition.tables)
    for (const cell of table.cells) if (flows.includes(cell.code)) cell.source = 'REGISTRY';
  const input = { expectedVersion: version, definition };
  const { publishForm } = await statistician.get<{ publishForm: { difference: object } }>(
    mutationOf('publishForm', 'difference { added retired }'),
    { input },
  );
  expect(publishForm.difference).toEqual({ added: flows, retired: flows });
  const renew = { form: 'work-q', period: '2026Q3' };
  expect(await told(statistician, 'renewForm', renew)).toEqual([]);
  await drained(owner);
  expect(await cellsOf(statistician, { unionId: to }, ...flows)).toEqual([12, 0]);
  expect(await cellsOf(statistician, { unionId: from }, ...flows)).toEqual([0, 12]);
  expect(await cellsOf(statistician, { unionId: town.bureau }, ...flows)).toEqual([0, 0]);
  const q2 = { unionId: to, period: '2026Q2' };
  expect(await cellsOf(statistician, q2, ...flows)).toEqual([5, null]);
  expect(await cellsOf(statistician, { unionId: to, yearToDate: true }, ...flows)).toEqual([17, 0]);
  const { stored, recomputed } = await totals(owner);
  expect(stored).toEqual(recomputed);

  // Asked again, they take the place that they had, and nothing that was counted or filed is read otherwise where it stands.
  const again = await readDefinition(statistician, 'work-q');
  for (const table of again.definition.tables)
    for (const cell of table.cells)
      if (flows.includes(cell.code)) Object.assign(cell, { source: 'TYPED', filedBy: ['GRASSROOTS'] });
  const back = { expectedVersion: again.version, definition: again.definition };
  expect(await told(statistician, 'publishForm', back)).toEqual([]);
  expect(await cellsOf(statistician, { unionId: to }, ...flows)).toEqual([12, 0]);
  await statistician.get(operations.open, { period: '2026Q1' });
  const typed = [{ cell: 'mem_transfer_in_cnt', value: '2' }];
  const q1 = { unionId: to, form: 'work-q', period: '2026Q1' };
  const early = await act(clerk, 'save', { ...q1, cells: typed });
  await act(reviewer, 'accept', step(await act(clerk, 'submit', { ...step(early), explanation: '说明' })));
  await drained(owner);
  expect(await cellsOf(statistician, q1, ...flows)).toEqual([2, null]);
});
