import { files } from '@huiji/domain/access';
import { bareName, largestAttachment, type Sendable, uploadProblems } from '@huiji/domain/attachment';
import { refuse, refuseAny } from '@huiji/domain/problem';
import { requirePast } from '@huiji/domain/reorganisation';
import { requireId } from '@huiji/filing/ids';
import { requireForm } from '@huiji/filing/takes-filings';
import { holdForFiling, requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import { uploadOf } from '@huiji/store/file-store';
import {
  type HistorySource,
  type Import,
  importBy,
  insertImport,
  lockIdleImport,
  unfinishedImports,
} from '@huiji/store/import';
import { type ImportInput, insertOperation, type Operation } from '@huiji/store/operation';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Files } from '../attachment/files.js';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { OperationService, requireRoom } from '../operation/operation.service.js';
import { requireScope } from '../period/scope.js';

export interface BeginImportInput {
  form: string;
  period: string;
  unionId?: string | null;
  fileName: string;
  size: number;
  idempotencyKey: string;
}

export interface BeginHistoryImportInput extends HistorySource {
  form: string;
  fileName: string;
  size: number;
  idempotencyKey: string;
}

export interface StepInput {
  importId: string;
  idempotencyKey: string;
}

export interface ApplyImportInput extends StepInput {
  submit?: boolean | null;
  explanation?: string | null;
}

/** An import with where its file is to be sent. */
export interface ImportTo {
  import: Import;
  url: string;
  expiresAt: Date;
}

const longest = { fileName: 200, explanation: 2_000, source: 200 };
/** Files of returns: spreadsheets and JSON Lines. */
const returns: Sendable = { endings: ['xlsx', 'csv', 'jsonl', 'ndjson'], largest: largestAttachment };
/** How many imports a person may have begun whose file has not been checked. */
const mostUnfinished = 10;
const missing = (field: string): never => refuse('NOT_FOUND', { what: '导入 import' }, { field });

