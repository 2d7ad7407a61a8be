import { grouped } from '@huiji/domain/grouped';
import { isJsonLines } from '@huiji/domain/import';
import { refuse } from '@huiji/domain/problem';
import type { Filer } from '@huiji/filing/actor';
import { takePast, undoPast } from '@huiji/filing/history';
import { takeReturns, undoReturns } from '@huiji/filing/import';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { actingToday } from '@huiji/store/entrustment';
import type { FileStore } from '@huiji/store/file-store';
import { type Import, type ImportState, lockImport, markImport } from '@huiji/store/import';
import {
  type ImportLine,
  importLines,
  type ImportReturn,
  keepTaken,
  keepUndone,
  returnsOf,
} from '@huiji/store/import-return';
import type { ImportInput } from '@huiji/store/operation';
import type { Attempt } from '@huiji/store/operation-attempt';
import { holdUnions } from '@huiji/store/organisation';
import type { Scope } from '@huiji/store/scope';
import { importedLines } from '@huiji/workbook/tables/lines';
import { importedSheet } from '@huiji/workbook/tables/lists';
import type { Sheet } from '@huiji/workbook/workbook';
import type { DataSource } from 'typeorm';
import { all, page, pagesOf } from './all.js';

/** What a step of an import works with. */
export interface Hands {
  source: DataSource;
  store: FileStore;
  attempt: Attempt & { input: ImportInput };
  /** Says how far it has come; throws when it is not to go on. */
  progress: (percent: number) => Promise<void>;
  /** The same in a transaction of its own: where it throws, that has changed nothing. */
  hold: (tx: Tx, percent: number) => Promise<void>;
}

/** What was found or done, as the file was sent: a workbook for a spreadsheet, an object a line for JSON Lines. */
export type Listed = { sheets: Sheet[] } | { lines: object[] };

/** What a step of an import results in, and what that is called. */
export type ImportResult = Listed & { name: string };

/** Who asked for it, with what they may do today. */
export async function filerOf(tx: Tx, attempt: Attempt): Promise<Filer> {
  const { tenantId, personId, tokenId } = attempt;
  const { suspended, ...acting } = await actingToday(tx, attempt);
  if (suspended) refuse('TENANT_SUSPENDED');
  return {
    actor: { tenantId, personId, ...acting },
    origin: { tenantId, personId, tokenId, requestId: null, address: null },
  };
}

/** Returns by the scopes that they are filed in. */
export const byScope = <T extends { period: string }>(
  { tenantId, input: { form } }: Hands['attempt'],
  returns: readonly T[],
): [Scope, T[]][] =>
  [...grouped(returns, ({ period }) => period)].map(([period, some]) => [{ tenantId, form, period }, some]);

/** 办理导入: takes over what was checked, all of it or nothing. */
export async function takeImport(hands: Hands): Promise<ImportResult> {
  const { tenantId, personId, input } = hands.attempt;
  const explanation = input.explanation ?? null;
  await inOneGo(hands, { from: 'CHECKED', to: 'APPLIED' }, async (tx, { filer, scope, found }, returns) => {
    const past = found.history && { ...found.history, importId: found.id, by: personId, explanation };
    const taken = past
      ? await takePast(tx, filer, scope, returns, past)
      : await takeReturns(tx, filer, scope, returns, { submit: input.submit ?? false, explanation });
    await keepTaken(tx, tenantId, taken);
  });
  return listed(hands, '导入结果');
}

/** 撤销导入: takes back what was taken over, but for what was edited since. */
export async function undoImport(hands: Hands): Promise<ImportResult> {
  await inOneGo(hands, { from: 'APPLIED', to: 'UNDONE' }, async (tx, { filer, scope, found }, returns) => {
    const taken = returns.map(({ before, after, ...one }) => {
      if (!before || !after) throw new Error('a return that was taken over has lost what it was');
      return { ...one, before, after };
    });
    const undone = found.history
      ? await undoPast(tx, filer, { ...scope, importId: found.id }, taken)
      : await undoReturns(tx, filer, scope, taken);
    await keepUndone(tx, scope.tenantId, undone);
  });
  return listed(hands, '撤销结果');
}

/** Where a step of an import works: some returns of one scope at a time. */
interface Working {
  filer: Filer;
  scope: Scope;
  found: Import;
}

/** Takes an import from one state to the next with all its returns, in one transaction. It may be killed at any moment and run again. */
async function inOneGo(
  { source, attempt, progress, hold }: Hands,
  { from, to }: { from: ImportState; to: 'APPLIED' | 'UNDONE' },
  work: (tx: Tx, where: Working, returns: ImportReturn[]) => Promise<void>,
): Promise<void> {
  const where = whereOf(attempt);
  await inTenant(source, where.tenantId, async (tx) => {
    const found = await lockImport(tx, where.tenantId, where.id);
    const { state, counts } = found;
    // By an earlier attempt, which was killed after that.
    if (state === to) return;
    if (state !== from) throw new Error(`an import that is ${state} was to be ${to}`);
    const filer = await filerOf(tx, attempt);
    const lines = await linesOf(tx, where);
    await holdUnions(
      tx,
      where.tenantId,
      lines.map(({ unionId }) => unionId),
    );
    let done = 0;
    const read = (after: string | null) => returnsOf(tx, where, { first: page, after });
    for await (const returns of pagesOf(read, ({ id }) => id)) {
      for (const [scope, some] of byScope(attempt, returns)) await work(tx, { filer, scope, found }, some);
      done += returns.length;
      await progress((85 * done) / Math.max(counts?.returns ?? 0, 1));
    }
    await markImport(tx, where, to);
    await hold(tx, 90);
  });
}

const whereOf = ({ tenantId, input }: Hands['attempt']): { tenantId: string; id: string } => ({
  tenantId,
  id: input.importId,
});

const linesOf = (tx: Tx, where: { tenantId: string; id: string }): Promise<ImportLine[]> =>
  all(
    (after: string | null) => importLines(tx, where, { first: page, after }),
    ({ id }) => id,
  );

/** What became of each return. */
async function listed({ source, attempt }: Hands, name: string): Promise<ImportResult> {
  const where = whereOf(attempt);
  return inTenant(source, where.tenantId, async (tx) => {
    const { fileName } = await lockImport(tx, where.tenantId, where.id);
    const returns = await linesOf(tx, where);
    return isJsonLines(fileName)
      ? { name, lines: importedLines(returns) }
      : { name, sheets: [importedSheet(name, returns)] };
  });
}
