import { restore, store } from '@huiji/domain/draft';
import { begunStill, changedIn } from '@huiji/domain/import';
import { Refusal, refuse } from '@huiji/domain/problem';
import { acceptedCounters } from '@huiji/domain/rollup';
import { requireVersion } from '@huiji/domain/submission';
import { auditAll } from '@huiji/store/audit';
import { postProgress, postSubmissions, takeAwayFiled } from '@huiji/store/contribution';
import type { Tx } from '@huiji/store/data-source';
import { formOf } from '@huiji/store/form';
import { blankPast, type PastOf, writePast } from '@huiji/store/history';
import type { ImportReturn, Taken } from '@huiji/store/import-return';
import type { Scope } from '@huiji/store/scope';
import { newestSubmissions, type Submission } from '@huiji/store/submission';
import { removeDrafts } from '@huiji/store/submission-steps';
import type { Filer } from './actor.js';
import { filledOf, filledWith, standingOf } from './filled.js';
import { asChecked, type Target, type Undone } from './import.js';
import { openPast, type Opened } from './open.js';

/**
 * 历史数据: accepted returns of periods that are over, which the federation itself takes over. A return that says anything is never
 * overwritten (HISTORY_STANDS). What the rules doubt is told and bars nothing: whoever filed it is not there to explain it.
 */
export const history: Target = {
  open: openPast,
  requireWritable: requireNothing,
  soundness: (_form, _filled, hits) => ({
    unsound: hits.filter(({ severity }) => severity === 'ARITHMETIC'),
    doubtful: hits.filter(({ severity }) => severity === 'PLAUSIBILITY'),
  }),
};

/** Refuses a return that says anything, or has been handed on. A draft that is blank may be filled. */
function requireNothing({ union, form }: Opened, { period }: Scope, newest: Submission | null): void {
  if (!newest) return;
  const says = restore(form, newest).size > 0 || Object.keys(newest.rows).length > 0 || newest.cover !== null;
  if (newest.state !== 'DRAFT' || newest.revision > 1 || says)
    refuse('HISTORY_STANDS', { union: union.name, period }, { field: 'unionId' });
}

/**
 * Takes checked past returns over as accepted, marked as imported, by a bounded number of statements. Whatever one of them is refused for
 * now has changed since the check: IMPORT_CHANGED. The caller holds the unions.
 */
export async function takePast(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  reads: readonly ImportReturn[],
  past: PastOf,
): Promise<Taken[]> {
  const ids = reads.map(({ unionId }) => unionId);
  const openings = await openPast(tx, filer, scope, ids);
  const newest = await newestSubmissions(tx, scope, ids, true);
  const returns = [];
  for (const read of reads) {
    const now = newest.get(read.unionId) ?? null;
    returns.push(
      await asChecked(tx, scope, read, () => fillPast(tx, scope, openings.get(read.unionId), now, read)),
    );
  }
  const written = await writePast(
    tx,
    scope,
    past,
    returns.map(({ unionId, after }) => ({ unionId, ...after })),
  );
  const form = await formOf(tx, scope);
  await postSubmissions(tx, scope, form, {
    by: past.by,
    submissions: returns.map(({ unionId, level }) => ({
      id: idIn(written, unionId),
      counters: acceptedCounters(level),
    })),
  });
  await postProgress(tx, scope, ids);
  const { importId, source, sourceDate } = past;
  await auditAll(
    tx,
    filer.origin,
    returns.map(({ unionId, after }) => ({
      ...{ action: 'IMPORT_HISTORY', objectType: 'submission', objectId: idIn(written, unionId), unionId },
      after: { state: 'ACCEPTED', importId, source, sourceDate, cells: restore(form, after).size },
    })),
  );
  const now = await newestSubmissions(tx, scope, ids);
  return returns.map(({ id, unionId, before }) => {
    const left = now.get(unionId) ?? null;
    return {
      ...{ id, outcome: 'ACCEPTED', submissionId: idIn(written, unionId), before },
      after: standingOf(tx, left),
    };
  });
}

/** What a past return says, in the place of what stands there, which says nothing. */
function fillPast(
  tx: Tx,
  scope: Scope,
  opened: Opened | Refusal | undefined,
  now: Submission | null,
  read: ImportReturn,
) {
  if (!opened || opened instanceof Refusal) throw opened ?? new Error(`${read.unionId} was not opened`);
  requireVersion(now?.version ?? 0, read.version);
  requireNothing(opened, scope, now);
  const { form, union } = opened;
  const before = standingOf(tx, now);
  const { after } = filledWith(opened, filledOf(form, before), read);
  return {
    id: read.id,
    unionId: union.id,
    level: union.level,
    before,
    after: { ...store(form, after.entries), rows: after.rows },
  };
}

function idIn(written: ReadonlyMap<string, string>, unionId: string): string {
  const id = written.get(unionId);
  if (id === undefined) throw new Error(`no past return was written for ${unionId}`);
  return id;
}

/**
 * Takes past returns back that an import took over; answers what is left alone in each: all of a return that was corrected
 * (更正) since, or whose period has become FINAL. A return that the import began is not begun any more; BEGUN where something hangs on
 * it. The caller holds the unions.
 */
export async function undoPast(
  tx: Tx,
  filer: Filer,
  { importId, ...scope }: Scope & { importId: string },
  taken: ReadonlyArray<ImportReturn & Pick<Taken, 'before' | 'after'>>,
): Promise<Undone[]> {
  const ids = taken.map(({ unionId }) => unionId);
  const form = await formOf(tx, scope);
  const openings = await openPast(tx, filer, scope, ids);
  const newest = await newestSubmissions(tx, scope, ids, true);
  const back = taken.filter(({ unionId, submissionId }) => {
    const opened = openings.get(unionId);
    const now = newest.get(unionId);
    return (
      opened &&
      !(opened instanceof Refusal) &&
      now?.id === submissionId &&
      now?.imported?.importId === importId
    );
  });
  const unionIds = back.map(({ unionId }) => unionId);
  await blankPast(
    tx,
    scope.tenantId,
    back.flatMap(({ submissionId }) => submissionId ?? []),
  );
  const begun = back.filter(({ before }) => before.version === 0);
  const removed = await removeDrafts(
    tx,
    scope.tenantId,
    begun.flatMap(({ submissionId }) => submissionId ?? []),
  );
  await takeAwayFiled(tx, scope, form, unionIds);
  await postProgress(tx, scope, unionIds);
  await auditAll(
    tx,
    filer.origin,
    back.map(({ submissionId, unionId }) => ({
      ...{ action: 'UNDO_IMPORTED', objectType: 'submission', objectId: submissionId ?? '', unionId },
      ...{
        before: { state: 'ACCEPTED', importId },
        after: removed.has(submissionId ?? '') ? { begun: false } : { state: 'DRAFT' },
      },
    })),
  );
  const gone = new Set(unionIds);
  const stays = new Set(
    begun.flatMap(({ unionId, submissionId }) => (removed.has(submissionId ?? '') ? [] : unionId)),
  );
  return taken.map(({ id, unionId, before, after }) => {
    if (!gone.has(unionId))
      return { id, kept: changedIn(form, filledOf(form, before), filledOf(form, after)) };
    return { id, kept: stays.has(unionId) ? [begunStill] : [] };
  });
}
