import { may } from '@huiji/domain/access';
import {
  bareName,
  mostOfRecord,
  mostUnfinished,
  nameAs,
  quotaProblem,
  requireAttachable,
  requireMediaType,
  requireRemovable,
  uploadProblems,
} from '@huiji/domain/attachment';
import { problem, refuse, refuseAny } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { holdAsFiler } from '@huiji/filing/open';
import { mayDo, requireMay, visibleUnion } from '@huiji/filing/visible';
import {
  attach,
  type Attachment,
  attachmentById,
  type AttachedTo,
  beginCopy,
  detach,
  filesOfRecord,
  holdQuota,
  insertUpload,
  type Inspected,
  type Upload,
  uploadBy,
} from '@huiji/store/attachment';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { uploadOf } from '@huiji/store/file-store';
import { formAt } from '@huiji/store/form';
import { treeOf } from '@huiji/store/rollup';
import { lockSubmission, type SubmissionHead } from '@huiji/store/submission';
import { lockBook, recordById } from '@huiji/store/work-record';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { requireText } from '../graphql/text.js';
import { requireCell } from '../submission/comment.service.js';
import { hideUnion } from '../submission/submission.service.js';
import { Files } from './files.js';
import { inspect } from './inspect.js';

export interface RequestUploadInput {
  submissionId?: string | null;
  cell?: string | null;
  workRecordId?: string | null;
  fileName: string;
  size: number;
  idempotencyKey: string;
}

/** An upload as the schema shows it. */
export interface UploadTo {
  attachmentId: string;
  url: string;
  expiresAt: Date;
}

/** A return that files may be attached to, locked; or a record, whose book is locked. */
interface About {
  unionId: string;
  submission: (SubmissionHead & { fromAbove: boolean }) | null;
}

/** What a file is attached to, by its id. */
type To = Pick<Upload, 'submissionId' | 'workRecordId'>;

const longestName = 200;
const missing = (): never => refuse('NOT_FOUND', { what: '附件 attachment' }, { field: 'attachmentId' });

