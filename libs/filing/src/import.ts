import { store } from '@huiji/domain/draft';
import { begunStill, changedIn, type Filled, type Imported, undoImport } from '@huiji/domain/import';
import { type Problem, Refusal, refuse } from '@huiji/domain/problem';
import { runRules } from '@huiji/domain/rule-run';
import { inputOf } from '@huiji/domain/rule-world';
import { isInWork, requireVersion } from '@huiji/domain/submission';
import { auditAll } from '@huiji/store/audit';
import { postProgress } from '@huiji/store/contribution';
import type { Tx } from '@huiji/store/data-source';
import { formOf } from '@huiji/store/form';
import type { ImportReturn, ReadReturn, Standing, Taken } from '@huiji/store/import-return';
import { holdUnions, unionsById } from '@huiji/store/organisation';
import { aroundReturns } from '@huiji/store/rule-input';
import type { Scope } from '@huiji/store/scope';
import { handoversIn, lockWithContent, newestSubmissions, type Submission } from '@huiji/store/submission';
import { saveContents } from '@huiji/store/submission-content';
import { removeDrafts } from '@huiji/store/submission-steps';
import type { Filer } from './actor.js';
import {
  type Desk,
  type Draft,
  draftOf,
  refuseOpened,
  requireWritable,
  type Saving,
  writeDrafts,
} from './draft.js';
import { filledOf, filledWith, type FileReturn, isEmpty, standingOf } from './filled.js';
import { openMany, type Opened, refusal, under } from './open.js';
import { type Soundness, soundnessOf } from './sound.js';
import { submitAt } from './submit.js';
import { withdrawAll } from './withdraw.js';

/** What returns of a file are to become, which decides what stands against one. */
export interface Target {
  open: typeof openMany;
  /** Refuses what may not be written to a return as it stands. */
  requireWritable(opened: Opened, scope: Scope, newest: Submission | null, saving: Saving): void;
  soundness: typeof soundnessOf;
}

/** Drafts of the unions that the filer files for. */
export const drafts: Target = {
  open: openMany,
  requireWritable({ union }, _, newest, saving) {
    if (!isEmpty(saving)) requireWritable(union, newest);
  },
  soundness: soundnessOf,
};

/** A return of a file as it would stand if it were taken over now, with what stands against that. */
export interface CheckedReturn extends ReadReturn, Soundness {
  /** With one of these nothing is to be taken over, and nothing is said of the rest. */
  refused: Problem[];
}

