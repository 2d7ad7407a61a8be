import { refuse } from '@huiji/domain/problem';
import type { Filer } from '@huiji/filing/actor';
import { takeReturns, undoReturn } from '@huiji/filing/import';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { actingToday } from '@huiji/store/entrustment';
import type { FileStore } from '@huiji/store/file-store';
import { formOf } from '@huiji/store/form';
import { lockImport, markImport } from '@huiji/store/import';
import { type ImportLine, importLines, keepTaken, keepUndone, returnsOf } from '@huiji/store/import-return';
import type { Attempt, ImportInput } from '@huiji/store/operation';
import { holdUnions } from '@huiji/store/organisation';
import type { Scope } from '@huiji/store/scope';
import { importedSheet } from '@huiji/workbook/tables/lists';
import type { Sheet } from '@huiji/workbook/workbook';
import type { DataSource } from 'typeorm';
import { all, page } from './all.js';

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

/** What a step of an import results in: sheets, and what they are called. */
export interface ImportResult {
  name: string;
  sheets: Sheet[];
}

/** How many returns are worked on together. */
const batch = 200;

/** Who asked for it, with what they may do today. */
export async function filerOf(tx: Tx, { tenantId, personId }: Attempt): Promise<Filer> {
  const { suspended, ...acting } = await actingToday(tx, tenantId, personId);
  if (suspended) refuse('TENANT_SUSPENDED');
  return {
    actor: { tenantId, personId, ...acting },
    origin: { tenantId, personId, requestId: null, address: null },
  };
}

export const scopeOf = ({ tenantId, input: { form, period } }: Hands['attempt']): Scope => ({
  tenantId,
  form,
  period,
});

/** 办理导入: takes over what was checked, all of it or nothing, in one transaction. It may be killed at any moment and run again. */
export async function takeImport({ source, attempt, progress, hold }: Hands): Promise<ImportResult> {
  const { tenantId, input } = attempt;
  const where = { tenantId, id: input.importId };
  const taking = { submit: input.submit ?? false, explanation: input.explanation ?? null };
  await inTenant(source, tenantId, async (tx) => {
    const found = await lockImport(tx, tenantId, input.importId);
    // By an earlier attempt, which was killed after that.
    if (found.state === 'APPLIED') return;
    if (found.state !== 'CHECKED') refuse('IMPORT_NOT_CHECKED');
    const filer = await filerOf(tx, attempt);
    await holdUnions(
      tx,
      tenantId,
      (await linesOf(tx, where)).map(({ unionId }) => unionId),
    );
    for await (const { returns, done } of pagesOf(tx, where)) {
      await keepTaken(tx, tenantId, await takeReturns(tx, filer, scopeOf(attempt), returns, taking));
      await progress((85 * done) / Math.max(found.counts?.returns ?? 0, 1));
    }
    await markImport(tx, where, 'APPLIED');
    await hold(tx, 90);
  });
  return listed(source, where, '导入结果');
}

/** 撤销导入: takes back what was taken over, but for what was edited since; like `takeImport`. */
export async function undoImport({ source, attempt, progress, hold }: Hands): Promise<ImportResult> {
  const { tenantId, input } = attempt;
  const where = { tenantId, id: input.importId };
  await inTenant(source, tenantId, async (tx) => {
    const found = await lockImport(tx, tenantId, input.importId);
    if (found.state === 'UNDONE') return;
    if (found.state !== 'APPLIED') refuse('IMPORT_NOT_APPLIED');
    const filer = await filerOf(tx, attempt);
    const scope = scopeOf(attempt);
    const form = await formOf(tx, scope);
    await holdUnions(
      tx,
      tenantId,
      (await linesOf(tx, where)).map(({ unionId }) => unionId),
    );
    for await (const { returns, done } of pagesOf(tx, where)) {
      const undone: { id: string; kept: string[] }[] = [];
      for (const { before, after, ...taken } of returns) {
        if (!before || !after) throw new Error('a return that was taken over has lost what it was');
        const kept =
          taken.outcome === 'UNCHANGED'
            ? []
            : await undoReturn(tx, filer, scope, form, { ...taken, before, after });
        undone.push({ id: taken.id, kept });
      }
      await keepUndone(tx, tenantId, undone);
      await progress((85 * done) / Math.max(found.counts?.returns ?? 0, 1));
    }
    await markImport(tx, where, 'UNDONE');
    await hold(tx, 90);
  });
  return listed(source, where, '撤销结果');
}

/** The returns of an import, some at a time, since each may hold much. */
async function* pagesOf(tx: Tx, where: { tenantId: string; id: string }) {
  let done = 0;
  for (let after: string | null = null; ;) {
    const returns: Awaited<ReturnType<typeof returnsOf>> = await returnsOf(tx, where, {
      first: batch,
      after,
    });
    done += returns.length;
    if (returns.length > 0) yield { returns, done };
    if (returns.length < batch) return;
    after = returns.at(-1)?.unionId ?? null;
  }
}

const linesOf = (tx: Tx, where: { tenantId: string; id: string }): Promise<ImportLine[]> =>
  all(
    (after: string | null) => importLines(tx, where, { first: page, after }),
    ({ unionId }) => unionId,
  );

/** What became of each return, as a table. */
async function listed(
  source: DataSource,
  where: { tenantId: string; id: string },
  name: string,
): Promise<ImportResult> {
  const lines = await inTenant(source, where.tenantId, (tx) => linesOf(tx, where));
  return { name, sheets: [importedSheet(name, lines)] };
}
