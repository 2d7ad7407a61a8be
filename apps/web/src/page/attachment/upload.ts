import { allEndings, megabyte, uploadProblems } from '@huiji/domain/attachment';
import { messageOf } from '@huiji/domain/problem';
import type { Said } from '../../client/ask.js';

/** What a file is attached to: a return, or a record of the book (台账). */
export type AttachTo = { submissionId: string } | { workRecordId: string };

/** What is attached, as it is listed. */
export interface Attachment {
  id: string;
  cell: string | null;
  /** null for who may not know it, and then there is no `url` either. */
  fileName: string | null;
  size: number;
  by: string;
  at: string;
  url: string | null;
}

/** A file that a person has chosen, on its way. */
export interface Sending {
  id: number;
  file: File;
  /** UNFIT: not sent at all, for what it is. LOST and REFUSED may be tried again. */
  stage: 'WAITING' | 'SENDING' | 'DONE' | 'LOST' | 'REFUSED' | 'UNFIT';
  /** What was wrong, where it was told. */
  told: readonly Said[];
  /** How often it was refused: what is sent after that is another upload. */
  refusals: number;
  /** The attachment whose bytes have arrived and which has not been told to be complete. */
  arrived: string | null;
}

/** The three steps of an upload, as the api takes them. */
export interface Steps {
  request: (one: Sending) => Promise<{
    upload: { attachmentId: string; url: string } | null;
    userErrors: readonly Said[];
  }>;
  put: (url: string, file: File) => Promise<void>;
  complete: (attachmentId: string) => Promise<{ userErrors: readonly Said[] }>;
  /** What the api has told by an error; null where it could not be reached. */
  refusal: (error: unknown) => Said | null;
}

/** What a field for files offers to choose. */
export const accept = allEndings.map((ending) => `.${ending}`).join(',');

/** A file that has just been chosen, with what can be seen to be wrong before it is sent. */
export function chosen(file: File, id: number): Sending {
  const told = uploadProblems({ fileName: file.name, size: file.size }).map((one) => ({
    ...{ code: one.code, messageZh: messageOf(one, 'zh'), messageEn: messageOf(one, 'en') },
  }));
  return { id, file, stage: told.length > 0 ? 'UNFIT' : 'WAITING', told, refusals: 0, arrived: null };
}

const refused = (one: Sending, told: readonly Said[]): Sending => ({
  ...{ ...one, stage: 'REFUSED', told, refusals: one.refusals + 1, arrived: null },
});

/** Takes a file through those steps that it has not come through; answers what has become of it. */
export async function upload(one: Sending, steps: Steps): Promise<Sending> {
  let { arrived } = one;
  try {
    if (arrived === null) {
      const { upload: to, userErrors } = await steps.request(one);
      if (!to) return refused(one, userErrors);
      await steps.put(to.url, one.file);
      arrived = to.attachmentId;
    }
    const { userErrors } = await steps.complete(arrived);
    return userErrors.length > 0 ? refused(one, userErrors) : { ...one, stage: 'DONE', told: [], arrived };
  } catch (error) {
    const refusal = steps.refusal(error);
    return refusal ? refused(one, [refusal]) : { ...one, stage: 'LOST', told: [], arrived };
  }
}

/** What stays listed when more is chosen: all that may still come to something. */
export const isOpen = ({ stage }: Sending): boolean => stage !== 'DONE' && stage !== 'UNFIT';

/** How large a file is, as people read it. */
export const sizeText = (bytes: number): string =>
  bytes < megabyte ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / megabyte).toFixed(1)} MB`;
