import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, key, mutationOf, type Seen, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
});
afterAll(() => huiji.stop());

test('a key is one person’s own: another’s request with the same one is another, and each keeps its answer', async () => {
  const [mine, theirs] = town.grassroots;
  await addPerson(town.admin, 'mine', [{ unionId: mine, role: 'FILER' }]);
  await addPerson(town.admin, 'theirs', [{ unionId: theirs, role: 'FILER' }]);
  const [me, them] = [await huiji.client('alpha', 'mine'), await huiji.client('alpha', 'theirs')];
  const idempotencyKey = key();
  const save = async (client: Client, unionId: string): Promise<Seen> => {
    const { saveDraft } = await client.get<{ saveDraft: { submission: Seen } }>(
      mutationOf('saveDraft', 'submission { id version }'),
      {
        input: {
          ...{ unionId, form: 'work-q', period: '2026Q3', expectedVersion: 0, idempotencyKey },
          cells: [{ cell: 'mem_worker_cnt', value: '7' }],
        },
      },
    );
    return saveDraft.submission;
  };
  const answers = [await save(me, mine), await save(them, theirs)];
  expect(answers[0]!.id).not.toBe(answers[1]!.id);
  expect([await save(me, mine), await save(them, theirs)]).toEqual(answers);
});
