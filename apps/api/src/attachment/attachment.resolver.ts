import type { AttachmentUsage } from '@huiji/domain/attachment';
import { requireId } from '@huiji/filing/ids';
import { requireAtRoot } from '@huiji/filing/visible';
import { type Attachment, attachmentsOf, attachmentsOfRecords, usageOf } from '@huiji/store/attachment';
import type { Submission } from '@huiji/store/submission';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type Connection, keysetOf, type PageAsked, pageOf } from '../graphql/connection.js';
import { readableContacts } from '../organisation/contacts.js';
import { AttachmentService, type RequestUploadInput, type UploadTo } from './attachment.service.js';
import { Files } from './files.js';

/** An attachment as it is shown: nameless, and without an address, where the contacts of its union are not the reader's. */
type Shown = Omit<Attachment, 'fileName'> & { fileName: string | null };

interface Named {
  attachmentId: string;
}

/** How long the address of an attachment holds, in milliseconds. */
const downloadable = 5 * 60_000;

@Resolver('Attachment')
export class AttachmentResolver {
  constructor(
    @Inject(AttachmentService) private readonly attachments: AttachmentService,
    @Inject(Files) private readonly files: Files,
  ) {}

  /** Whoever is shown an attachment by its name may have it. */
  @ResolveField('url')
  url(@Parent() attachment: Shown, @Context('ask') { actor }: Ask): Promise<string> | null {
    if (attachment.fileName === null) return null;
    const where = { tenantId: actor.tenantId, attachmentId: attachment.id, file: String(attachment.copy) };
    return this.files.store.downloadUrl(where, new Date(Date.now() + downloadable));
  }

  @Query('attachmentUsage')
  async usage(@Context('ask') ask: Ask): Promise<AttachmentUsage> {
    const tx = await ask.read();
    await requireAtRoot(tx, ask.actor, 'READ_USAGE');
    return usageOf(tx, ask.actor, this.files.quotaMb);
  }

  @Mutation('requestUpload')
  request(
    @Args('input') input: RequestUploadInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ upload: UploadTo }>> {
    return ask.answer(async () => ({ upload: await this.attachments.request(ask, input) }));
  }

  @Mutation('completeUpload')
  complete(
    @Args('input') { attachmentId }: Named,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ attachment: Attachment }>> {
    return ask.answer(async () => ({ attachment: await this.attachments.complete(ask, attachmentId) }));
  }

  @Mutation('removeAttachment')
  remove(
    @Args('input') { attachmentId }: Named,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ removed: boolean }>> {
    return ask.answer(async () => {
      await this.attachments.remove(ask, attachmentId);
      return { removed: true };
    });
  }
}

/** `Submission.attachments` for all submissions of an answer by one statement (a Mercurius loader). */
export const attachmentsLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: Submission; params: PageAsked }>,
    { ask }: { ask: Ask },
  ): Promise<Array<Connection<Shown>>> {
    const asked = queries.map(({ obj, params }) => {
      const { first, after } = keysetOf(params);
      return { submissionId: obj.id, first, after: after && requireId(after, '页 page') };
    });
    const tx = await ask.read();
    const found = await attachmentsOf(tx, ask.actor.tenantId, asked);
    const unionOf = (i: number): string => queries[i]?.obj.unionId ?? '';
    const named = found.flatMap((rows, i) => (rows.length > 0 ? [unionOf(i)] : []));
    const readable = await readableContacts(tx, ask.actor, named);
    return found.map((rows, i) => {
      const shown = rows.map((row): Shown => (readable.has(unionOf(i)) ? row : { ...row, fileName: null }));
      return pageOf(shown, (asked[i]?.first ?? 1) - 1, ({ id }) => id);
    });
  },
  opts: { cache: false },
};

/** `WorkRecord.attachments` for all records of an answer by one statement: whoever reads a record may have them. */
export const recordAttachmentsLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: { id: string } }>,
    { ask }: { ask: Ask },
  ): Promise<Attachment[][]> {
    const ids = queries.map(({ obj }) => obj.id);
    const found = await attachmentsOfRecords(await ask.read(), ask.actor.tenantId, [...new Set(ids)]);
    return ids.map((id) => found.get(id) ?? []);
  },
  opts: { cache: false },
};
