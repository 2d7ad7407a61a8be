import type { Client } from './client.js';
import { key, type MutationName, mutationOf } from './town.js';

/** An order of 会籍接转, as the api answers it. */
export interface Order {
  id: string;
  number: string;
  from: { code: string | null; name: string };
  to: { code: string | null; name: string };
  members: number;
  note: string | null;
  sentOn: string;
  sentByName: string;
  state: string;
  acceptedOn: string | null;
  countedOn: string | null;
  settledByName: string | null;
  reason: string | null;
  version: number;
  steps: string[];
}

export const orderFields = `id number from { code name } to { code name } members note sentOn sentByName state acceptedOn countedOn
  settledByName reason version steps`;

const ordered = async (client: Client, mutation: MutationName, input: object): Promise<Order> => {
  const answer = await client.get<Record<string, { transfer: Order }>>(
    mutationOf(mutation, `transfer { ${orderFields} }`),
    { input: { idempotencyKey: key(), ...input } },
  );
  return answer[mutation]!.transfer;
};

/** Sends 12 members to a union by its code, on 20 August 2026. */
export const sendTransfer = (client: Client, unionId: string, more: object): Promise<Order> =>
  ordered(client, 'sendTransfer', { unionId, members: 12, on: '2026-08-20', ...more });

/** Notes 12 members who came from outside the federation on 20 August 2026. */
export const receiveTransfer = (client: Client, unionId: string, more: object = {}): Promise<Order> =>
  ordered(client, 'receiveTransfer', {
    ...{ unionId, outside: '市外工会', members: 12, on: '2026-08-20' },
    ...more,
  });

/** Takes a step with an order as it was seen; accepts on 25 August 2026. */
export const stepTransfer = (
  client: Client,
  { id, version }: Pick<Order, 'id' | 'version'>,
  step: 'accept' | 'decline' | 'withdraw' | 'cancel',
  more: object = {},
): Promise<Order> =>
  ordered(client, `${step}Transfer`, {
    ...{ transferId: id, expectedVersion: version },
    ...(step === 'accept' && { on: '2026-08-25' }),
    ...(['decline', 'cancel'].includes(step) && { reason: '人数不符' }),
    ...more,
  });

/** The orders of a union or of a body's subtree, the newest first. */
export async function transfersOf(
  client: Client,
  unionId: string,
  asked: {
    states?: string[];
    direction?: string;
    period?: string;
    first?: number;
    after?: string | null;
  } = {},
): Promise<{ nodes: Order[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } }> {
  const { transfers } = await client.get<{ transfers: Awaited<ReturnType<typeof transfersOf>> }>(
    `query ($unionId: ID, $states: [TransferState!], $direction: TransferDirection, $period: String, $first: Int, $after: String) {
       transfers(unionId: $unionId, states: $states, direction: $direction, period: $period, first: $first, after: $after) {
         nodes { ${orderFields} } pageInfo { endCursor hasNextPage } } }`,
    { unionId, ...asked },
  );
  return transfers;
}
