import { refuse } from '@huiji/domain/problem';
import type { FileStore } from '@huiji/store/file-store';
import { openFileStore } from '@huiji/store/file-store-settings';
import type { Config } from '../config.js';

/** Where this installation keeps attachments, and how many megabytes of them a tenant may have. */
export class Files {
  /** null when it keeps none. */
  readonly place: FileStore | null;
  readonly quotaMb: number;

  constructor(config: Config) {
    this.place = openFileStore(config);
    this.quotaMb = config.ATTACHMENT_QUOTA_MB;
  }

  /** The store; ATTACHMENTS_NOT_SET_UP when there is none. */
  get store(): FileStore {
    return this.place ?? refuse('ATTACHMENTS_NOT_SET_UP');
  }
}
