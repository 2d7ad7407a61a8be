import { refuse, refuseAny } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import {
  lastDayOf,
  mostRecordsOfYear,
  readRecord,
  type WorkRecord,
  type WorkRecordInput,
} from '@huiji/domain/work-record';
import { requireId } from '@huiji/filing/ids';
import { holdAsFiler, type Opened, under } from '@huiji/filing/open';
import { mayDo, visibleUnion } from '@huiji/filing/visible';
import { audit, auditAll } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import {
  endRecord,
  fullYears,
  openBook,
  type OpenBook,
  recordById,
  writeRecords,
} from '@huiji/store/work-record';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { requireText } from '../graphql/text.js';
import { hideUnion } from '../submission/submission.service.js';

export interface RecordWorkInput {
  unionId: string;
  records: WorkRecordInput[];
  idempotencyKey: string;
}

export interface CorrectWorkInput {
  recordId: string;
  expectedVersion: number;
  record: WorkRecordInput;
  idempotencyKey: string;
}

export interface RemoveWorkInput {
  recordId: string;
  expectedVersion: number;
  reason: string;
  idempotencyKey: string;
}

/** How many records a request writes at most. */
const mostRecords = 200;

const noSuchRecord = (): never =>
  refuse('NOT_FOUND', { what: '台账记录 work record' }, { field: 'recordId' });

/** A book that the actor may write into, with the union whose it is. */
type Desk = Pick<Opened, 'union' | 'entrustmentId'> & { tx: Tx; ask: Ask; book: OpenBook };

/** 台账: written, corrected and taken out by whoever files for the union. */
@Injectable()
export class WorkRecordService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Writes records and answers their ids. Nothing is written when anything is wrong with any of them. */
  record(ask: Ask, input: RecordWorkInput): Promise<string[]> {
    const field = 'records';
    if (input.records.length === 0) refuse('FIELD_REQUIRED', { field }, { field });
    if (input.records.length > mostRecords)
      refuse('REQUEST_TOO_LARGE', { what: field, limit: mostRecords }, { field });
    const records = readAll(input.records, ask.actor.today);
    return onceIn(this.source, ask, input.idempotencyKey, { recordWork: input }, async (tx) => {
      const opened = await holdAsFiler(tx, ask, input.unionId);
      const book = await openBook(tx, ask.actor.tenantId, opened.union.id);
      const written = records.map((record) => ({ id: uuid(), record }));
      await write({ tx, ask, book, ...opened }, 'RECORD_WORK', written);
      return written.map(({ id }) => id);
    });
  }

  /** Writes a record as it should have been and answers its id; what it said before stays readable in the versions before. */
  correct(ask: Ask, { idempotencyKey, ...input }: CorrectWorkInput): Promise<string> {
    const records = readAll([input.record], ask.actor.today);
    return onceIn(this.source, ask, idempotencyKey, { correctWork: input }, async (tx) => {
      const { id, ...desk } = await this.held(tx, ask, input);
      await write(
        desk,
        'CORRECT_WORK',
        records.map((record) => ({ id, record })),
      );
      return id;
    });
  }

  /** Takes a record out of its book and answers its id. */
  remove(ask: Ask, { idempotencyKey, ...input }: RemoveWorkInput): Promise<string> {
    const reason = requireText('reason', input.reason, 500);
    return onceIn(this.source, ask, idempotencyKey, { removeWork: input }, async (tx) => {
      const { id, union, entrustmentId } = await this.held(tx, ask, input);
      await audit(tx, ask.origin, {
        ...{ action: 'REMOVE_WORK', objectType: 'work_record', objectId: id, unionId: union.id },
        after: { reason, ...under(entrustmentId) },
      });
      return id;
    });
  }

  /** Opens the book of a record and ends the record in it; refuses one that is not as it was seen. */
  private async held(
    tx: Tx,
    ask: Ask,
    seen: Pick<CorrectWorkInput, 'recordId' | 'expectedVersion'>,
  ): Promise<Desk & { id: string }> {
    const { tenantId } = ask.actor;
    const id = requireId(seen.recordId, '台账记录 work record', 'recordId');
    const found = (await recordById(tx, tenantId, id)) ?? noSuchRecord();
    // Who may not read the book learns nothing of what is in it.
    if (!mayDo('READ_RECORDS', await hideUnion(visibleUnion(tx, ask.actor, found.unionId), noSuchRecord)))
      noSuchRecord();
    const opened = await holdAsFiler(tx, ask, found.unionId);
    const book = await openBook(tx, tenantId, opened.union.id);
    // Whoever was faster has committed by now.
    const { ended, version } = (await recordById(tx, tenantId, id)) ?? noSuchRecord();
    if (ended) refuse('WORK_RECORD_REMOVED', {}, { field: 'recordId' });
    requireVersion(version, seen.expectedVersion);
    await endRecord(tx, book, id);
    return { id, tx, ask, book, ...opened };
  }
}

/** Records as they were sent, canonical; all that is wrong with any of them is refused together. */
function readAll(inputs: readonly WorkRecordInput[], today: string): WorkRecord[] {
  const read = inputs.map((input, at) => readRecord(input, at + 1, today));
  refuseAny(read.flatMap(({ problems }) => problems));
  return read.map(({ record }) => record);
}

async function write(
  { tx, ask, book, union, entrustmentId }: Desk,
  action: string,
  written: ReadonlyArray<{ id: string; record: WorkRecord }>,
): Promise<void> {
  const records = written.map(({ id, record }) => ({ ...record, id, lastDay: lastDayOf(record) }));
  await writeRecords(tx, book, ask.actor.personId, records);
  const days = written.map(({ record }) => record.day);
  const [full] = await fullYears(tx, book, days, mostRecordsOfYear);
  if (full) {
    const details = { union: union.name, ...full, limit: mostRecordsOfYear };
    refuse('WORK_RECORDS_TOO_MANY', details, { field: 'day' });
  }
  // Whom it was about stays in the book: the audit is read from above.
  await auditAll(
    tx,
    ask.origin,
    written.map(({ id, record: { kind, day } }) => ({
      ...{ action, objectType: 'work_record', objectId: id, unionId: union.id },
      after: { kind, day, book: book.version, ...under(entrustmentId) },
    })),
  );
}
