import { problem, type Problem, refuse } from './problem.js';
import { isInWork, type SubmissionState } from './submission.js';

/** A megabyte as limits and quotas count it, in bytes. */
export const megabyte = 1_048_576;

/** How many bytes an attachment (附件) may have. */
export const largestAttachment = 20 * megabyte;

/** How many attachments a record of the work (台账) may have. */
export const mostOfRecord = 10;

/** How many uploads one person may have begun and not finished. */
export const mostUnfinished = 50;

/**
 * What may be attached, by the media type that the bytes show, with the endings that its file names have, the usual one first.
 * Nothing that a browser would run: no HTML, no SVG. No old .doc and .xls: their bytes look like those of an installer.
 */
const endings: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic'],
  'image/heif': ['heif', 'heic'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
};
/** All endings that the name of an attachment may have. */
export const allEndings = [...new Set(Object.values(endings).flat())];
const allowed = allEndings.join(' ');

const endingOf = (fileName: string): string => /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';

/** A file's name as it is kept: without folders, and without characters that cannot be seen or that turn the text around. */
export const bareName = (fileName: string): string =>
  (fileName.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim();

/** What may be sent: by the endings of its name, and how many bytes. */
export interface Sendable {
  endings: readonly string[];
  largest: number;
}

/** What is wrong with a file before it is uploaded, as an attachment if nothing else is said; its bytes have the last word (`requireMediaType`). */
export function uploadProblems(
  { fileName, size }: { fileName: string; size: number },
  { endings: may, largest }: Sendable = { endings: allEndings, largest: largestAttachment },
): Problem[] {
  const ending = endingOf(fileName).slice(0, 20);
  const found = ending ? `.${ending}` : '未知 unknown';
  const range = { field: 'size', value: size, min: 1, max: largest };
  return [
    ...(size < 1 ? [problem('NUMBER_OUT_OF_RANGE', range, at.size)] : []),
    ...(size > largest ? [tooLarge(largest)] : []),
    ...(may.includes(ending)
      ? []
      : [problem('ATTACHMENT_TYPE', { found, allowed: may.join(' ') }, at.fileName)]),
  ];
}
const at = { size: { field: 'size' }, fileName: { field: 'fileName' } } as const;

/** More bytes than may be sent. */
export const tooLarge = (largest = largestAttachment): Problem =>
  problem('ATTACHMENT_TOO_LARGE', { limit: `${largest / megabyte} MB` }, at.size);

/** What bytes are that show this media type, undefined where they show none; ATTACHMENT_TYPE where that may not be attached. */
export function requireMediaType(shown: string | undefined): string {
  if (shown && Object.hasOwn(endings, shown)) return shown;
  return refuse('ATTACHMENT_TYPE', { found: shown ?? '未知 unknown', allowed });
}

/** A file's name with the ending of what it is: a phone's HEIC photo may arrive as .jpg, and a program as .pdf. */
export function nameAs(fileName: string, mediaType: string): string {
  const [usual = '', ...others] = endings[mediaType] ?? [];
  return [usual, ...others].includes(endingOf(fileName)) ? fileName : `${fileName}.${usual}`;
}

/**
 * Whether something may be attached to a return now, else WRONG_STATE: its filers may while it is theirs to change, whoever looks
 * at it from above (审核员, 统计员) always.
 */
export function requireAttachable(state: SubmissionState, fromAbove: boolean): void {
  if (!fromAbove && !isInWork(state)) refuse('WRONG_STATE', { state, action: 'ATTACH' });
}

/**
 * Whether an attachment may be taken away: while the return is in work, and only if it has never been handed in with it. What
 * was once submitted, returned or accepted stays.
 */
export function requireRemovable(state: SubmissionState, handedIn: boolean): void {
  if (!isInWork(state)) refuse('WRONG_STATE', { state, action: 'REMOVE_ATTACHMENT' });
  if (handedIn) refuse('ATTACHMENT_KEPT');
}

/** How many bytes a tenant's attachments take, how many are set aside for uploads under way, and how many there may be. */
export interface AttachmentUsage {
  used: number;
  reserved: number;
  quota: number;
}

/** What keeps a further file of this size out of the quota; null where it fits. */
export function quotaProblem({ used, reserved, quota }: AttachmentUsage, size: number): Problem | null {
  const left = quota - used - reserved;
  if (size <= left) return null;
  const mb = (bytes: number): string => (Math.max(0, bytes) / megabyte).toFixed(1);
  return problem('ATTACHMENT_QUOTA', { left: mb(left), quota: mb(quota) }, at.size);
}