/** 导入: begun, checked, taken over and taken back. The worker does what takes longer than a request. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Files) private readonly files: Files,
    @Inject(OperationService) private readonly operations: OperationService,
  ) {}

  /** An import of the actor; anybody else's is NOT_FOUND. */
  async own(tx: Tx, ask: Ask, importId: string, field = 'id'): Promise<Import> {
    const id = requireId(importId, '导入 import', field);
    return (await importBy(tx, ask.actor, id)) ?? missing(field);
  }

  /** Sets an import aside, and says where to send its file. */
  begin(ask: Ask, input: BeginImportInput): Promise<ImportTo> {
    return this.setAside(ask, input, { beginImport: input }, async (tx) => {
      const { form, period } = await requireScope(tx, ask, input);
      const asked = input.unionId ?? null;
      const unionId = asked === null ? null : (await holdForFiling(tx, ask.actor, asked)).union.id;
      if (unionId === null && !ask.actor.appointments.some(files)) refuse('FORBIDDEN', { action: 'FILE' });
      return { form, period, unionId, history: null };
    });
  }

  /** The same for history (历史数据), whose file names its unions and periods. */
  beginHistory(ask: Ask, input: BeginHistoryImportInput): Promise<ImportTo> {
    const source = requireText('source', input.source, longest.source);
    requirePast('sourceDate', input.sourceDate, ask.actor.today);
    return this.setAside(ask, input, { beginHistoryImport: input }, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'IMPORT_HISTORY');
      const { code: form } = await requireForm(tx, ask.actor.tenantId, input.form);
      const history = { source, sourceDate: input.sourceDate };
      return { form, period: null, unionId: null, history };
    });
  }

  /** Sets aside what `about` settles, once for a request. */
  private async setAside(
    ask: Ask,
    file: { fileName: string; size: number; idempotencyKey: string },
    request: object,
    about: (tx: Tx) => Promise<Pick<Import, 'form' | 'period' | 'unionId' | 'history'>>,
  ): Promise<ImportTo> {
    const { store } = this.files;
    const { tenantId } = ask.actor;
    const fileName = requireText('fileName', bareName(file.fileName), longest.fileName);
    refuseAny(uploadProblems({ fileName, size: file.size }, returns));
    const id = await onceIn(this.source, ask, file.idempotencyKey, request, async (tx) => {
      const settled = await about(tx);
      if ((await unfinishedImports(tx, ask.actor)) >= mostUnfinished)
        refuse('REQUEST_TOO_LARGE', { what: '未核对的导入 unchecked imports', limit: mostUnfinished });
      const written = await insertImport(tx, ask.actor, { ...settled, fileName, size: file.size });
      const { form, period, unionId, history } = settled;
      await audit(tx, ask.origin, {
        ...{ action: 'BEGIN_IMPORT', objectType: 'import', objectId: written, unionId },
        after: { form, ...(history ?? { period }), size: file.size },
      });
      return written;
    });
    const begun = await this.own(await ask.read(), ask, id);
    if (begun.state !== 'UPLOADING' || begun.uploadUntil <= new Date()) refuse('ATTACHMENT_EXPIRED');
    const { size, uploadUntil } = begun;
    const url = await store.uploadUrl(uploadOf(tenantId, id), size, uploadUntil);
    return { import: begun, url, expiresAt: uploadUntil };
  }

  /** Has the file read and checked; again, if it was sent again. */
  check(ask: Ask, input: StepInput): Promise<Operation> {
    return this.step(ask, input, 'CHECK_IMPORT', (found) => {
      if (found.appliedAt) refuse('IMPORT_APPLIED', {}, { field: 'importId' });
      return {};
    });
  }

  /** Has what was checked taken over. */
  apply(ask: Ask, input: ApplyImportInput): Promise<Operation> {
    const submit = input.submit ?? false;
    const explanation = optionalText('explanation', input.explanation, longest.explanation);
    return this.step(ask, input, 'APPLY_IMPORT', (found) => {
      requireTakeable(found, submit, explanation);
      return { submit, explanation };
    });
  }

  /** Has what was taken over taken back. */
  undo(ask: Ask, input: StepInput): Promise<Operation> {
    return this.step(ask, input, 'UNDO_IMPORT', (found) => {
      if (found.state !== 'APPLIED') refuse('IMPORT_NOT_APPLIED', {}, { field: 'importId' });
      return {};
    });
  }

  /** Begins an operation at an import; one at a time. */
  private async step(
    ask: Ask,
    { importId, idempotencyKey, ...rest }: StepInput,
    kind: ImportInput['kind'],
    asked: (found: Import) => Pick<ImportInput, 'submit' | 'explanation'>,
  ): Promise<Operation> {
    void this.files.store; // ATTACHMENTS_NOT_SET_UP: there would be nowhere to put what comes of it
    const { tenantId } = ask.actor;
    const request = { [kind]: { importId, ...rest } };
    const id = await onceIn(this.source, ask, idempotencyKey, request, async (tx) => {
      const { id: of } = await this.own(tx, ask, importId, 'importId');
      const found = await lockIdleImport(tx, tenantId, of);
      if (!found) return refuse('IMPORT_UNDER_WAY', {}, { field: 'importId' });
      const settled = asked(found);
      await requireRoom(tx, ask);
      const { form, period, unionId } = found;
      const input = { kind, importId: of, form, period, ...settled };
      const written = await insertOperation(tx, ask.actor, input);
      await audit(tx, ask.origin, {
        ...{ action: kind, objectType: 'import', objectId: of, unionId },
        after: { form, period, ...(settled.submit === undefined ? {} : { submit: settled.submit }) },
      });
      return written;
    });
    return this.operations.own(await ask.read(), ask, id);
  }
}

/**
 * IMPORT_NOT_CHECKED, IMPORT_APPLIED, IMPORT_WRONG, IMPORT_EMPTY; of submissions IMPORT_UNSOUND and EXPLANATION_REQUIRED; of history that
 * breaks arithmetic rules without an explanation HISTORY_UNSOUND.
 */
function requireTakeable(
  { state, counts, history }: Import,
  submit: boolean,
  explanation: string | null,
): void {
  const place = { field: 'importId' };
  if (!counts || state === 'UPLOADING') return refuse('IMPORT_NOT_CHECKED', {}, place);
  if (state !== 'CHECKED') refuse('IMPORT_APPLIED', {}, place);
  if (counts.wrong > 0) refuse('IMPORT_WRONG', { count: counts.wrong }, place);
  if (counts.returns === 0) refuse('IMPORT_EMPTY', {}, place);
  if (history && counts.unsound > 0 && !explanation)
    refuse('HISTORY_UNSOUND', { count: counts.unsound }, { field: 'explanation' });
  if (history || !submit) return;
  if (counts.unsound > 0) refuse('IMPORT_UNSOUND', { count: counts.unsound }, place);
  if (counts.doubtful > 0 && !explanation)
    refuse('EXPLANATION_REQUIRED', { count: counts.doubtful }, { field: 'explanation' });
}
