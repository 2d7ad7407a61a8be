import type pg from 'pg';
import { attach } from './attachments.js';
import type { Client } from './client.js';
import type { Huiji } from './huiji.js';
import type { Thing } from './id-arguments.js';
import { exported } from './exports.js';
import { entrustmentId } from './entrustments.js';
import { sessionId, tokenId } from './identity.js';
import { awardHome } from './homes.js';
import { setAside } from './imports.js';
import { issueNotice } from './notices.js';
import { inbox, remind } from './reminders.js';
import { recordWork } from './work-records.js';
import { act, addPerson, eventually, key, mutationOf, unionOf } from './town.js';

/** One real id of each kind. */
export type Things = Record<Thing, string>;

/** Where things are made, by whom, and the text that stands in all of them. */
export interface Place {
  name: string;
  /** Its people, elections and changes; founded with `name` as the reason, unless it is the federation. */
  union: string;
  /** The grassroots union at which an employer counts. */
  covers: string;
  /** Files and comments for `files`; its session and token. */
  filer: Client;
  files: string;
  /** Reminds `files`, and issues a notice from above `covers`. */
  reviewer: Client;
  /** Maintains the registers of all of these. */
  admin: Client;
}

/**
 * A submitted return with a comment and an attachment, a reminder about it before, a notice to `covers`, a record in the book of
 * `files`, members who came to `covers`, an award and an appeal of `covers`, and what is in the registers.
 */
export async function thingsAt(
  huiji: Huiji,
  owner: pg.Client,
  place: Place,
): Promise<Omit<Things, 'signature' | 'template'>> {
  return {
    ...(await reminded(place)),
    notice: await issueNotice(place.reviewer, await unionOf(place.reviewer), {
      ...{ audience: 'NAMED', unionIds: [place.covers] },
      ...{ documentNo: place.name, title: place.name, body: place.name },
    }),
    workRecord: await recordWork(place.filer, place.files, {
      ...{ kind: 'contest', name: place.name, heldBy: place.name },
      values: { participants: '7' },
    }),
    transfer: await transferred(owner, place),
    award: await awardHome(place.reviewer, place.covers, {
      ...{ documentNo: place.name, awardedBy: place.name },
    }),
    appeal: await appealed(owner, place),
    ...(await registered(owner, place)),
    ...(await filed(huiji, place)),
    operation: (await exported(place.filer, { table: 'TOTALS', unionId: place.files })).id,
    import: (await setAside(place.filer, { unionId: place.files, fileName: `${place.name}.csv`, size: 9 }))
      .id,
    session: await sessionId(place.filer),
    token: await tokenId(place.filer, { unionId: place.files, role: 'FILER' }),
  };
}

/** An appeal of `covers` to the reviewer's union, of a year in which nothing else is appraised. */
async function appealed(owner: pg.Client, { name, covers, reviewer }: Place): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `WITH someone AS (SELECT p.tenant_id, p.id FROM trade_union u JOIN person p USING (tenant_id) WHERE u.id = $1 LIMIT 1),
     published AS (
       INSERT INTO appraisal_publication (tenant_id, body_id, form, period, published_on, appeal_until, published_by)
       SELECT tenant_id, $1, 'work-q', 'S2026', '2026-11-01', '2026-11-08', id FROM someone
       ON CONFLICT DO NOTHING)
     INSERT INTO appraisal_appeal (tenant_id, id, body_id, form, period, union_id, against, reason, made_by)
     SELECT tenant_id, gen_random_uuid(), $1, 'work-q', 'S2026', $2, 0, $3, id FROM someone
     RETURNING id`,
    [await unionOf(reviewer), covers, name],
  );
  return rows[0]!.id;
}

