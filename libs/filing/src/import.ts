import { type CoverInput, fillCover } from '@huiji/domain/cover';
import { fillForm, restore, store } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import { changedIn, type Filled, type Imported, undoImport } from '@huiji/domain/import';
import { type Problem, Refusal, refuse } from '@huiji/domain/problem';
import { runRules } from '@huiji/domain/rule-run';
import { inputOf } from '@huiji/domain/rule-world';
import { isInWork, requireVersion } from '@huiji/domain/submission';
import { audit } from '@huiji/store/audit';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import { formOf } from '@huiji/store/form';
import type { ImportReturn, ReadReturn, Standing, Taken } from '@huiji/store/import-return';
import { holdUnions, unionsById } from '@huiji/store/organisation';
import { aroundReturns } from '@huiji/store/rule-input';
import type { Scope } from '@huiji/store/scope';
import {
  handoversIn,
  lockNewest,
  lockWithContent,
  newestSubmissions,
  saveContent,
  type Submission,
} from '@huiji/store/submission';
import type { Filer } from './actor.js';
import { type Desk, requireWritable, type Saved, type Saving, settleSaves, writeAt } from './draft.js';
import { openMany, type Opened, refusal, requireOpen, under } from './open.js';
import { type Soundness, soundnessOf } from './sound.js';
import { submitAt } from './submit.js';
import { withdrawAt } from './withdraw.js';

/** A return of a file as it was read. */
export type FileReturn = Omit<ReadReturn, 'version'>;

/** A return of a file as it would stand if it were taken over now, with what stands against that. */
export interface CheckedReturn extends ReadReturn, Soundness {
  /** With one of these nothing is to be taken over, and nothing is said of the rest. */
  refused: Problem[];
}

const nothing: Omit<Standing, 'cover'> = {
  ...{ version: 0, figures: [], states: [], held: {}, rows: {}, origins: {} },
};

function standingOf(tx: Tx, newest: Submission | null): Standing {
  if (!newest) return { ...nothing, cover: {} };
  const { version, figures, states, held, rows, origins } = newest;
  return { version, figures, states, held, rows, origins, cover: openCover(tx, newest) } as Standing;
}

const filledOf = (form: Form, { rows, cover, origins, ...stored }: Standing): Filled => ({
  entries: restore(form, stored),
  ...{ rows, cover, origins },
});

/** What a return would say with what a file says, and what of that is new to it. */
function filledWith(
  { form, union }: Opened,
  before: Filled,
  read: FileReturn,
): { after: Filled; saving: Saving; problems: Problem[] } {
  const { cells, tables } = read;
  const filled = fillForm(form, union.level, before, { cells, tables });
  const cover = fillCover(before.cover, read.cover);
  const after = { ...before, ...filled.content, cover: cover.cover };
  const changed = new Set(changedIn(form, before, after));
  const saving = {
    cells: cells
      .filter(({ cell }) => changed.has(cell))
      .map((cell) => ({ ...cell, origin: 'TYPED' as const })),
    tables: tables.filter(({ table }) => changed.has(table)),
    cover: Object.fromEntries(Object.entries(read.cover).filter(([item]) => changed.has(item))) as CoverInput,
  };
  return { after, saving, problems: [...filled.problems, ...cover.problems] };
}

const isEmpty = ({ cells, tables, cover }: Saving): boolean =>
  cells.length + tables.length + Object.keys(cover).length === 0;

/** Checks returns of a file for one form and period, changing nothing: a bounded number of statements however many they are. */
export async function checkReturns(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  reads: readonly FileReturn[],
): Promise<CheckedReturn[]> {
  const ids = reads.map(({ unionId }) => unionId);
  await holdUnions(tx, scope.tenantId, ids);
  const openings = await openMany(tx, filer, scope, ids);
  const newest = await newestSubmissions(tx, scope, ids);
  const handovers = await handoversIn(tx, scope, ids);
  const form = await formOf(tx, scope);
  const around = await aroundReturns(tx, scope, form, ids);
  const checkOne = async (read: FileReturn): Promise<CheckedReturn> => {
    const found = { ...read, version: 0, refused: [], unsound: [], doubtful: [] };
    const opened = openings.get(read.unionId);
    const [beside, handover] = [around.get(read.unionId), handovers.get(read.unionId)];
    if (opened instanceof Refusal) return { ...found, refused: [...opened.problems] };
    if (!opened || !beside || !handover) throw new Error(`nothing was looked up for ${read.unionId}`);
    const now = newest.get(read.unionId) ?? null;
    const before = filledOf(form, standingOf(tx, now));
    const { after, saving, problems } = filledWith(opened, before, read);
    const checked = { ...found, version: now?.version ?? 0 };
    if (problems.length > 0) return { ...checked, refused: problems };
    const writable = isEmpty(saving) || (await refusal(() => requireWritable(opened.union, now)));
    if (writable instanceof Refusal) return { ...checked, refused: [...writable.problems] };
    if (now && !isInWork(now.state)) return checked;
    const input = inputOf({ ...beside, handover, level: opened.union.level }, after.entries, after.rows);
    return { ...checked, ...soundnessOf(form, after, runRules(form, input, 'FILED')) };
  };
  return Promise.all(reads.map(checkOne));
}

