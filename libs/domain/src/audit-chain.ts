/** The columns of an audit event, in the order in which they are sealed. A new one is added at the end. */
export const eventColumns = [
  'tenantId',
  'id',
  'at',
  'personId',
  'requestId',
  'address',
  'action',
  'objectType',
  'objectId',
  'before',
  'after',
  'unionId',
  'tokenId',
] as const;

/**
 * An audit event as text, exact: `at` in seconds since 1970 with six decimals, `before` and `after` as PostgreSQL prints
 * jsonb (its keys in one order, each once).
 */
export type EventText = Readonly<Record<(typeof eventColumns)[number], string | null>>;

/** Makes the hash of a text: SHA-256 in hexadecimal. The domain runs where Node does not, so it is handed in. */
export type HashOf = (text: string) => string;

/** What the first link and the first seal of a tenant follow. */
export const beginning = '0'.repeat(64);

/**
 * What a link's hash covers: the hash before, its place, and all of the event. Two that differ in anything differ in text.
 * A column that is null is left out, so one added later leaves the hashes of the events before it as they are.
 */
export function linkText(previous: string, sequence: number, event: EventText): string {
  const held = eventColumns.filter((column) => event[column] !== null);
  return JSON.stringify([
    'link',
    previous,
    sequence,
    Object.fromEntries(held.map((column) => [column, event[column]])),
  ]);
}

/** A batch of links as its seal holds it. `sealedAt` as in `EventText`. */
export interface Seal {
  number: number;
  lastSequence: number;
  hash: string;
  sealedAt: string;
}

/** What a seal's hash covers: the seal before, which batch it is, when it was sealed, and the link it ends with. */
export function sealText(
  tenantId: string,
  previous: string,
  seal: Omit<Seal, 'hash'>,
  linkHash: string,
): string {
  const { number, lastSequence, sealedAt } = seal;
  return JSON.stringify(['seal', tenantId, previous, number, lastSequence, sealedAt, linkHash]);
}

/** A link as it is stored, with its event; null where that is gone. */
export interface Link {
  sequence: number;
  eventId: string;
  hash: string;
  event: EventText | null;
}

/** A head of the chain as it was written down outside the database. */
export interface Anchor {
  tenantId: string;
  number: number;
  sequence: number;
  hash: string;
  at: string;
}

/**
 * `EDITED`: an event, link or seal is not what was sealed. `DELETED`: an event, or links, or a seal are gone. `INSERTED`: in
 * the table, but nothing ever sealed it. `REORDERED`: sealed, at another place. `TRUNCATED`: the chain ends before an
 * anchored head. `REWRITTEN`: the chain at an anchored head is another one. `UNSEALED`: waits for longer than it may.
 */
export type FindingKind =
  'EDITED' | 'DELETED' | 'INSERTED' | 'REORDERED' | 'TRUNCATED' | 'REWRITTEN' | 'UNSEALED';

/** One thing that is wrong, with the event, the place in the chain, or the seal that it is about. */
export interface Finding {
  kind: FindingKind;
  eventId?: string;
  sequence?: number;
  /** The last of several places, or where there is no place, of several seals. */
  until?: number;
  seal?: number;
}

/** Links compared with each other when it is asked whether they were reordered: the cost grows with the third power. */
const mostCompared = 24;

interface Misfit extends Link {
  event: EventText;
  /** The hash stored at the place before; null where that is gone. */
  before: string;
}

/** Walks the links of a tenant's chain, in order of their sequence, and finds what is not as it was sealed. */
export class LinkCheck {
  readonly findings: Finding[] = [];
  private readonly misfits: Misfit[] = [];
  /** The hashes that the next link may follow: as stored, and as it ought to be. None where that is not known. */
  private before: string[] = [beginning];
  private sequence = 0;

  constructor(private readonly hashOf: HashOf) {}

