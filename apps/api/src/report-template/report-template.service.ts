import { createHash } from 'node:crypto';
import { bareName, type Sendable, uploadProblems } from '@huiji/domain/attachment';
import { findIndicator } from '@huiji/domain/indicator';
import { type Problem, refuse, refuseAny, Refusal } from '@huiji/domain/problem';
import {
  docxType,
  type FoundInTemplate,
  largestTemplate,
  type Nameable,
  templateProblems,
} from '@huiji/domain/report-template';
import { requireId } from '@huiji/filing/ids';
import { requireForm } from '@huiji/filing/takes-filings';
import { requireAtRoot } from '@huiji/filing/visible';
import { groupsOf } from '@huiji/report/groups';
import { judgeTemplate } from '@huiji/report/judge-apart';
import { audit } from '@huiji/store/audit';
import { indicatorsInForce } from '@huiji/store/catalogue';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { bytesOf, uploadOf } from '@huiji/store/file-store';
import {
  beginTemplateCopy,
  dropTemplate,
  giveUpTemplate,
  insertTemplateUpload,
  lockTemplates,
  type ReportTemplate,
  setTemplate,
  templateOf,
  type TemplateUpload,
  templateUpload,
  unfinishedTemplates,
} from '@huiji/store/report-template';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Files } from '../attachment/files.js';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { requireText } from '../graphql/text.js';

export interface BeginTemplateInput {
  form: string;
  fileName: string;
  size: number;
  idempotencyKey: string;
}

/** Where a template is to be sent. */
export interface TemplateTo {
  templateId: string;
  url: string;
  expiresAt: Date;
}

const longestName = 200;
const document: Sendable = { endings: ['docx'], largest: largestTemplate };
/** How many templates of a tenant may have been begun and neither set nor given up. */
const mostUnfinished = 10;
const missing = (): never => refuse('NOT_FOUND', { what: '模板 template' }, { field: 'templateId' });

