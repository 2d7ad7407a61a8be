import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { change, inputFor } from './harness/organisation.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { type Book, bookOf, issueTargets } from './harness/targets.js';
import { addPerson, buildTown, found, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let judge: Client;
let bodies: string[];
let unions: string[];
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  const body = (parentId: string, code: string) =>
    found(town.admin, { parentId, code, name: code, level: 'INTERMEDIATE', kind: 'BUREAU' });
  const second = await body(town.root, 'B2');
  bodies = [town.root, town.bureau, second, await body(second, 'D1'), await body(town.bureau, 'D2')];
  const more = await Promise.all(
    ['G4', 'G5', 'G6'].map((code) =>
      found(town.admin, { parentId: second, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE' }),
    ),
  );
  unions = [...bodies.slice(1), ...town.grassroots, ...more];
  await addPerson(
    town.admin,
    'judge',
    bodies.map((unionId) => ({ unionId, role: 'REVIEWER' })),
  );
  judge = await huiji.client('alpha', 'judge');
});
afterAll(() => huiji.stop());

const seed = seedOf();
const steps = lengthOf('TARGET_STEPS', { short: 60, long: 1_500 });

/** What each body's book says, by union: the targets of all unions, as their parents and as they themselves see them. */
async function look(): Promise<{ books: Map<string, Book>; kept: Record<string, string | null> }> {
  const books = new Map<string, Book>();
  const kept: Record<string, string | null> = {};
  for (const id of bodies) {
    const book = await bookOf(judge, id);
    books.set(id, book);
    kept[id] = book.targets[0]?.reserve ?? '0';
    for (const { union, targets } of book.children.nodes) kept[union.id] = targets[0]?.reserve ?? '0';
  }
  return { books, kept };
}

/** A parent's target = what it keeps + Σ its children's, everywhere; and each target reads the same from above and at the union. */
function balance(books: ReadonlyMap<string, Book>): void {
  for (const [id, { targets, children }] of books) {
    const [own] = targets;
    const sum = children.nodes.reduce((all, child) => all + BigInt(child.targets[0]?.value ?? 0), 0n);
    expect([id, BigInt(own?.value ?? 0)]).toEqual([id, BigInt(own?.reserve ?? 0) + sum]);
    expect([id, BigInt(own?.handedOn ?? 0)]).toEqual([id, sum]);
    expect(BigInt(own?.reserve ?? 0) >= 0n).toBe(true);
    for (const child of children.nodes) {
      const seen = books.get(child.union.id);
      if (seen) expect(child.targets).toEqual(seen.targets);
    }
  }
}

test(
  'whatever is issued and however the tree changes, parents and children add up',
  async () => {
    const chance = new Chance(seed);
    const done = { issued: 0, refused: 0, moved: 0, undone: 0 };
    const made: string[] = [];
    await issueTargets(judge, town.root, [{ unionId: town.root, value: '1000' }]);
    let { books, kept } = await look();
    for (let step = 0; step < steps; step += 1) {
      const what = chance.below(10);
      const before = { books, kept };
      const note = `SEED=${seed} step ${step}`;
      if (what < 5) {
        const issuer = chance.pick(bodies);
        const below = books.get(issuer)!.children.nodes.map(({ union }) => union.id);
        if (below.length === 0) continue;
        const lines = [...new Set([chance.pick(below), chance.pick(below)])].map((unionId) => ({
          unionId,
          value: chance.below(8) === 0 ? null : String(chance.below(400)),
        }));
        const told = await issueTargets(judge, issuer, lines);
        for (const { code } of told)
          expect([note, code]).toEqual([
            note,
            expect.stringMatching(/^TARGET_(EXCEEDS|NOT_HELD|BELOW_HANDED_ON)$/),
          ]);
        done[told.length > 0 ? 'refused' : 'issued'] += 1;
        ({ books, kept } = await look());
        if (told.length > 0) expect([note, kept]).toEqual([note, before.kept]);
        const root = (all: ReadonlyMap<string, Book>) => all.get(town.root)?.targets[0]?.value;
        expect([note, root(books)]).toEqual([note, root(before.books)]);
      } else if (what < 8) {
        const input = { unionId: chance.pick(unions), parentId: chance.pick(bodies) };
        const sent = await inputFor(town.admin, 'moveUnion', input);
        const codes = await town.admin.refusal(
          'mutation ($input: MoveUnionInput!) { moveUnion(input: $input) { change { id } userErrors { code } } }',
          { input: sent },
        );
        if (codes.length > 0) continue;
        done.moved += 1;
        ({ books, kept } = await look());
        // Nobody keeps more or less for it.
        expect([note, kept]).toEqual([note, before.kept]);
        const { organisationChanges } = await town.admin.get<{
          organisationChanges: { nodes: Array<{ id: string }> };
        }>('query ($id: ID) { organisationChanges(unionId: $id, first: 1) { nodes { id } } }', {
          id: input.unionId,
        });
        made.push(organisationChanges.nodes[0]!.id);
      } else if (made.length > 0) {
        await change(town.admin, 'undoChange', { changeId: made.pop() });
        done.undone += 1;
        ({ books, kept } = await look());
        expect([note, kept]).toEqual([note, before.kept]);
      }
      balance(books);
    }
    console.log(`SEED=${seed} ${JSON.stringify(done)}`);
    expect(Math.min(done.issued, done.refused, done.moved, done.undone)).toBeGreaterThan(0);
  },
  longest,
);
