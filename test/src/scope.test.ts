import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { idArgumentsOverHttp, requestOf } from './harness/id-requests.js';
import { thingAt } from './harness/id-arguments.js';
import { sessionId } from './harness/identity.js';
import { apartFromId, codes, probe, saysUnknown } from './harness/probe.js';
import { beginTemplate } from './harness/report-templates.js';
import { type Place, sign, type Things, thingsAt } from './harness/things.js';
import { addPerson, found, operations } from './harness/town.js';

// root ─ bureau ─ own, near      The head of the bureau has every role there, the clerk files for `own`.
//      └ other ─ far             Whatever they name outside of that is answered as what does not exist.
const roles = ['FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN'];

let huiji: Huiji;
let owner: pg.Client;
let head: Client;
let clerk: Client;
/** Sessions of the head that were revoked, have expired, and were idle. */
const ended: Client[] = [];
const things = {} as Record<'bureau' | 'near' | 'other' | 'far' | 'root', Things>;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const admin = await huiji.client('alpha', 'admin');
  const { me } = await admin.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
    '{ me { appointments { union { id } } } }',
  );
  const root = me.appointments[0]!.union.id;
  const union = (name: string, parentId: string) => {
    const kind =
      parentId === root ? { level: 'INTERMEDIATE', kind: 'BUREAU' } : { level: 'GRASSROOTS', kind: 'SINGLE' };
    return found(admin, { ...kind, code: name, name, reason: name, parentId });
  };
  const [bureau, other] = [await union('bureau', root), await union('other', root)];
  const [own, near, far] = [
    await union('own', bureau),
    await union('near', bureau),
    await union('far', other),
  ];
  const all = async (login: string, unionId: string): Promise<Client> => {
    const appointments = roles.map((role) => ({ unionId, role }));
    await addPerson(admin, login, appointments);
    return huiji.client('alpha', login);
  };
  await addPerson(admin, 'clerk', [{ unionId: own, role: 'FILER' }]);
  clerk = await huiji.client('alpha', 'clerk');
  head = await all('head', bureau);
  const chief = await all('chief', root);
  await chief.get(operations.open, { period: '2026Q3' });
  const otherHead = await all('other-head', other);
  const filing = async (login: string, files: string) => ({ filer: await all(login, files), files });
  const places: Record<keyof typeof things, Omit<Place, 'name' | 'admin'>> = {
    bureau: { union: bureau, covers: near, filer: head, files: bureau, reviewer: head },
    near: { union: near, covers: near, ...(await filing('near-head', near)), reviewer: head },
    other: { union: other, covers: far, filer: otherHead, files: other, reviewer: otherHead },
    far: { union: far, covers: far, ...(await filing('far-head', far)), reviewer: otherHead },
    root: { union: root, covers: far, filer: chief, files: root, reviewer: chief },
  };
  const [signed, signedElsewhere] = [
    await sign(head, bureau, 'bureau'),
    await sign(otherHead, other, 'other'),
  ];
  const signatures = {
    ...{ bureau: signed, near: signed },
    ...{ other: signedElsewhere, far: signedElsewhere, root: signedElsewhere },
  };
  const { templateId: template } = await beginTemplate(chief);
  for (const [name, place] of Object.entries(places)) {
    const made = await thingsAt(huiji, owner, { ...place, admin, name });
    const signature = signatures[name as keyof typeof things];
    things[name as keyof typeof things] = { ...made, signature, template };
  }
  for (const end of [
    'revoked_at = now()',
    'expires_at = now()',
    `last_seen_at = now() - interval '3 hours'`,
  ]) {
    const client = await huiji.client('alpha', 'head');
    await owner.query(`UPDATE session SET ${end} WHERE id = $1`, [await sessionId(client)]);
    ended.push(client);
  }
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** Who the bodies of a federation are is no secret inside it, so any of them may be named as one that guides another. */
const open = new Set(['mutation.addGuidance.input.superiorId', 'mutation.endGuidance.input.superiorId']);
const hidden = idArgumentsOverHttp.filter(({ at }) => !open.has(at));

test.each(hidden.map((argument) => [argument.at, argument] as const))(
  '%s: what lies elsewhere in the tree gets the answer of what does not exist',
  async (at, { field, path }) => {
    // An answer about many says of which id it speaks: of the one that was sent.
    const about = async (client: Client, id: string) =>
      apartFromId(
        (await probe(huiji, client, requestOf(field, things.bureau, { path, id }))).text.replaceAll(id, ''),
      );
    for (const [client, places] of [
      [head, ['other', 'far', 'root']],
      [clerk, ['near', 'bureau', 'far']],
    ] as const) {
      const unknown = await about(client, randomUUID());
      for (const place of places) {
        expect([place, await about(client, things[place][thingAt[at]!])]).toEqual([place, unknown]);
      }
    }
    for (const client of ended) {
      const { told } = await probe(huiji, client, requestOf(field, things.bureau));
      expect(codes(told)).toEqual(['UNAUTHENTICATED']);
    }
    // The refusals above were about the id: with one's own it is another answer.
    const { told } = await probe(huiji, head, requestOf(field, things.bureau));
    expect(saysUnknown(told, path)).toBe(false);
  },
);
