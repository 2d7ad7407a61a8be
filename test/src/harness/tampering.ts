import { randomUUID } from 'node:crypto';
import {
  type Anchor,
  beginning,
  type EventText,
  type FindingKind,
  linkText,
  sealText,
} from '@huiji/domain/audit-chain';
import { eventTexts, secondsOf, sha256 } from '@huiji/store/audit-chain';
import type { QueryRunner } from 'typeorm';
import type { Chance } from './random.js';

/** A chain to be tampered with, as whoever owns the database can, inside a transaction that is rolled back. */
export interface Victim {
  tenantId: string;
  /** The events in the order of the chain. */
  events: string[];
  /** The heads, one for each seal. */
  anchors: Anchor[];
  run: QueryRunner;
}

/** Does something to the chain. Answers what must be found, about which event or seal if that is one. */
type Tampering = (victim: Victim, chance: Chance) => Promise<{ kind: FindingKind; about?: string | number }>;

const edits: Array<[column: string, to: string]> = [
  ['at', `at + interval '1 microsecond'`],
  ['person_id', `coalesce(NULL::uuid, gen_random_uuid())`],
  ['request_id', `coalesce(request_id, '') || 'x'`],
  ['address', `'10.9.8.7'::inet`],
  ['action', `action || ' '`],
  ['object_type', 'upper(object_type)'],
  ['object_id', `object_id || '0'`],
  ['before', `CASE WHEN before IS NULL THEN 'null'::jsonb END`],
  ['after', `after || '{"cents": 1.10}'`],
  ['union_id', 'gen_random_uuid()'],
];

const place = (victim: Victim, chance: Chance): number => chance.below(victim.events.length);
const inTail = ({ events, run, tenantId }: Victim, from: number): Promise<unknown> =>
  run.query('DELETE FROM audit_event WHERE tenant_id = $1 AND id = ANY($2::uuid[])', [
    tenantId,
    events.slice(from),
  ]);
const insertEvent = async ({ run, tenantId }: Victim, at = 'now()'): Promise<string> => {
  const id = randomUUID();
  await run.query(
    `INSERT INTO audit_event (tenant_id, id, at, action, object_type, object_id) VALUES ($1, $2, ${at}, 'FORGED', 'x', 'y')`,
    [tenantId, id],
  );
  return id;
};

/** Cuts the last batches off, wholly: events, links and seals. Answers the number of the first seal that is gone. */
async function truncate(victim: Victim, chance: Chance): Promise<number> {
  const { anchors, run, tenantId } = victim;
  const kept = anchors[chance.below(anchors.length - 1)]!;
  await inTail(victim, kept.sequence);
  await run.query('DELETE FROM audit_link WHERE tenant_id = $1 AND sequence > $2', [tenantId, kept.sequence]);
  await run.query('DELETE FROM audit_seal WHERE tenant_id = $1 AND number > $2', [tenantId, kept.number]);
  return kept.number + 1;
}

/** Makes all hashes anew from what the tables hold, as whoever knows how they are made can. */
async function rehash({ run, tenantId }: Victim): Promise<void> {
  const links = (await run.query(
    `SELECT l.sequence::float8 AS sequence, ${eventTexts} AS event FROM audit_link l
     JOIN audit_event e ON e.tenant_id = l.tenant_id AND e.id = l.event_id WHERE l.tenant_id = $1 ORDER BY 1`,
    [tenantId],
  )) as Array<{ sequence: number; event: EventText }>;
  let previous = beginning;
  const hashes = links.map(({ sequence, event }) => (previous = sha256(linkText(previous, sequence, event))));
  await run.query(
    `UPDATE audit_link l SET hash = decode(h.hash, 'hex') FROM unnest($2::text[]) WITH ORDINALITY h (hash, n)
     WHERE tenant_id = $1 AND sequence = n`,
    [tenantId, hashes],
  );
  const seals = (await run.query(
    `SELECT number::float8 AS number, last_sequence::float8 AS "lastSequence", ${secondsOf('sealed_at')} AS "sealedAt"
     FROM audit_seal WHERE tenant_id = $1 ORDER BY 1`,
    [tenantId],
  )) as Array<{ number: number; lastSequence: number; sealedAt: string }>;
  previous = beginning;
  for (const seal of seals) {
    previous = sha256(sealText(tenantId, previous, seal, hashes[seal.lastSequence - 1]!));
    await run.query(`UPDATE audit_seal SET hash = decode($3, 'hex') WHERE tenant_id = $1 AND number = $2`, [
      tenantId,
      seal.number,
      previous,
    ]);
  }
}