/** An order of 会籍接转 of `covers`, written as a row: whoever files for it need not be there. */
async function transferred(owner: pg.Client, { name, covers }: Place): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO membership_transfer (tenant_id, id, issuer_id, number, to_union_id, outside, members, note, sent_on, sent_by,
       state, accepted_on, counted_on, accepted_at, settled_by, settled_at)
     SELECT u.tenant_id, gen_random_uuid(), u.id, gen_random_uuid()::text, u.id, $2, 7, $2, '2020-02-01', p.id,
       'ACCEPTED', '2020-02-01', '2020-02-01', now(), p.id, now()
     FROM trade_union u JOIN person p USING (tenant_id) WHERE u.id = $1 LIMIT 1 RETURNING id`,
    [covers, name],
  );
  return rows[0]!.id;
}

async function reminded({ name, filer, files, reviewer }: Place) {
  const { id } = await remind(reviewer, {
    ...{ unionId: files, unionIds: [files] },
    message: name,
    channels: ['IN_APP'],
    again: true,
  });
  return { reminder: id, message: (await inbox(filer)).nodes[0]!.id };
}

async function registered(owner: pg.Client, { name, union, covers, admin }: Place) {
  await addPerson(admin, `${name}-p`, [{ unionId: union, role: 'LEADER' }]);
  const person = await owner.query<{ id: string; held: string }>(
    'SELECT p.id, a.id AS held FROM person p JOIN appointment a ON a.person_id = p.id WHERE p.login = $1',
    [`${name}-p`],
  );
  const { registerEmployer } = await admin.get<{ registerEmployer: { employerId: string } }>(
    mutationOf('registerEmployer', 'employerId'),
    {
      input: {
        ...{ code: `${name}-e`, name, aboveScale: true, regionCode: name, headcount: 5 },
        ...{ operatingFrom: '2020-01-01', source: name, sourceDate: '2026-01-01' },
        ...{ accountableUnionId: covers, coveredBy: [{ unionId: covers, from: '2020-01-01' }] },
      },
    },
  );
  const { recordElection } = await admin.get<{ recordElection: { election: { id: string } } }>(
    mutationOf('recordElection', 'election { id }'),
    {
      input: {
        ...{ unionId: union, termNo: 2, heldOn: '2026-08-01', termYears: 5 },
        bodies: [{ body: 'COMMITTEE', members: 5, head: name }],
      },
    },
  );
  const entrustment = await entrustmentId(admin, { unionId: union, login: `${name}-p`, words: name });
  const change = await owner.query<{ id: string }>(
    `SELECT id FROM organisation_change ORDER BY reason = $1 DESC, id LIMIT 1`,
    [name],
  );
  return {
    union,
    person: person.rows[0]!.id,
    appointment: person.rows[0]!.held,
    employer: registerEmployer.employerId,
    election: recordElection.election.id,
    entrustment,
    change: change.rows[0]!.id,
  };
}

async function filed(huiji: Huiji, { name, filer, files }: Place) {
  const submission = await act(filer, 'save', {
    ...{ unionId: files, form: 'work-q', period: '2026Q3' },
    cells: [{ cell: 'comp_event_cnt', value: '77' }],
    tables: [{ table: 'trn_class', rows: [{ name, type: '岗位' }] }],
  });
  const about = { submissionId: submission.id };
  const attachment = await attach(huiji, filer, { ...about, fileName: `${name}.pdf` });
  await act(filer, 'submit', { ...about, expectedVersion: submission.version, explanation: name });
  const { commentSubmission } = await filer.get<{ commentSubmission: { comment: { id: string } } }>(
    mutationOf('commentSubmission', 'comment { id }'),
    { input: { ...about, text: name, idempotencyKey: key() } },
  );
  return {
    submission: submission.id,
    attachment: attachment.id,
    comment: commentSubmission.comment.id,
  };
}

/** The id of a signature by which a body's reviewer signs its total, once what was accepted before has been added. */
export async function sign(reviewer: Client, body: string, explanation: string): Promise<string> {
  const about = { unionId: body, form: 'work-q', period: '2026Q3' };
  let id = '';
  await eventually(async () => {
    const total = await reviewer.get<{ rollup: { version: string } }>(
      'query ($id: ID) { rollup(unionId: $id, form: "work-q", period: "2026Q3") { version } }',
      { id: body },
    );
    const expectedVersion = total.rollup.version;
    const { signTotal } = await reviewer.get<{ signTotal: { signature: { id: string } } }>(
      mutationOf('signTotal', 'signature { id }'),
      { input: { ...about, explanation, expectedVersion, idempotencyKey: key() } },
    );
    id = signTotal.signature.id;
  });
  return id;
}
