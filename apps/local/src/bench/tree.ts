import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Client } from '../cases/client.js';
import { demoPassword, type Server } from '../cases/federation.js';
import { type Figures, median } from './figures.js';

/** A body to be moved, of the tenant that `loadRate` has loaded, and the one it goes to. */
const moves = { 'a district': ['D1', 'D2'], 'a street': ['S20', 'D3'] } as const;
const rounds = 5;

interface Union {
  id: string;
  version: number;
}

/**
 * What a move costs in an open quarter, through the public api, beside the floor: a renaming, which is the same change
 * with its document, audit and posting, but leaves the tree as it is. Then what the readings cost that no total is stored
 * for. Medians of `rounds`, moves and renamings in turn.
 */
export async function treeCosts(server: Server): Promise<Figures> {
  const admin = await Client.signIn(server.apiUrl, {
    ...{ tenant: 'load', login: 'admin', password: demoPassword },
  });
  await drained(admin);
  await analyse(server.ownerUrl);
  const figures: Figures = {};
  for (const [what, [code, toCode]] of Object.entries(moves)) {
    const to = await union(admin, toCode);
    const times: Record<'move' | 'rename' | 'undo', number[]> = { move: [], rename: [], undo: [] };
    const subtree = await total(admin, code);
    for (let round = 0; round < rounds; round++) {
      const change = async (mutation: 'moveUnion' | 'renameUnion', more: object): Promise<string> => {
        const { id, version } = await union(admin, code);
        const input = { unionId: id, expectedVersion: version, on: '2026-08-20', ...papers, ...more };
        const type = mutation === 'moveUnion' ? 'MoveUnionInput' : 'RenameUnionInput';
        const made = await timed(times[mutation === 'moveUnion' ? 'move' : 'rename'], () =>
          admin.change<{ change: { id: string } }>(mutation, type, input, 'change { id }'),
        );
        return made.change.id;
      };
      const undo = (changeId: string) =>
        timed(times.undo, () =>
          admin.change('undoChange', 'UndoChangeInput', { changeId, reason: '测量' }, 'union { id }'),
        );
      await undo(await change('moveUnion', { parentId: to.id }));
      await undo(await change('renameUnion', { name: `更名${round}` }));
      await drained(admin);
    }
    const [move, rename] = [median(times.move), median(times.rename)];
    figures[`move ${what} of ${subtree} unions, ms`] = move.toFixed(1);
    figures[`rename it (floor), ms; ratio`] = `${rename.toFixed(1)}; ${(move / rename).toFixed(2)}`;
  }
  const read = async (name: string, query: string): Promise<void> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) await timed(times, () => admin.read(query));
    figures[`${name}, ms`] = median(times).toFixed(1);
  };
  const cells = 'cells(codes: ["org_grassroots_union_cnt"]) { value }';
  const scope = 'unionCode: "LOAD", form: "work-q", period: "2026Q3"';
  const { id } = await union(admin, 'D1');
  await admin.change(
    'moveUnion',
    'MoveUnionInput',
    {
      ...{ unionId: id, expectedVersion: (await union(admin, 'D1')).version, on: '2026-10-20', ...papers },
      parentId: (await union(admin, 'D2')).id,
    },
    'change { id }',
  );
  await read('50 children of the root as filed', `{ rollup(${scope}) { children { nodes { ${cells} } } } }`);
  await read(
    '50 children of the root recast to today',
    `{ rollup(${scope}, tree: CURRENT) { children { nodes { ${cells} } } } }`,
  );
  await read(
    'a region of all unions, every contribution added',
    `{ regionRollup(${scope}, regionCode: "3601") { ${cells} } }`,
  );
  await read('search by initials', '{ searchUnions(text: "bjjx") { nodes { id } } }');
  return figures;
}

const papers = { reason: '机构改革', documentNo: '编〔2026〕7号' };

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const done = await work();
  times.push(performance.now() - began);
  return done;
}

async function union(client: Client, code: string): Promise<Union> {
  const { tradeUnion } = await client.read<{ tradeUnion: Union }>(
    'query ($code: String) { tradeUnion(code: $code) { id version } }',
    { code },
  );
  return tradeUnion;
}

/** How many grassroots unions stand below a union. */
async function total(client: Client, code: string): Promise<string> {
  const { rollup } = await client.read<{ rollup: { cells: Array<{ value: string }> } }>(
    `query ($code: String) { rollup(unionCode: $code, form: "work-q", period: "2026Q3") {
       cells(codes: ["org_grassroots_union_cnt"]) { value } } }`,
    { code },
  );
  return rollup.cells[0]?.value ?? '?';
}

/** Tells the planner what the tables hold, as autovacuum does within a minute of a load. */
async function analyse(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query('ANALYZE');
  await owner.end();
}

/** Waits until nothing is left to be added to the totals. */
async function drained(client: Client): Promise<void> {
  for (;;) {
    const { rollup } = await client.read<{ rollup: { pending: number } }>(
      '{ rollup(unionCode: "LOAD", form: "work-q", period: "2026Q3") { pending } }',
    );
    if (rollup.pending === 0) return;
    await sleep(200);
  }
}
