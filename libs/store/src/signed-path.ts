import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed path lets its holder do, once or often, until it expires. */
export interface Grant {
  method: 'GET' | 'PUT';
  tenantId: string;
  attachmentId: string;
  /** How many bytes are to be sent; 0 for GET. */
  size: number;
  until: Date;
}

/** A request as it came: nothing of it can be trusted before `read` has said so. */
export interface SignedRequest {
  method: string;
  params: { tenantId: string; attachmentId: string };
  query: Readonly<Record<string, unknown>>;
}

/** A number as `sign` writes it. */
const plain = /^(0|[1-9]\d{0,10})$/;

/** Where the api serves signed paths. */
export const signedRoute = '/attachments/:tenantId/:attachmentId';

/**
 * Signs what may be done with a file of the local disk, so that the bytes need no session: HMAC-SHA256 over all that the path
 * grants, by a secret that all api processes share.
 */
export class PathSigner {
  constructor(private readonly secret: string) {}

  sign(grant: Grant): string {
    const expires = Math.ceil(grant.until.getTime() / 1_000);
    const query = new URLSearchParams({ expires: String(expires), size: String(grant.size) });
    query.set('signature', this.signature(grant, expires).toString('base64url'));
    const { tenantId, attachmentId } = grant;
    return `${signedRoute.replace(':tenantId', tenantId).replace(':attachmentId', attachmentId)}?${query.toString()}`;
  }

  /** What a request may do; null where the path was altered, is for another method, or has expired. */
  read({ method, params, query }: SignedRequest, now = new Date()): Grant | null {
    const { expires, size, signature } = query;
    if (method !== 'GET' && method !== 'PUT') return null;
    if (typeof expires !== 'string' || typeof size !== 'string' || typeof signature !== 'string') return null;
    // No two paths say the same.
    if (!plain.test(expires) || !plain.test(size)) return null;
    const { tenantId, attachmentId } = params;
    const until = new Date(Number(expires) * 1_000);
    const grant: Grant = { method, tenantId, attachmentId, size: Number(size), until };
    const [given, due] = [Buffer.from(signature, 'base64url'), this.signature(grant, Number(expires))];
    if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
    return until > now ? grant : null;
  }

  private signature({ method, tenantId, attachmentId, size }: Grant, expires: number): Buffer {
    const text = ['huiji attachment 1', method, tenantId, attachmentId, size, expires].join('\n');
    return createHmac('sha256', this.secret).update(text).digest();
  }
}
