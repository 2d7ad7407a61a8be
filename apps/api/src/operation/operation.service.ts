import { refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { audit, type AuditEvent } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import {
  cancel,
  insertOperation,
  type Operation,
  operationBy,
  type OperationInput,
  underWay,
} from '@huiji/store/operation';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Files } from '../attachment/files.js';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { RollupService } from '../rollup/rollup.service.js';
import { type ExportListInput, settledList } from './lists.js';
import { type ExportTableInput, settledTable } from './tables.js';

/** How many operations a person may have under way. */
const mostUnderWay = 5;

/** OPERATIONS_TOO_MANY where the actor has as many under way as one may have. */
export async function requireRoom(tx: Tx, { actor: { tenantId, personId } }: Ask): Promise<void> {
  if ((await underWay(tx, tenantId, personId)) >= mostUnderWay)
    refuse('OPERATIONS_TOO_MANY', { limit: mostUnderWay });
}

/** 作业: what is begun here is done by the worker. */
@Injectable()
export class OperationService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Files) private readonly files: Files,
    @Inject(RollupService) private readonly rollups: RollupService,
  ) {}

  /** Begins an export of what the actor may read now. */
  exportTable(ask: Ask, { idempotencyKey, ...input }: ExportTableInput): Promise<Operation> {
    return this.begin(ask, idempotencyKey, { exportTable: input }, async (tx) => {
      const settled = await settledTable(tx, ask, this.rollups, input);
      const { table, form, period, unionId } = settled;
      return { input: settled, noted: { action: 'EXPORT_TABLE', unionId, after: { table, form, period } } };
    });
  }

  /** Begins an export of a list that the actor may read now. */
  exportList(ask: Ask, { idempotencyKey, ...input }: ExportListInput): Promise<Operation> {
    return this.begin(ask, idempotencyKey, { exportList: input }, async (tx) => {
      const settled = await settledList(tx, ask, input);
      const { list, unionId, day } = settled;
      return { input: settled, noted: { action: 'EXPORT_LIST', unionId, after: { list, day } } };
    });
  }

  /** Begins an export of the catalogue, which everybody in a tenant may read. */
  exportCatalogue(ask: Ask, idempotencyKey: string): Promise<Operation> {
    const settled = { input: { kind: 'EXPORT_CATALOGUE' }, noted: { action: 'EXPORT_CATALOGUE' } } as const;
    return this.begin(ask, idempotencyKey, { exportCatalogue: true }, () => Promise.resolve(settled));
  }

  /** Writes an export, once for a key: what it is to do, and what the audit says of it. */
  private async begin(
    ask: Ask,
    idempotencyKey: string,
    request: object,
    settle: (tx: Tx) => Promise<{
      input: OperationInput;
      noted: Pick<AuditEvent, 'action' | 'unionId' | 'after'>;
    }>,
  ): Promise<Operation> {
    void this.files.store; // ATTACHMENTS_NOT_SET_UP: there would be nowhere to put the file
    const id = await onceIn(this.source, ask, idempotencyKey, request, async (tx) => {
      const { input, noted } = await settle(tx);
      await requireRoom(tx, ask);
      const objectId = await insertOperation(tx, ask.actor, input);
      await audit(tx, ask.origin, { ...noted, objectType: 'operation', objectId });
      return objectId;
    });
    return this.own(await ask.read(), ask, id);
  }

  /** Cancels what has not ended; OPERATION_ENDED. */
  async cancel(ask: Ask, operationId: string): Promise<Operation> {
    const { tenantId } = ask.actor;
    const id = await inTenant(this.source, tenantId, async (tx) => {
      const found = await this.own(tx, ask, operationId, 'operationId');
      if (!(await cancel(tx, tenantId, found.id))) refuse('OPERATION_ENDED', {}, { field: 'operationId' });
      const unionId = 'unionId' in found.input ? found.input.unionId : null;
      await audit(tx, ask.origin, {
        ...{ action: 'CANCEL_OPERATION', objectType: 'operation', objectId: found.id, unionId },
      });
      return found.id;
    });
    return this.own(await ask.read(), ask, id);
  }

  /** An operation of the actor; anybody else's is NOT_FOUND. */
  async own(tx: Tx, ask: Ask, operationId: string, field = 'id'): Promise<Operation> {
    const id = requireId(operationId, '作业 operation', field);
    return (
      (await operationBy(tx, ask.actor, id)) ?? refuse('NOT_FOUND', { what: '作业 operation' }, { field })
    );
  }
}
