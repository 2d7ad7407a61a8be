import { type Problem, problem, Refusal } from '@huiji/domain/problem';
import { inTenant, type Tx } from '@huiji/store/data-source';
import type { FileStore } from '@huiji/store/file-store';
import { Log } from '@huiji/store/log';
import {
  type Attempt,
  claimOperation,
  fail,
  finish,
  type ImportInput,
  isImport,
  isTable,
  mostAttempts,
  operationTenants,
  release,
  report,
} from '@huiji/store/operation';
import { jsonLines } from '@huiji/workbook/tables/lines';
import type { DataSource } from 'typeorm';
import { catalogueFile } from './catalogue-export.js';
import { exportFile, type ResultFile, textFile, workbookFile } from './exporter.js';
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

/** After how many seconds an attempt that failed is followed by another. */
const pauseSeconds = 5;

/** Does what an operation is for; answers the file that it results in. */
async function fileOf(hands: Omit<Hands, 'attempt'>, { input, ...attempt }: Attempt): Promise<ResultFile> {
  if (isTable(input)) return exportFile(hands, { ...attempt, input }, hands.progress);
  if (!isImport(input)) return catalogueFile(hands.source, attempt.tenantId, hands.progress);
  const { name, ...listed } = await steps[input.kind]({ ...hands, attempt: { ...attempt, input } });
  return 'lines' in listed
    ? textFile(name, [jsonLines(listed.lines)], 'jsonl')
    : workbookFile(name, listed.sheets);
}

/**
 * Runs operations (作业). It may run twice or be killed at any moment: an attempt is claimed for a minute, and longer with each report;
 * only the last attempt's word counts, and its file bears its number.
 */
export class OperationRunner {
  private readonly log = new Log(OperationRunner.name);
  private stopping = false;

  constructor(
    private readonly source: DataSource,
    /** null: this installation keeps no files, and the api takes no operation. */
    private readonly store: FileStore | null,
  ) {}

  /** Gives back what is under way, as soon as it next reports, and begins nothing more. */
  stop(): void {
    this.stopping = true;
  }

  /** Runs one operation of each tenant in which any waits, so that none waits for all of another's. */
  async sweep(): Promise<void> {
    if (!this.store) return;
    for (const tenantId of await operationTenants(this.source)) {
      if (this.stopping) return;
      const attempt = await inTenant(this.source, tenantId, (tx) => claimOperation(tx, tenantId));
      if (attempt) await this.run(this.store, attempt);
    }
  }

  private async run(store: FileStore, attempt: Attempt): Promise<void> {
    const { tenantId } = attempt;
    try {
      await this.work(store, attempt);
    } catch (error) {
      if (error instanceof Stopped) return;
      if (error instanceof GivenBack)
        return await inTenant(this.source, tenantId, (tx) => release(tx, attempt, 0));
      if (error instanceof Refusal) return await this.end(attempt, error.problems[0]);
      this.log.error(`${tenantId} ${attempt.id} attempt ${attempt.attempt}`, error);
      if (attempt.attempt >= mostAttempts) return await this.end(attempt, problem('OPERATION_FAILED'));
      await inTenant(this.source, tenantId, (tx) => release(tx, attempt, pauseSeconds));
    }
  }

  private async work(store: FileStore, attempt: Attempt): Promise<void> {
    const { tenantId, id } = attempt;
    // Each of the attempts before ended with its worker.
    if (attempt.attempt > mostAttempts) throw new Refusal([problem('OPERATION_FAILED')]);
    const hold = async (tx: Tx, percent: number): Promise<void> => {
      if (!(await report(tx, attempt, Math.floor(percent)))) throw new Stopped();
      if (this.stopping) throw new GivenBack();
    };
    const go = (percent: number) => inTenant(this.source, tenantId, (tx) => hold(tx, percent));
    const made = await fileOf({ source: this.source, store, progress: go, hold }, attempt);
    const { bytes, report: said, ...label } = made;
    await go(95);
    await store.put({ tenantId, attachmentId: id, file: String(attempt.attempt) }, bytes, label);
    const file = { ...label, size: bytes.byteLength, report: said };
    if (!(await inTenant(this.source, tenantId, (tx) => finish(tx, attempt, file)))) throw new Stopped();
  }

  private end(attempt: Attempt, found: Problem): Promise<void> {
    return inTenant(this.source, attempt.tenantId, (tx) => fail(tx, attempt, found));
  }
}
