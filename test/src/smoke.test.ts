import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';

let huiji: Huiji;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
});
afterAll(() => huiji.stop());

test('signs in', async () => {
  const admin = await huiji.client('alpha', 'admin');
  const { me } = await admin.get<{ me: { login: string } }>(
    '{ me { login tenant { code } appointments { role union { id code } } } }',
  );
  expect(me.login).toBe('admin');
});
