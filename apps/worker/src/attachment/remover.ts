import { claimRemovals, removalBatch, removalTenants, settleRemovals } from '@huiji/store/attachment-removal';
import { inTenant } from '@huiji/store/data-source';
import type { FileStore, StoredFile } from '@huiji/store/file-store';
import { Log } from '@huiji/store/log';
import type { DataSource } from 'typeorm';
import { failed } from '../failed.js';

/**
 * Deletes the files that no attachment has: of uploads that were never completed, of copies that were refused, of what was removed.
 * It may run twice or be killed at any moment: a file is claimed, deleted, and then forgotten, each in a transaction of its own;
 * deleting what is gone already does nothing.
 */
export class Remover {
  private readonly log = new Log(Remover.name);

  constructor(
    private readonly source: DataSource,
    /** null: this installation keeps no attachments. */
    private readonly store: FileStore | null,
  ) {}

  async sweep(): Promise<void> {
    if (!this.store) return;
    for (const tenantId of await removalTenants(this.source)) {
      try {
        await this.remove(this.store, tenantId);
      } catch (error) {
        // One tenant's trouble must not keep the others waiting; the next sweep tries again.
        failed(this.log, { tenantId }, error);
      }
    }
  }

  private async remove(store: FileStore, tenantId: string): Promise<void> {
    for (;;) {
      const claimed = await inTenant(this.source, tenantId, (tx) => claimRemovals(tx, tenantId));
      const gone: StoredFile[] = [];
      const failures: unknown[] = [];
      // One that cannot be deleted must not keep those behind it.
      for (const file of claimed)
        await store.remove(file).then(
          () => gone.push(file),
          (error: unknown) => failures.push(error),
        );
      await inTenant(this.source, tenantId, (tx) => settleRemovals(tx, tenantId, gone));
      if (failures.length > 0) throw failures[0];
      if (claimed.length < removalBatch) return;
    }
  }
}
