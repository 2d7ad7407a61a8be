import type { Client } from './client.js';
import type { Huiji } from './huiji.js';
import { addPerson, found, mutationOf, type Town } from './town.js';

/** A bureau of a test's own with its reviewer, and the grassroots unions below it, which the town's clerk files for. */
export interface NewBureau {
  bureau: string;
  reviewer: Client;
  ids: string[];
  codes: string[];
}

/** Founds one below the federation. `code`: of the bureau, and what those of its unions begin with. */
export async function newBureau(
  huiji: Huiji,
  { admin, clerk, root }: Town,
  code: string,
  unions: number,
): Promise<NewBureau> {
  const at = { parentId: root, level: 'INTERMEDIATE', kind: 'BUREAU' };
  const bureau = await found(admin, { ...at, code, name: `${code}局工会` });
  const ids: string[] = [];
  const codes = Array.from({ length: unions }, (_, n) => `${code}-${n}`);
  for (const each of codes) {
    const below = { parentId: bureau, level: 'GRASSROOTS', kind: 'SINGLE' };
    ids.push(await found(admin, { ...below, code: each, name: `${each}工会` }));
  }
  const { me } = await clerk.get<{ me: { id: string } }>('{ me { id } }');
  await admin.get(mutationOf('appoint'), {
    input: { personId: me.id, appointments: ids.map((unionId) => ({ unionId, role: 'FILER' })) },
  });
  await addPerson(admin, `${code}-reviewer`, [{ unionId: bureau, role: 'REVIEWER' }]);
  return { bureau, reviewer: await huiji.client('alpha', `${code}-reviewer`), ids, codes };
}