/** Exchanges a column of two links, by way of a value that nothing has. */
async function exchange(
  { run, tenantId }: Victim,
  column: 'event_id' | 'sequence',
  [one, other]: [number, number],
): Promise<void> {
  const spare = column === 'sequence' ? 1_000_000 : randomUUID();
  const valueAt = async (sequence: number): Promise<unknown> =>
    (
      (await run.query(`SELECT ${column} AS v FROM audit_link WHERE tenant_id = $1 AND sequence = $2`, [
        tenantId,
        sequence,
      ])) as Array<{ v: unknown }>
    )[0]!.v;
  const [a, b] = [await valueAt(one), await valueAt(other)];
  const set = (from: unknown, to: unknown) =>
    run.query(`UPDATE audit_link SET ${column} = $3 WHERE tenant_id = $1 AND ${column} = $2`, [
      tenantId,
      from,
      to,
    ]);
  await set(a, spare);
  await set(b, a);
  await set(spare, b);
}

async function swapped(victim: Victim, chance: Chance, column: 'event_id' | 'sequence') {
  const one = place(victim, chance);
  const other = (one + 1 + chance.below(victim.events.length - 1)) % victim.events.length;
  await exchange(victim, column, [one + 1, other + 1]);
  return { kind: 'REORDERED' as const, about: victim.events[one]! };
}

