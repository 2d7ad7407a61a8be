import { personContact, type PersonContact } from './contact.js';
import { sql, sqlOne, type Tx } from './data-source.js';
import type { Page } from './organisation.js';

/** Who a person is, and by what they prove it. */
export interface PersonFacts extends PersonContact {
  personId: string;
  login: string;
  name: string;
  createdAt: Date;
  hasPassword: boolean;
  hasAuthenticator: boolean;
}

export async function factsOf(tx: Tx, tenantId: string, personId: string): Promise<PersonFacts> {
  type Sealed = Omit<PersonFacts, keyof PersonContact> & { email: Buffer | null; phone: Buffer | null };
  const facts = await sqlOne<Sealed>(
    tx,
    `SELECT p.id AS "personId", p.login, p.name, p.email, p.phone, p.created_at AS "createdAt",
       p.password_hash IS NOT NULL AS "hasPassword", t.secret IS NOT NULL AS "hasAuthenticator"
     FROM person p LEFT JOIN totp t ON t.tenant_id = $1 AND t.person_id = p.id WHERE p.tenant_id = $1 AND p.id = $2`,
    [tenantId, personId],
  );
  return { ...facts, ...personContact(tx, { ...facts, id: personId }) };
}

/** One thing that is held about a person, beside who they are. */
export interface PersonRecord {
  kind: string;
  id: string;
  at: Date | null;
  data: Record<string, unknown>;
}

/**
 * What is held about the person $2, by kind. Hashes of secrets are left out: they say nothing about anybody. What others wrote (a return
 * reason, a comment in answer) is theirs; who wrote it, and about what, is here.
 */
