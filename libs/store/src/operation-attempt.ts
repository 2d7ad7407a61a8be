import { type Problem, problem } from '@huiji/domain/problem-found';
import { type Tx, sql } from './data-source.js';
import type { Label } from './file-store.js';
import type { OperationInput } from './operation.js';

/** For how many days a result may be fetched, and how much longer its file lies there, in minutes. */
const resultDays = 7;
const leftover = 15;

/** How long a worker that says nothing is taken to be alive, in seconds, and how often an operation is begun. */
const lease = 60;
export const mostAttempts = 3;
/** After how many seconds an attempt that failed is followed by another. */
const pauseSeconds = 5;

/** One attempt at an operation: a worker's, until it ends or another one takes it for dead. */
export interface Attempt {
  tenantId: string;
  id: string;
  attempt: number;
  /** For whom it works, and by which API token that was asked for; null in a session. */
  personId: string;
  tokenId: string | null;
  input: OperationInput;
}

const itsOwn = `o.tenant_id = $1 AND o.id = $2 AND o.attempts = $3 AND o.state = 'RUNNING'`;
const keyOf = ({ tenantId, id, attempt }: Attempt): unknown[] => [tenantId, id, attempt];

/**
 * Takes the oldest operation of a tenant that no living worker is at, and notes that its file has to be deleted, before there is
 * one. Null when there is none.
 */
export async function claimOperation(tx: Tx, tenantId: string): Promise<Attempt | null> {
  const [claimed] = await sql<Attempt>(
    tx,
    `WITH due AS (SELECT id FROM operation WHERE tenant_id = $1 AND ended_at IS NULL AND coalesce(claimed_until <= now(), true)
       ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED),
     claimed AS (
       UPDATE operation o SET state = 'RUNNING', percent = 0, attempts = attempts + 1,
         claimed_until = clock_timestamp() + make_interval(secs => $2)
       FROM due WHERE o.tenant_id = $1 AND o.id = due.id RETURNING o.tenant_id, o.id, o.attempts, o.created_by, o.token_id, o.input),
     noted AS (
       INSERT INTO attachment_removal (tenant_id, attachment_id, file, due_at)
       SELECT tenant_id, id, attempts::text, clock_timestamp() + make_interval(mins => $3) FROM claimed)
     SELECT tenant_id AS "tenantId", id, attempts AS attempt, created_by AS "personId", token_id AS "tokenId", input FROM claimed`,
    [tenantId, lease, leftover],
  );
  return claimed ?? null;
}

/** Says how far an attempt has come, and that its worker lives; false when it is not to go on. */
export async function report(tx: Tx, attempt: Attempt, percent: number): Promise<boolean> {
  const going = await sql(
    tx,
    `WITH going AS (
       UPDATE operation o SET percent = $4, claimed_until = clock_timestamp() + make_interval(secs => $5)
       WHERE ${itsOwn} RETURNING o.tenant_id, o.id, o.attempts)
     UPDATE attachment_removal r SET due_at = clock_timestamp() + make_interval(mins => $6) FROM going g
     WHERE r.tenant_id = $1 AND r.attachment_id = g.id AND r.file = g.attempts::text AND NOT r.claimed RETURNING 1`,
    [...keyOf(attempt), percent, lease, leftover],
  );
  return going.length > 0;
}

/** What an attempt results in: a file, and of a work report what it says. */
export interface Result extends Label {
  size: number;
  report?: object;
}

/** Ends an attempt with its file, which is kept for `resultDays`; false when it is not its to end any more. */
export async function finish(tx: Tx, attempt: Attempt, file: Result): Promise<boolean> {
  const done = await sql(
    tx,
    `WITH kept AS (
       UPDATE attachment_removal r SET due_at = clock_timestamp() + make_interval(days => $7, mins => $8)
       WHERE r.tenant_id = $1 AND r.attachment_id = $2 AND r.file = $3::int::text AND NOT r.claimed RETURNING 1)
     UPDATE operation o SET state = 'DONE', percent = 100, file_name = $4, media_type = $5, size = $6, report = $9,
       ended_at = clock_timestamp(), expires_at = clock_timestamp() + make_interval(days => $7)
     WHERE ${itsOwn} AND EXISTS (SELECT FROM kept) RETURNING o.id`,
    [
      ...[...keyOf(attempt), file.fileName, file.mediaType, file.size, resultDays, leftover],
      file.report ? JSON.stringify(file.report) : null,
    ],
  );
  return done.length > 0;
}

/** Ends an attempt, and the operation with it, by what was wrong. */
export async function fail(tx: Tx, attempt: Attempt, { code, severity, details }: Problem): Promise<void> {
  await sql(
    tx,
    `UPDATE operation o SET state = 'FAILED', problem = $4, ended_at = clock_timestamp() WHERE ${itsOwn}`,
    [...keyOf(attempt), JSON.stringify({ code, severity, details })],
  );
}

/** Leaves an operation to the next attempt, in some seconds. */
export async function release(tx: Tx, attempt: Attempt, seconds: number): Promise<void> {
  await sql(
    tx,
    `UPDATE operation o SET claimed_until = clock_timestamp() + make_interval(secs => $4) WHERE ${itsOwn}`,
    [...keyOf(attempt), seconds],
  );
}

/** Leaves an operation whose attempt failed to another one, in some seconds, or ends it after the last one: OPERATION_FAILED. */
export function giveUp(tx: Tx, attempt: Attempt): Promise<void> {
  return attempt.attempt >= mostAttempts
    ? fail(tx, attempt, problem('OPERATION_FAILED'))
    : release(tx, attempt, pauseSeconds);
}