/** Checks returns of a file for one form and period, changing nothing: a bounded number of statements however many they are. */
export async function checkReturns(
  tx: Tx,
  filer: Filer,
  { target, ...scope }: Scope & { target: Target },
  reads: readonly FileReturn[],
): Promise<CheckedReturn[]> {
  const ids = reads.map(({ unionId }) => unionId);
  await holdUnions(tx, scope.tenantId, ids);
  const openings = await target.open(tx, filer, scope, ids);
  const refusedAs = (read: FileReturn, { problems }: Refusal): CheckedReturn => ({
    ...{ ...read, version: 0, unsound: [], doubtful: [] },
    refused: [...problems],
  });
  // Such as a period that is not open: there is no form of it to go by.
  const refusals = reads.flatMap((read) => {
    const opened = openings.get(read.unionId);
    return opened instanceof Refusal ? [refusedAs(read, opened)] : [];
  });
  if (refusals.length === reads.length) return refusals;
  const newest = await newestSubmissions(tx, scope, ids);
  const handovers = await handoversIn(tx, scope, ids);
  const form = await formOf(tx, scope);
  const around = await aroundReturns(tx, scope, form, ids);
  const checkOne = async (read: FileReturn): Promise<CheckedReturn> => {
    const found = { ...read, version: 0, refused: [], unsound: [], doubtful: [] };
    const opened = openings.get(read.unionId);
    const [beside, handover] = [around.get(read.unionId), handovers.get(read.unionId)];
    if (opened instanceof Refusal) return refusedAs(read, opened);
    if (!opened || !beside || !handover) throw new Error(`nothing was looked up for ${read.unionId}`);
    const now = newest.get(read.unionId) ?? null;
    const before = filledOf(form, standingOf(tx, now));
    const { after, saving, problems } = filledWith(opened, before, read);
    const checked = { ...found, version: now?.version ?? 0 };
    if (problems.length > 0) return { ...checked, refused: problems };
    const writable = await refusal(() => target.requireWritable(opened, scope, now, saving));
    if (writable instanceof Refusal) return { ...checked, refused: [...writable.problems] };
    if (now && !isInWork(now.state)) return checked;
    const input = inputOf({ ...beside, handover, level: opened.union.level }, after.entries, after.rows);
    return { ...checked, ...target.soundness(form, after, runRules(form, input, 'FILED')) };
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
  const takings: Taking[] = [];
  for (const read of reads)
    takings.push(
      await asChecked(tx, scope, read, () => {
        const opened = openings.get(read.unionId);
        if (!opened || opened instanceof Refusal) throw opened ?? new Error(`${read.unionId} was not opened`);
        return takingOf({ tx, filer, scope, newest: newest.get(read.unionId) ?? null, ...opened }, read);
      }),
    );
  const drafts = takings.flatMap(({ draft }) => draft ?? []);
  const written = await writeDrafts({ tx, filer, scope }, drafts);
  const taken: Omit<Taken, 'after'>[] = [];
  for (const { read, desk, before, draft } of takings) {
    const id = (draft ? written.get(read.unionId) : desk.newest?.id) ?? null;
    if (draft && !id) await asChecked(tx, scope, read, refuseOpened);
    // What has been submitted is not submitted again.
    const submits = taking.submit && id !== null && isInWork(desk.newest?.state ?? 'DRAFT');
    if (submits) await asChecked(tx, scope, read, () => submitNow(desk, id, taking.explanation));
    const outcome = submits ? 'SUBMITTED' : draft ? 'SAVED' : 'UNCHANGED';
    taken.push({ id: read.id, submissionId: id, before, outcome });
  }
  const now = await newestSubmissions(tx, scope, ids);
  return taken.map((one, at) => {
    const left = one.outcome === 'UNCHANGED' ? undefined : now.get(ids[at] ?? '');
    return { ...one, after: left ? standingOf(tx, left) : one.before };
  });
}

/** What work on a checked return gives. What it is refused for now, its check has not told: IMPORT_CHANGED. */
export async function asChecked<T>(
  tx: Tx,
  { tenantId }: Scope,
  { unionId }: ImportReturn,
  work: () => T | Promise<T>,
): Promise<T> {
  const done = await refusal(work);
  if (!(done instanceof Refusal)) return done;
  const union = (await unionsById(tx, tenantId, [unionId])).get(unionId);
  return refuse('IMPORT_CHANGED', { union: union?.name ?? '' });
}

/** A return that is being taken over: how it stands, and what is to be written into it; null where that says the same. */
interface Taking {
  read: ImportReturn;
  desk: Desk;
  before: Standing;
  draft: Draft | null;
}

async function takingOf(desk: Desk, read: ImportReturn): Promise<Taking> {
  requireVersion(desk.newest?.version ?? 0, read.version);
  const before = standingOf(desk.tx, desk.newest);
  const { saving } = filledWith(desk, filledOf(desk.form, before), read);
  return { read, desk, before, draft: isEmpty(saving) ? null : await draftOf(desk, saving, read.version) };
}

async function submitNow(desk: Desk, id: string, explanation: string | null): Promise<void> {
  const submission = await lockWithContent(desk.tx, desk.scope.tenantId, id);
  if (!submission) throw new Error(`a return that was saved is gone: ${id}`);
  await submitAt(desk.tx, desk.filer, { ...desk, submission }, explanation);
}

/**
 * A return that was taken back, and what was left alone in it since it was edited: codes of cells and tables, items of the cover, BEGUN
 * for a draft that the import began and on which something hangs.
 */
export interface Undone {
  id: string;
  kept: string[];
}

/**
 * Takes returns back that an import took over, in a bounded number of statements however many. All of one is left alone where it was
 * submitted or reviewed by somebody since, or cannot be filed any more. A draft that the import began and that says nothing then is
 * not begun any more. The caller holds the unions.
 */
export async function undoReturns(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  taken: ReadonlyArray<ImportReturn & Pick<Taken, 'before' | 'after'>>,
): Promise<Undone[]> {
  const ids = taken.map(({ unionId }) => unionId);
  const form = await formOf(tx, scope);
  const openings = await openMany(tx, filer, scope, ids);
  const newest = await newestSubmissions(tx, scope, ids, true);
  const undoings = taken.map((one): Undone & { undoing?: Undoing } => {
    const { id, before, after, outcome, submissionId, unionId } = one;
    if (outcome === 'UNCHANGED') return { id, kept: [] };
    const imported: Imported = { before: filledOf(form, before), after: filledOf(form, after) };
    const [opened, submission] = [openings.get(unionId), newest.get(unionId)];
    if (
      !opened ||
      opened instanceof Refusal ||
      submission?.id !== submissionId ||
      !isStill(submission, after.version)
    )
      return { id, kept: changedIn(form, imported.before, imported.after) };
    const now = filledOf(form, standingOf(tx, submission));
    const { filled, kept } = undoImport(form, opened.union.level, imported, now);
    const begins = before.version === 0 && changedIn(form, imported.before, filled).length === 0;
    return {
      ...{ id, kept },
      undoing: { ...opened, submission, filled, kept, begins, back: changedIn(form, now, filled) },
    };
  });
  const all = undoings.flatMap(({ undoing }) => undoing ?? []);
  await withdrawAll(
    tx,
    filer,
    scope,
    all.filter(({ submission }) => submission.state === 'SUBMITTED'),
  );
  const gone = await removeDrafts(
    tx,
    scope.tenantId,
    all.flatMap(({ begins, submission }) => (begins ? submission.id : [])),
  );
  await postProgress(
    tx,
    scope,
    all.flatMap(({ submission }) => (gone.has(submission.id) ? submission.unionId : [])),
  );
  const keptOf = ({ begins, submission, kept }: Undoing): string[] => {
    if (!begins) return kept;
    return gone.has(submission.id) ? [] : [begunStill];
  };
  await writeBack(
    tx,
    filer,
    scope,
    all.map((undoing) => ({ ...undoing, kept: keptOf(undoing) })),
    gone,
  );
  return undoings.map(({ id, kept, undoing }) => ({ id, kept: undoing ? keptOf(undoing) : kept }));
}

/** Whether a return can be taken back: not when it was accepted, or was submitted in another version than the import left. */
const isStill = ({ state, version }: Submission, left: number): boolean =>
  state !== 'ACCEPTED' && !(state === 'SUBMITTED' && version !== left);

/** A return that is being taken back: what it says then, the codes that this changes, and what stays. */
interface Undoing extends Opened {
  submission: Submission;
  filled: Filled;
  back: string[];
  kept: string[];
  /** Whether the import began it, and it says nothing any more. */
  begins: boolean;
}

async function writeBack(
  tx: Tx,
  filer: Filer,
  scope: Scope,
  all: readonly Undoing[],
  gone: ReadonlySet<string>,
): Promise<void> {
  const undoings = all.filter(({ back, submission }) => back.length > 0 || gone.has(submission.id));
  if (undoings.length === 0) return;
  const by = filer.actor.personId;
  await saveContents(
    tx,
    scope.tenantId,
    undoings
      .filter(({ submission: { id } }) => !gone.has(id))
      .map(({ form, submission: { id }, entrustmentId, filled: { entries, ...rest } }) => ({
        ...{ ...store(form, entries), ...rest, id, by, entrustmentId },
      })),
  );
  await auditAll(
    tx,
    filer.origin,
    undoings.map(({ submission, union, entrustmentId, back, kept }) => ({
      ...{ action: 'UNDO_IMPORTED', objectType: 'submission', objectId: submission.id, unionId: union.id },
      after: { back, kept, begun: !gone.has(submission.id), ...under(entrustmentId) },
    })),
  );
}