/** Every way of tampering that we know. */
export const tamperings: Readonly<Record<string, Tampering>> = {
  'edit a column': async (victim, chance) => {
    const [column, to] = chance.pick(edits);
    const about = victim.events[place(victim, chance)]!;
    await victim.run.query(`UPDATE audit_event SET ${column} = ${to} WHERE tenant_id = $1 AND id = $2`, [
      victim.tenantId,
      about,
    ]);
    return { kind: 'EDITED', about };
  },
  'edit an id': async (victim, chance) => {
    const about = victim.events[place(victim, chance)]!;
    await victim.run.query('UPDATE audit_event SET id = gen_random_uuid() WHERE tenant_id = $1 AND id = $2', [
      victim.tenantId,
      about,
    ]);
    return { kind: 'DELETED', about };
  },
  'give an event to another tenant': async (victim, chance) => {
    const about = victim.events[place(victim, chance)]!;
    await victim.run.query(
      'UPDATE audit_event SET tenant_id = gen_random_uuid() WHERE tenant_id = $1 AND id = $2',
      [victim.tenantId, about],
    );
    return { kind: 'DELETED', about };
  },
  'edit the hash of a link': async (victim, chance) => {
    const at = place(victim, chance);
    await victim.run.query(
      'UPDATE audit_link SET hash = sha256(hash) WHERE tenant_id = $1 AND sequence = $2',
      [victim.tenantId, at + 1],
    );
    return { kind: 'EDITED', about: victim.events[at]! };
  },
  'delete an event': async (victim, chance) => {
    const about = victim.events[place(victim, chance)]!;
    await victim.run.query('DELETE FROM audit_event WHERE tenant_id = $1 AND id = $2', [
      victim.tenantId,
      about,
    ]);
    return { kind: 'DELETED', about };
  },
  'delete an event and its link': async (victim, chance) => {
    const at = place(victim, chance);
    await victim.run.query('DELETE FROM audit_event WHERE tenant_id = $1 AND id = $2', [
      victim.tenantId,
      victim.events[at],
    ]);
    await victim.run.query('DELETE FROM audit_link WHERE tenant_id = $1 AND sequence = $2', [
      victim.tenantId,
      at + 1,
    ]);
    return { kind: 'DELETED' };
  },
  'delete a link': async (victim, chance) => {
    const at = place(victim, chance);
    await victim.run.query('DELETE FROM audit_link WHERE tenant_id = $1 AND sequence = $2', [
      victim.tenantId,
      at + 1,
    ]);
    return { kind: 'INSERTED', about: victim.events[at]! };
  },
  'insert an event': async (victim) => ({ kind: 'INSERTED', about: await insertEvent(victim) }),
  'insert an event and a link': async (victim) => {
    const id = await insertEvent(victim);
    await victim.run.query(
      `INSERT INTO audit_link (tenant_id, sequence, event_id, hash) VALUES ($1, $2, $3, sha256('x'))`,
      [victim.tenantId, victim.events.length + 1, id],
    );
    return { kind: 'INSERTED' };
  },
  'exchange two events': (victim, chance) => swapped(victim, chance, 'event_id'),
  'exchange two links': (victim, chance) => swapped(victim, chance, 'sequence'),
  'cut the tail off': async (victim, chance) => ({
    kind: 'TRUNCATED',
    about: await truncate(victim, chance),
  }),
  'cut the tail off and go on': async (victim, chance) => {
    const { run, tenantId, anchors } = victim;
    const about = await truncate(victim, chance);
    const id = await insertEvent(victim);
    const sequence = (anchors[about - 2]?.sequence ?? 0) + 1;
    await run.query(`INSERT INTO audit_link VALUES ($1, $2, $3, sha256('x'))`, [tenantId, sequence, id]);
    await run.query(`INSERT INTO audit_seal VALUES ($1, $2, $3, sha256('x'), now())`, [
      tenantId,
      about,
      sequence,
    ]);
    await rehash(victim);
    return { kind: 'REWRITTEN', about };
  },
  'edit an event and make all hashes anew': async (victim, chance) => {
    await tamperings['edit a column']!(victim, chance);
    await rehash(victim);
    return { kind: 'REWRITTEN', about: victim.anchors.length };
  },
  'edit a seal': async (victim, chance) => {
    const seal = chance.pick(victim.anchors).number;
    const set = chance.pick([
      'hash = sha256(hash)',
      `sealed_at = sealed_at - interval '1 microsecond'`,
      'last_sequence = last_sequence - 1',
    ]);
    await victim.run.query(`UPDATE audit_seal SET ${set} WHERE tenant_id = $1 AND number = $2`, [
      victim.tenantId,
      seal,
    ]);
    return { kind: 'EDITED', about: seal };
  },
  'remove a batch': async (victim, chance) => {
    const { anchors, run, tenantId } = victim;
    const at = chance.below(anchors.length - 1);
    const [from, to] = [anchors[at - 1]?.sequence ?? 0, anchors[at]!.sequence];
    await run.query('DELETE FROM audit_event WHERE tenant_id = $1 AND id = ANY($2::uuid[])', [
      tenantId,
      victim.events.slice(from, to),
    ]);
    await run.query('DELETE FROM audit_link WHERE tenant_id = $1 AND sequence > $2 AND sequence <= $3', [
      tenantId,
      from,
      to,
    ]);
    await run.query('DELETE FROM audit_seal WHERE tenant_id = $1 AND number = $2', [tenantId, at + 1]);
    return { kind: 'DELETED', about: at + 1 };
  },
  'leave an event unsealed': async (victim) => {
    const id = await insertEvent(victim, `now() - interval '2 minutes'`);
    await victim.run.query('INSERT INTO audit_unsealed VALUES ($1, $2)', [victim.tenantId, id]);
    return { kind: 'UNSEALED', about: id };
  },
  'delete an event before it is sealed': async (victim) => {
    const id = randomUUID();
    await victim.run.query('INSERT INTO audit_unsealed VALUES ($1, $2)', [victim.tenantId, id]);
    return { kind: 'DELETED', about: id };
  },
};