  /** How much is wrong so far. */
  get wrong(): number {
    return this.findings.length + this.misfits.length;
  }

  /** The place of the last link that was taken. */
  get last(): number {
    return this.sequence;
  }

  take(link: Link): void {
    const expected = this.sequence + 1;
    this.sequence = link.sequence;
    if (link.sequence !== expected) {
      this.findings.push({ kind: 'DELETED', sequence: expected, until: link.sequence - 1 });
      this.before = [];
    }
    const { event } = link;
    if (event === null) {
      this.findings.push({ kind: 'DELETED', eventId: link.eventId, sequence: link.sequence });
      this.before = [link.hash];
      return;
    }
    const [stored] = this.before;
    const hashes = this.before.map((hash) => this.hashOf(linkText(hash, link.sequence, event)));
    const [ought] = hashes;
    const fits = stored === undefined || hashes.includes(link.hash);
    if (!fits) this.misfits.push({ ...link, event, before: stored });
    this.before = fits || ought === undefined ? [link.hash] : [link.hash, ought];
  }

  /** Everything that is wrong, once the last link was taken. */
  end(): Finding[] {
    const compared = this.misfits.slice(0, mostCompared);
    const whys = this.misfits.map((link, i) => ({
      link,
      kind: i < mostCompared ? why(link, compared, this.hashOf) : ('EDITED' as const),
    }));
    const found = whys.flatMap(({ link, kind }): Finding[] =>
      kind ? [{ kind, eventId: link.eventId, sequence: link.sequence }] : [],
    );
    return [...this.findings, ...found];
  }
}

/**
 * Why a link does not fit: REORDERED where its event was sealed at the place of another misfit, null where only what it
 * follows was changed, else EDITED.
 */
function why(link: Misfit, misfits: readonly Misfit[], hashOf: HashOf): 'REORDERED' | 'EDITED' | null {
  const hashes = misfits.map(({ hash }) => hash);
  const fits = (place: Misfit, hash: string): boolean =>
    [place.before, ...hashes].some((before) => hashOf(linkText(before, place.sequence, link.event)) === hash);
  if (fits(link, link.hash)) return null;
  const elsewhere = misfits.some(
    (place) => place !== link && (fits(place, link.hash) || fits(place, place.hash)),
  );
  return elsewhere ? 'REORDERED' : 'EDITED';
}

/** A seal as it is stored, with the hash of the link it ends with; null where that is gone. */
export interface StoredSeal extends Seal {
  linkHash: string | null;
}

/** Walks the seals of a tenant's chain, in order of their number. */
export class SealCheck {
  readonly findings: Finding[] = [];
  private before: string[] = [beginning];
  /** The last seal that was taken. */
  last: Seal | null = null;

  constructor(
    private readonly tenantId: string,
    private readonly hashOf: HashOf,
    /** Whether the link at a place is known to be wrong or gone: a seal that ends with it says nothing more. */
    private readonly isWrong: (sequence: number) => boolean,
  ) {}

  take({ linkHash, ...seal }: StoredSeal): void {
    const expected = (this.last?.number ?? 0) + 1;
    this.last = seal;
    if (seal.number !== expected) {
      this.findings.push({ kind: 'DELETED', seal: expected, until: seal.number - 1 });
      this.before = [];
    }
    if (linkHash === null || this.isWrong(seal.lastSequence)) {
      // It ends with a link that never was.
      if (!this.isWrong(seal.lastSequence)) this.findings.push({ kind: 'EDITED', seal: seal.number });
      this.before = [seal.hash];
      return;
    }
    const hashes = this.before.map((hash) => this.hashOf(sealText(this.tenantId, hash, seal, linkHash)));
    const [ought] = hashes;
    const fits = ought === undefined || hashes.includes(seal.hash);
    if (!fits) this.findings.push({ kind: 'EDITED', seal: seal.number });
    this.before = fits ? [seal.hash] : [seal.hash, ought];
  }
}