/** Whether returns are submitted as they are taken over, and the explanation (上报说明) of all of them. */
export interface TakingOver {
  submit: boolean;
  explanation: string | null;
}

/**
 * Takes checked returns of an import over into their unions' drafts. Whatever one of them is refused for now, its check has not told: it
 * has changed since then, IMPORT_CHANGED. The caller holds the unions.
 */
export async function takeReturns(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  reads: readonly ImportReturn[],
  taking: TakingOver,
): Promise<Taken[]> {
  const ids = reads.map(({ unionId }) => unionId);
  const openings = await openMany(tx, filer, scope, ids);
  const newest = await newestSubmissions(tx, scope, ids, true);
  const taken: Omit<Taken, 'after'>[] = [];
  const saves: Saved[] = [];
  for (const read of reads) {
    const opened = openings.get(read.unionId);
    try {
      if (!opened || opened instanceof Refusal) throw opened ?? new Error(`${read.unionId} was not opened`);
      const desk = { tx, filer, scope, newest: newest.get(read.unionId) ?? null, ...opened };
      const { saved, ...one } = await takeReturn(desk, read, taking);
      taken.push(one);
      if (saved) saves.push(saved);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const union = (await unionsById(tx, scope.tenantId, [read.unionId])).get(read.unionId);
      refuse('IMPORT_CHANGED', { union: union?.name ?? '' });
    }
  }
  await settleSaves({ tx, filer, scope }, saves);
  const now = await newestSubmissions(tx, scope, ids);
  return taken.map((one, at) => {
    const left = one.outcome === 'UNCHANGED' ? undefined : now.get(ids[at] ?? '');
    return { ...one, after: left ? standingOf(tx, left) : one.before };
  });
}

/** Answers also what was saved and is still to be settled. */
async function takeReturn(
  desk: Desk,
  read: ImportReturn,
  { submit, explanation }: TakingOver,
): Promise<Omit<Taken, 'after'> & { saved: Saved | null }> {
  const { tx, filer, scope, newest } = desk;
  requireVersion(newest?.version ?? 0, read.version);
  const before = standingOf(tx, newest);
  const { saving } = filledWith(desk, filledOf(desk.form, before), read);
  const saved = isEmpty(saving) ? null : await writeAt(desk, saving, read.version);
  const id = saved?.id ?? newest?.id ?? null;
  // What has been submitted is not submitted again.
  const submits = submit && id !== null && isInWork(newest?.state ?? 'DRAFT');
  if (submits) {
    if (saved) await settleSaves(desk, [saved]);
    const submission = await lockWithContent(tx, scope.tenantId, id);
    if (!submission) throw new Error(`a return that was saved is gone: ${id}`);
    await submitAt(tx, filer, { ...desk, submission }, explanation);
  }
  return {
    ...{ id: read.id, submissionId: id, before, saved: submits ? null : saved },
    outcome: submits ? 'SUBMITTED' : saved ? 'SAVED' : 'UNCHANGED',
  };
}

/**
 * Takes a return back that an import took over; answers what was edited since and so is left alone: codes of cells and tables, items of
 * the cover. All of it where the return was submitted or reviewed by somebody since, or cannot be filed any more.
 */
export async function undoReturn(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  form: Form,
  taken: ImportReturn & Pick<Taken, 'before' | 'after'>,
): Promise<string[]> {
  const { tenantId } = scope;
  const imported: Imported = { before: filledOf(form, taken.before), after: filledOf(form, taken.after) };
  const opened = await refusal(() => requireOpen(tx, filer, { ...scope, unionId: taken.unionId }));
  const newest = opened instanceof Refusal ? null : await lockNewest(tx, scope, taken.unionId);
  const submitted = newest?.state === 'SUBMITTED';
  const movedOn = submitted && newest.version !== taken.after.version;
  if (
    opened instanceof Refusal ||
    !newest ||
    newest.id !== taken.submissionId ||
    newest.state === 'ACCEPTED' ||
    movedOn
  )
    return changedIn(form, imported.before, imported.after);
  if (submitted) await withdrawAt(tx, filer, { ...opened, submission: newest });
  const { union, entrustmentId } = opened;
  const now = filledOf(form, standingOf(tx, newest));
  const { filled, kept } = undoImport(form, union.level, imported, now);
  const back = changedIn(form, now, filled);
  if (back.length === 0) return kept;
  const { entries, ...rest } = filled;
  const filler = { by: filer.actor.personId, entrustmentId };
  await saveContent(tx, tenantId, newest.id, { ...store(form, entries), ...rest, ...filler });
  await audit(tx, filer.origin, {
    ...{ action: 'UNDO_IMPORTED', objectType: 'submission', objectId: newest.id, unionId: union.id },
    after: { back, kept, ...under(entrustmentId) },
  });
  return kept;
}
