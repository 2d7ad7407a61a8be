import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { hostileOf, operationOf } from './harness/operation.js';
import { probe } from './harness/probe.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { buildTown, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
});
afterAll(() => huiji.stop());

test(
  'whatever is asked, valid or hostile, is answered without a 5xx and gives nothing away',
  async () => {
    const seed = seedOf();
    console.log(`hostile: SEED=${seed}`);
    const chance = new Chance(seed);
    const known = {
      ids: [town.root, town.bureau, ...town.grassroots],
      clients: [{ headers: {} }, town.clerk, town.reviewer, town.chief, town.statistician, town.admin],
    };
    const count = lengthOf('OPERATIONS', { short: 200, long: 2_000 });
    let answered = 0;
    for (let sent = 0; sent < count; sent += 1) {
      const operation = operationOf(chance, known.ids);
      const body = sent % 2 === 0 ? JSON.stringify(operation) : hostileOf(chance, operation);
      const { status } = await probe(huiji, chance.pick(known.clients), body).catch((error: unknown) => {
        throw new Error(`operation ${sent}: ${body.slice(0, 2_000)}`, { cause: error });
      });
      if (status === 200) answered += 1;
    }
    // Else hardly any was valid.
    expect(answered).toBeGreaterThan(count / 10);
    expect((await town.clerk.get<{ me: object | null }>('{ me { id } }')).me).not.toBeNull();
  },
  longest,
);