/** 附件: what is uploaded to returns and to records of the work. Names of files may be personal: they stand in no log and no audit row. */
@Injectable()
export class AttachmentService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Files) private readonly files: Files,
  ) {}

  /** Sets the space for a file aside, and says where to send it. */
  async request(ask: Ask, input: RequestUploadInput): Promise<UploadTo> {
    const { store } = this.files;
    const { tenantId, personId } = ask.actor;
    const fileName = requireText('fileName', bareName(input.fileName), longestName);
    refuseAny(uploadProblems({ fileName, size: input.size }));
    const id = await onceIn(this.source, ask, input.idempotencyKey, { requestUpload: input }, async (tx) => {
      const to = requireOne(input);
      const { unionId, submission } = await this.attachable(tx, ask, to, unknownTo(to));
      const cell = input.cell ?? null;
      if (cell !== null && submission)
        requireCell(await formAt(tx, tenantId, submission.form, submission.formVersion), cell);
      await this.requireRoom(tx, ask, input.size);
      if (to.workRecordId !== null) await requireRoomAt(tx, tenantId, to.workRecordId);
      const written = await insertUpload(tx, tenantId, {
        ...attachedTo(to, cell, unionId),
        ...{ fileName, size: input.size, by: personId },
      });
      await audit(tx, ask.origin, {
        ...{ action: 'REQUEST_UPLOAD', objectType: 'attachment', objectId: written, unionId },
        after: { ...to, cell, size: input.size },
      });
      return written;
    });
    const upload = await uploadBy(await ask.read(), ask.actor, id);
    // Repeated after it was completed or given up, or too late.
    if (!upload || upload.attached || upload.expiresAt <= new Date()) refuse('ATTACHMENT_EXPIRED');
    const { size, expiresAt } = upload;
    return {
      attachmentId: id,
      url: await store.uploadUrl(uploadOf(tenantId, id), size, expiresAt),
      expiresAt,
    };
  }

  /**
   * Looks at what was sent and attaches it. The bytes are copied and read between two transactions, so that a slow store holds no
   * lock. Whatever happens meanwhile: only the copy that was looked at is attached, once, and any other is deleted.
   */
  async complete(ask: Ask, attachmentId: string): Promise<Attachment> {
    const { store } = this.files;
    const { tenantId } = ask.actor;
    const begun = await inTenant(this.source, tenantId, async (tx) => {
      const { upload } = await this.own(tx, ask, attachmentId);
      if (upload.attached) return null;
      return { upload, file: (await beginCopy(tx, tenantId, upload.id)) ?? refuse('ATTACHMENT_EXPIRED') };
    });
    if (begun) {
      const { upload, file } = begun;
      const uploaded = uploadOf(tenantId, upload.id);
      if (!(await store.copy(uploaded, file))) refuse('ATTACHMENT_NOT_UPLOADED');
      const { size, sha256, shown } = await inspect(store, { ...uploaded, file });
      if (size !== upload.size) refuse('ATTACHMENT_SIZE', { found: size, announced: upload.size });
      const mediaType = requireMediaType(shown);
      const label = { fileName: nameAs(upload.fileName, mediaType), mediaType };
      await store.label({ ...uploaded, file }, label);
      await this.attach(ask, { file, sha256, ...label }, upload);
    }
    return (await attachmentById(await ask.read(), tenantId, requireId(attachmentId, ''))) ?? missing();
  }

  private attach(ask: Ask, found: Inspected, { id }: Upload): Promise<void> {
    const { tenantId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      const { upload, about } = await this.own(tx, ask, id);
      if (upload.attached) return; // by a twin of this request, whose copy it is then
      await holdQuota(tx, ask.actor, this.files.quotaMb);
      if (!(await attach(tx, tenantId, id, found))) refuse('ATTACHMENT_EXPIRED');
      const { submissionId, workRecordId, size } = upload;
      await audit(tx, ask.origin, {
        ...{ action: 'ATTACH', objectType: 'attachment', objectId: id, unionId: about.unionId },
        after: {
          submissionId,
          workRecordId,
          size,
          mediaType: found.mediaType,
          sha256: found.sha256.toString('hex'),
        },
      });
    });
  }

  /** Takes away what has not been handed in yet, or gives an upload up. The worker deletes the file. */
  async remove(ask: Ask, attachmentId: string): Promise<void> {
    const { tenantId } = ask.actor;
    await inTenant(this.source, tenantId, async (tx) => {
      const { upload, about } = await this.own(tx, ask, attachmentId, 'REMOVE');
      if (upload.attached && about.submission) requireRemovable(about.submission.state, upload.handedIn);
      await holdQuota(tx, ask.actor, this.files.quotaMb);
      await detach(tx, tenantId, upload.id);
      const { submissionId, workRecordId, size, attached } = upload;
      await audit(tx, ask.origin, {
        ...{
          action: 'REMOVE_ATTACHMENT',
          objectType: 'attachment',
          objectId: upload.id,
          unionId: about.unionId,
        },
        before: { submissionId, workRecordId, size, attached },
      });
    });
  }

  /** What the actor has uploaded, with what it belongs to, which is locked. Anybody else's is NOT_FOUND. */
  private async own(
    tx: Tx,
    ask: Ask,
    attachmentId: string,
    to: 'ATTACH' | 'REMOVE' = 'ATTACH',
  ): Promise<{ upload: Upload; about: About }> {
    const id = requireId(attachmentId, '附件 attachment', 'attachmentId');
    const found = (await uploadBy(tx, ask.actor, id)) ?? missing();
    const about =
      to === 'REMOVE' || found.attached
        ? await this.reachable(tx, ask, found, missing)
        : await this.attachable(tx, ask, found, missing);
    // Again under the lock: the return may have been handed in, or the upload completed or removed, meanwhile.
    return { upload: (await uploadBy(tx, ask.actor, id)) ?? missing(), about };
  }

  /** Locks what the actor may attach to now. */
  private async attachable(tx: Tx, ask: Ask, to: To, unknown: () => never): Promise<About> {
    const about = await this.reachable(tx, ask, to, unknown);
    if (about.submission) requireAttachable(about.submission.state, about.submission.fromAbove);
    else if ((await recordById(tx, ask.actor.tenantId, to.workRecordId ?? ''))?.ended)
      refuse('WORK_RECORD_REMOVED', {}, { field: 'workRecordId' });
    return about;
  }

  private async reachable(tx: Tx, ask: Ask, to: To, unknown: () => never): Promise<About> {
    if (to.submissionId !== null) {
      const submission = await this.commentable(tx, ask, to.submissionId, unknown);
      return { unionId: submission.unionId, submission };
    }
    const record = (await recordById(tx, ask.actor.tenantId, to.workRecordId ?? '')) ?? unknown();
    const seen = await hideUnion(visibleUnion(tx, ask.actor, record.unionId), unknown);
    // Who may not read the book learns nothing of what is in it.
    if (!mayDo('READ_RECORDS', seen)) unknown();
    const { union } = await holdAsFiler(tx, ask, record.unionId);
    await lockBook(tx, ask.actor.tenantId, union.id);
    return { unionId: union.id, submission: null };
  }

  private async commentable(
    tx: Tx,
    ask: Ask,
    id: string,
    unknown: () => never,
  ): Promise<SubmissionHead & { fromAbove: boolean }> {
    const found = (await lockSubmission(tx, ask.actor.tenantId, id)) ?? unknown();
    const tree = await treeOf(tx, ask.actor.tenantId, found.period);
    const seen = await hideUnion(requireMay(tx, ask.actor, 'COMMENT', found.unionId, tree), unknown);
    const others = seen.appointments.filter(({ role }) => role !== 'FILER' && role !== 'ENTRUSTED_FILER');
    return { ...found, fromAbove: may('COMMENT', others, seen.union.id, seen.ancestors) };
  }

  private async requireRoom(tx: Tx, ask: Ask, size: number): Promise<void> {
    const { unfinished, ...usage } = await holdQuota(tx, ask.actor, this.files.quotaMb);
    const full = quotaProblem(usage, size);
    const many = { what: '未完成的上传 unfinished uploads', limit: mostUnfinished };
    refuseAny([
      ...(full ? [full] : []),
      ...(unfinished >= mostUnfinished ? [problem('REQUEST_TOO_LARGE', many)] : []),
    ]);
  }
}