/** 工作总结模板: what whoever defines forms makes the work reports of a form come in. */
@Injectable()
export class ReportTemplateService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Files) private readonly files: Files,
  ) {}

  /** The template of a form; null: the starter. */
  async read(ask: Ask, form: string): Promise<ReportTemplate | null> {
    const tx = await ask.read();
    await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
    return templateOf(tx, ask.actor.tenantId, form);
  }

  /** Sets the space for a file aside, and says where to send it. */
  async begin(ask: Ask, input: BeginTemplateInput): Promise<TemplateTo> {
    const { store } = this.files;
    const { tenantId } = ask.actor;
    const fileName = requireText('fileName', bareName(input.fileName), longestName);
    refuseAny(uploadProblems({ fileName, size: input.size }, document));
    const request = { beginReportTemplate: input };
    const id = await onceIn(this.source, ask, input.idempotencyKey, request, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
      const { code: form } = await requireForm(tx, tenantId, input.form);
      if ((await unfinishedTemplates(tx, tenantId)) >= mostUnfinished)
        refuse('REQUEST_TOO_LARGE', { what: '未完成的模板 unfinished templates', limit: mostUnfinished });
      const written = await insertTemplateUpload(tx, ask.actor, { form, fileName, size: input.size });
      await audit(tx, ask.origin, {
        ...{ action: 'BEGIN_REPORT_TEMPLATE', objectType: 'report_template', objectId: written },
        after: { form, size: input.size },
      });
      return written;
    });
    const begun = await templateUpload(await ask.read(), tenantId, id);
    if (!begun || begun.set || begun.uploadUntil <= new Date()) return refuse('ATTACHMENT_EXPIRED');
    const { size, uploadUntil } = begun;
    const url = await store.uploadUrl(uploadOf(tenantId, id), size, uploadUntil);
    return { templateId: id, url, expiresAt: uploadUntil };
  }

  /**
   * Looks at what was sent and makes it the template of its form. The bytes are copied and read between two transactions, as those of an
   * attachment are: only the copy that was looked at is set, once, and any other is deleted.
   */
  async set(ask: Ask, templateId: string): Promise<ReportTemplate | null> {
    const { store } = this.files;
    const { tenantId } = ask.actor;
    const { upload, file, nameable } = await inTenant(this.source, tenantId, async (tx) => {
      const upload = await this.sent(tx, ask, templateId);
      const file = upload.set ? null : ((await beginTemplateCopy(tx, tenantId, upload.id)) ?? expired());
      return { upload, file, nameable: await nameableIn(tx, ask, upload.form) };
    });
    if (file !== null) {
      const uploaded = uploadOf(tenantId, upload.id);
      if (!(await store.copy(uploaded, file))) refuse('ATTACHMENT_NOT_UPLOADED');
      const bytes = await bytesOf(store, { ...uploaded, file });
      const found = await this.judged(ask, upload, bytes, nameable);
      await store.label({ ...uploaded, file }, { fileName: upload.fileName, mediaType: docxType });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await this.keep(ask, upload, { file, placeholders: found.keys, sha256 });
    }
    return templateOf(await ask.read(), tenantId, upload.form);
  }

  /** What an upload names. Where anything is wrong with it, it is over: what is corrected is sent anew. */
  private async judged(
    { actor: { tenantId } }: Ask,
    { id }: TemplateUpload,
    bytes: Buffer,
    nameable: Nameable,
  ): Promise<FoundInTemplate> {
    try {
      return accepted(await judgeTemplate(bytes), nameable);
    } catch (error) {
      if (error instanceof Refusal)
        await inTenant(this.source, tenantId, (tx) => giveUpTemplate(tx, tenantId, id));
      throw error;
    }
  }

  private keep(
    ask: Ask,
    { id, form, size }: TemplateUpload,
    { sha256, ...found }: { file: string; placeholders: readonly string[]; sha256: string },
  ): Promise<void> {
    const { tenantId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      await lockTemplates(tx, tenantId, form);
      if ((await this.sent(tx, ask, id)).set) return; // by a twin of this request, whose copy it is then
      const before = await templateOf(tx, tenantId, form);
      if (!(await setTemplate(tx, tenantId, { id, form }, found))) expired();
      await audit(tx, ask.origin, {
        ...{ action: 'SET_REPORT_TEMPLATE', objectType: 'report_template', objectId: id },
        before: { form, templateId: before?.id ?? null },
        after: { form, size, sha256 },
      });
    });
  }

  /** Takes the template of a form away; false where there is none. */
  drop(ask: Ask, form: string): Promise<boolean> {
    const { tenantId } = ask.actor;
    return inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
      await lockTemplates(tx, tenantId, form);
      const dropped = await dropTemplate(tx, tenantId, form);
      if (dropped === null) return false;
      await audit(tx, ask.origin, {
        ...{ action: 'DROP_REPORT_TEMPLATE', objectType: 'report_template', objectId: dropped },
        before: { form },
      });
      return true;
    });
  }

  /** What was sent, for who may define forms. */
  private async sent(tx: Tx, ask: Ask, templateId: string): Promise<TemplateUpload> {
    await requireAtRoot(tx, ask.actor, 'DEFINE_FORMS');
    const id = requireId(templateId, '模板 template', 'templateId');
    return (await templateUpload(tx, ask.actor.tenantId, id)) ?? missing();
  }
}

const expired = (): never => refuse('ATTACHMENT_EXPIRED');

/** What a template of a form may name, by its newest version and the catalogue of today. */
async function nameableIn(tx: Tx, { actor: { tenantId, today } }: Ask, code: string): Promise<Nameable> {
  const form = await requireForm(tx, tenantId, code);
  const inForce = await indicatorsInForce(tx, tenantId, today);
  const groups = groupsOf({
    form,
    indicatorOf: (indicator) => inForce.get(indicator) ?? findIndicator(indicator),
  });
  const asked = groups.filter(({ cells, ratios }) => cells.length + ratios.length > 0);
  return { form, groups: asked.map(({ name }) => name) };
}

function accepted(found: FoundInTemplate | Problem, nameable: Nameable): FoundInTemplate {
  if ('code' in found) throw new Refusal([found]);
  refuseAny(templateProblems(found, nameable));
  return found;
}
