/** 会籍接转 of the quarter: orders that both sides count, one that came from outside, and one that waits for the union whose return is half filled. */
import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';

/** A union that takes part. */
interface Party {
  id: string;
  code: string;
}

const transfer = 'transfer { id version }';

/** Sends and accepts the orders; what was begun is not begun again. */
export async function loadTransfers(
  clerk: Client,
  { drivers, ferry, textile }: Record<'drivers' | 'ferry' | 'textile', Party>,
): Promise<void> {
  const { transfers } = await clerk.read<{ transfers: { nodes: object[] } }>(
    'query ($id: ID) { transfers(unionId: $id) { nodes { id } } }',
    { id: drivers.id },
  );
  if (transfers.nodes.length > 0) return;
  const send = (from: Party, to: Party, order: object) =>
    clerk.change<{ transfer: { id: string; version: number } }>(
      'sendTransfer',
      'SendTransferInput',
      { unionId: from.id, toUnionCode: to.code, ...order, idempotencyKey: randomUUID() },
      transfer,
    );
  for (const { from, to, order, acceptedOn } of [
    {
      ...{ from: drivers, to: ferry, acceptedOn: '2026-07-16' },
      order: { members: 9, on: '2026-07-10', note: '客运班线撤并,司乘人员调往轮渡' },
    },
    {
      ...{ from: textile, to: ferry, acceptedOn: '2026-08-05' },
      order: { members: 5, on: '2026-08-03', note: '食堂整体划转' },
    },
  ]) {
    const sent = await send(from, to, order);
    await clerk.change(
      'acceptTransfer',
      'AcceptTransferInput',
      {
        ...{ transferId: sent.transfer.id, expectedVersion: sent.transfer.version },
        ...{ on: acceptedOn, idempotencyKey: randomUUID() },
      },
      transfer,
    );
  }
  await clerk.change(
    'receiveTransfer',
    'ReceiveTransferInput',
    {
      ...{ unionId: textile.id, outside: '滨海市第二纺织厂工会', members: 3, on: '2026-08-18' },
      idempotencyKey: randomUUID(),
    },
    transfer,
  );
  await send(textile, drivers, { members: 21, on: '2026-09-22', note: '车队并入客运站' });
}