/** ATTACHMENT_TO: a return, and a cell of it, or a record. */
function requireOne({ submissionId, workRecordId, cell }: RequestUploadInput): To {
  const one = Boolean(submissionId) !== Boolean(workRecordId) && !(workRecordId && cell);
  if (!one) refuse('ATTACHMENT_TO', {}, { field: 'submissionId' });
  return {
    submissionId: submissionId ? requireId(submissionId, '填报 submission', 'submissionId') : null,
    workRecordId: workRecordId ? requireId(workRecordId, '台账记录 work record', 'workRecordId') : null,
  };
}

/** NOT_FOUND, of what a file was to be attached to. */
const unknownTo =
  ({ submissionId }: To) =>
  (): never =>
    submissionId === null
      ? refuse('NOT_FOUND', { what: '台账记录 work record' }, { field: 'workRecordId' })
      : refuse('NOT_FOUND', { what: '填报 submission' }, { field: 'submissionId' });

const attachedTo = ({ submissionId, workRecordId }: To, cell: string | null, bookId: string): AttachedTo =>
  submissionId === null
    ? { submissionId, cell: null, workRecordId: workRecordId ?? '', bookId }
    : { submissionId, cell, workRecordId: null, bookId: null };

async function requireRoomAt(tx: Tx, tenantId: string, workRecordId: string): Promise<void> {
  if ((await filesOfRecord(tx, tenantId, workRecordId)) >= mostOfRecord)
    refuse('ATTACHMENT_RECORD_FULL', { limit: mostOfRecord }, { field: 'workRecordId' });
}
