import { problem, Refusal } from '@huiji/domain/problem';
import { inTenant, type Tx } from '@huiji/store/data-source';
import type { FileStore } from '@huiji/store/file-store';
import { Log } from '@huiji/store/log';
import { type ImportInput, isImport, isList, isTable } from '@huiji/store/operation';
import {
  type Attempt,
  fail,
  finish,
  giveUp,
  mostAttempts,
  release,
  report,
} from '@huiji/store/operation-attempt';
import { jsonLines } from '@huiji/workbook/tables/lines';
import type { DataSource } from 'typeorm';
import { catalogueFile } from './catalogue-export.js';
import { exportFile, listFile, type ResultFile, textFile, workbookFile } from './exporter.js';
import { checkImport } from './import-check.js';
import { type Hands, type ImportResult, takeImport, undoImport } from './importer.js';

/** The operation was cancelled, or another worker has taken it over. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** The worker ends, and another one may begin the operation again at once. */
class GivenBack extends Error {
  override readonly name = 'GivenBack';
}

const steps: Readonly<Record<ImportInput['kind'], (hands: Hands) => Promise<ImportResult>>> = {
  ...{ CHECK_IMPORT: checkImport, APPLY_IMPORT: takeImport, UNDO_IMPORT: undoImport },
};

/** Does what an operation is for; answers the file that it results in. */
async function fileOf(hands: Omit<Hands, 'attempt'>, { input, ...attempt }: Attempt): Promise<ResultFile> {
  if (isTable(input)) return exportFile(hands, { ...attempt, input }, hands.progress);
  if (isList(input)) return listFile(hands.source, { ...attempt, input }, hands.progress);
  if (!isImport(input)) return catalogueFile(hands.source, attempt.tenantId, hands.progress);
  const { name, ...listed } = await steps[input.kind]({ ...hands, attempt: { ...attempt, input } });
  return 'lines' in listed
    ? textFile(name, [jsonLines(listed.lines)], 'jsonl')
    : workbookFile(name, listed.sheets);
}

/** What an attempt is worked with: `alive` is called with each step that it takes, `stopping` says whether the worker ends. */
export interface Around {
  source: DataSource;
  store: FileStore;
  alive: () => void;
  stopping: () => boolean;
}

/**
 * Works an attempt at an operation (作业) to its end, whatever that is. It may run twice or be killed at any moment: an attempt is claimed for
 * a minute, and longer with each report; only the last attempt's word counts, and its file bears its number.
 */
export async function workAttempt(around: Around, attempt: Attempt): Promise<void> {
  const { tenantId } = attempt;
  const inIts = (work: (tx: Tx) => Promise<void>) => inTenant(around.source, tenantId, work);
  try {
    await work(around, attempt);
  } catch (error) {
    const [wrong] = error instanceof Refusal ? error.problems : [];
    if (error instanceof Stopped) return;
    if (error instanceof GivenBack) return await inIts((tx) => release(tx, attempt, 0));
    if (wrong) return await inIts((tx) => fail(tx, attempt, wrong));
    new Log('operation').error(`${tenantId} ${attempt.id} attempt ${attempt.attempt}`, error);
    await inIts((tx) => giveUp(tx, attempt));
  }
}

async function work({ source, store, alive, stopping }: Around, attempt: Attempt): Promise<void> {
  const { tenantId, id } = attempt;
  // Each of the attempts before ended with its worker.
  if (attempt.attempt > mostAttempts) throw new Refusal([problem('OPERATION_FAILED')]);
  const hold = async (tx: Tx, percent: number): Promise<void> => {
    if (!(await report(tx, attempt, Math.floor(percent)))) throw new Stopped();
    if (stopping()) throw new GivenBack();
    alive();
  };
  const progress = (percent: number) => inTenant(source, tenantId, (tx) => hold(tx, percent));
  const { bytes, report: said, ...label } = await fileOf({ source, store, progress, hold }, attempt);
  await progress(95);
  await store.put({ tenantId, attachmentId: id, file: String(attempt.attempt) }, bytes, label);
  const file = { ...label, size: bytes.byteLength, report: said };
  if (!(await inTenant(source, tenantId, (tx) => finish(tx, attempt, file)))) throw new Stopped();
}