const records = `
  SELECT 'APPOINTMENT' AS kind, id, valid_from::timestamptz AS at,
    jsonb_build_object('role', role, 'unionId', union_id, 'from', valid_from, 'to', valid_to) AS data
  FROM appointment WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'ENTRUSTMENT', id, recorded_at, jsonb_build_object('unionId', union_id, 'from', valid_from, 'until', valid_until,
    'documentNo', document_no, 'documentName', document_name, 'endedAt', ended_at, 'endReason', end_reason)
  FROM entrustment WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'SESSION', id, created_at, jsonb_build_object('device', device, 'address', host(address),
    'lastUsedAt', last_seen_at, 'expiresAt', expires_at, 'endedAt', revoked_at)
  FROM session WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'CODE', id, issued_at, jsonb_build_object('purpose', purpose, 'issuedBy', issued_by, 'usedAt', used_at)
  FROM one_time_code WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'API_TOKEN', id, created_at, jsonb_build_object('name', name, 'unionId', union_id, 'role', role,
    'access', access, 'expiresAt', expires_at, 'lastUsedAt', last_used_at, 'revokedAt', revoked_at)
  FROM api_token WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'IDENTITY', person_id, linked_at, jsonb_build_object('issuer', issuer, 'subject', subject)
  FROM identity WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'SUBMISSION', id, filed_at, jsonb_build_object('form', form, 'period', period, 'unionId', union_id,
    'revision', revision, 'state', state, 'filled', $2::uuid = ANY(filled_by), 'filed', filed_by IS NOT DISTINCT FROM $2::uuid,
    'reviewed', reviewed_by IS NOT DISTINCT FROM $2::uuid, 'explanation', CASE WHEN filed_by = $2::uuid THEN explanation END,
    'returnReason', CASE WHEN reviewed_by = $2::uuid THEN return_reason END)
  FROM submission WHERE tenant_id = $1 AND ($2::uuid = ANY(filled_by) OR filed_by = $2::uuid OR reviewed_by = $2::uuid)
  UNION ALL SELECT 'COMMENT', id, written_at, jsonb_build_object('submissionId', submission_id, 'cell', cell, 'text', text)
  FROM submission_comment WHERE tenant_id = $1 AND written_by = $2::uuid
  UNION ALL SELECT 'ATTACHMENT', id, attached_at, jsonb_build_object('submissionId', submission_id, 'cell', cell,
    'workRecordId', work_record_id, 'fileName', file_name, 'size', size, 'mediaType', media_type)
  FROM attachment WHERE tenant_id = $1 AND attached_by = $2::uuid
  UNION ALL SELECT 'NOTICE', id, issued_at, jsonb_build_object('documentNo', document_no, 'title', title, 'issuerId', issuer_id)
  FROM notice WHERE tenant_id = $1 AND issued_by = $2::uuid
  UNION ALL SELECT 'NOTICE_RECEIPT', md5(notice_id::text || union_id)::uuid, coalesce(replied_at, received_at),
    jsonb_build_object('noticeId', notice_id, 'unionId', union_id, 'received', received_by IS NOT DISTINCT FROM $2::uuid,
      'reply', CASE WHEN replied_by = $2::uuid THEN reply END)
  FROM notice_receipt WHERE tenant_id = $1 AND (received_by = $2::uuid OR replied_by = $2::uuid)
  UNION ALL SELECT 'HOME_ASSESSMENT', id, made_at, jsonb_build_object('unionId', union_id, 'year', year, 'track', track,
    'inspection', inspection, 'grade', grade, 'scores', scores, 'note', note)
  FROM home_assessment WHERE tenant_id = $1 AND made_by = $2::uuid
  UNION ALL SELECT 'APPRAISAL_CLAIM', md5('claim' || union_id::text || body_id || form || period || revision)::uuid, made_at,
    jsonb_build_object('unionId', union_id, 'form', form, 'period', period, 'scores', scores, 'note', note)
  FROM appraisal_claim WHERE tenant_id = $1 AND made_by = $2::uuid
  UNION ALL SELECT 'APPRAISAL_RESULT', md5('result' || union_id::text || body_id || form || period || revision)::uuid, made_at,
    jsonb_build_object('unionId', union_id, 'form', form, 'period', period, 'scores', scores, 'note', note)
  FROM appraisal_result WHERE tenant_id = $1 AND made_by = $2::uuid
  UNION ALL SELECT 'APPRAISAL_APPEAL', id, made_at, jsonb_build_object('unionId', union_id, 'form', form, 'period', period,
    'reason', CASE WHEN made_by = $2::uuid THEN reason END, 'answer', CASE WHEN answered_by = $2::uuid THEN answer END)
  FROM appraisal_appeal WHERE tenant_id = $1 AND (made_by = $2::uuid OR answered_by = $2::uuid)
  UNION ALL SELECT 'MEMBERSHIP_TRANSFER', id, sent_at, jsonb_build_object('number', number, 'sent', sent_by = $2::uuid,
    'note', CASE WHEN sent_by = $2::uuid THEN note END, 'reason', CASE WHEN settled_by = $2::uuid THEN reason END)
  FROM membership_transfer WHERE tenant_id = $1 AND (sent_by = $2::uuid OR settled_by = $2::uuid)
  -- Whom the work was about stays with the union, whoever reads this.
  UNION ALL SELECT 'WORK_RECORD', md5(id::text || since)::uuid, recorded_at,
    jsonb_build_object('recordId', id, 'kind', kind, 'day', day, 'unionId', union_id)
  FROM work_record WHERE tenant_id = $1 AND recorded_by = $2::uuid
  UNION ALL SELECT 'OPERATION', id, created_at, jsonb_build_object('table', input->>'table', 'form', input->>'form',
    'period', input->>'period', 'unionId', input->>'unionId', 'state', state, 'fileName', file_name)
  FROM operation WHERE tenant_id = $1 AND created_by = $2::uuid
  UNION ALL SELECT 'IMPORT', id, created_at, jsonb_build_object('form', form, 'period', period, 'unionId', union_id,
    'fileName', file_name, 'size', size, 'state', state)
  FROM import WHERE tenant_id = $1 AND created_by = $2::uuid
  UNION ALL SELECT 'REPORT_TEMPLATE', id, set_at, jsonb_build_object('form', form, 'fileName', file_name, 'size', size)
  FROM report_template WHERE tenant_id = $1 AND sent_by = $2::uuid
  UNION ALL SELECT 'MESSAGE', id, at, jsonb_build_object('subject', subject_zh, 'text', body_zh, 'readAt', read_at)
  FROM reminder_message WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'REMINDER', id, at, jsonb_build_object('form', form, 'period', period, 'message', message)
  FROM reminder WHERE tenant_id = $1 AND sent_by = $2::uuid
  UNION ALL SELECT 'ACT', id, at, jsonb_build_object('action', action, 'objectType', object_type, 'objectId', object_id,
    'unionId', union_id, 'address', host(address))
  FROM audit_event WHERE tenant_id = $1 AND person_id = $2::uuid
  UNION ALL SELECT 'CONCERNING', id, at, jsonb_build_object('action', action, 'byId', person_id, 'unionId', union_id)
  FROM audit_event WHERE tenant_id = $1 AND object_type = 'person' AND object_id = ($2::uuid)::text
    AND person_id IS DISTINCT FROM $2::uuid`;

/** A page of what is held about a person, by kind and then by id. `after`: the `keyOf` the last page ended with. */
export function recordsOf(tx: Tx, tenantId: string, personId: string, page: Page): Promise<PersonRecord[]> {
  const [kind = null, id = null] = page.after?.split(' ') ?? [];
  return sql<PersonRecord>(
    tx,
    `SELECT kind, id, at, data FROM (${records}) r
     WHERE $3::text IS NULL OR (kind, id) > ($3, $4::uuid) ORDER BY kind, id LIMIT $5`,
    [tenantId, personId, kind, id, page.first],
  );
}

export const keyOf = ({ kind, id }: PersonRecord): string => `${kind} ${id}`;

/** How much of each kind is held about a person. */
export function recordCounts(
  tx: Tx,
  tenantId: string,
  personId: string,
): Promise<Array<{ kind: string; count: number }>> {
  return sql(tx, `SELECT kind, count(*)::int AS count FROM (${records}) r GROUP BY kind ORDER BY kind`, [
    tenantId,
    personId,
  ]);
}
