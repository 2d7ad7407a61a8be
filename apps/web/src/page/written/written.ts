import { createStore, del, get, set } from 'idb-keyval';
import { useEffect, useState } from 'react';

/** What a form holds, and the revision of the server's that it was begun from; 0 where there was none. */
export interface Seen {
  seen: number;
}

/** A form over what the server holds of it. */
export interface Form<Written extends Seen> {
  written: Written;
  write: (change: Partial<Written>) => void;
  /** Whether somebody saved another revision since this was begun. */
  moved: boolean;
  /** Goes on with what is typed, in place of what was saved meanwhile. */
  goOn: () => void;
  /** Forgets what is typed, for what the server holds. */
  giveUp: () => void;
  /** What was typed until now has been saved as a revision; what is typed since stays. */
  saved: (revision: number) => void;
}

/** What the device keeps of a form; `saved`: as it was sent and taken, to be shown until the server's own is here. */
interface Kept<Written> {
  written: Written;
  saved: boolean;
}

// Of its own: a database of the browser takes no further store once it is there. Named after what it held first: another name would lose that.
const store = createStore('huiji-homes', 'written');

/**
 * What is typed over `held`, the server's: kept on this device until it is saved, so that neither a refusal nor a reload loses it; null
 * until the device has said what it keeps. `key` names whose form it is of all that are kept, and is the same as long as its component lives.
 */
export function useWritten<Written extends Seen>(key: string, held: Written): Form<Written> | null {
  const [kept, setKept] = useState<Kept<Written> | null>();
  useEffect(() => {
    let awaited = true;
    // A browser that keeps nothing, as in a private window, has nothing to tell.
    void get<Written>(key, store)
      .catch(() => undefined)
      .then((written) => {
        if (awaited) setKept(written ? { written, saved: false } : null);
      });
    return () => {
      awaited = false;
    };
  }, [key]);
  useEffect(() => {
    if (kept === undefined) return;
    const keeping = kept === null || kept.saved ? del(key, store) : set(key, kept.written, store);
    // There the form lives as long as its page.
    void keeping.catch(() => undefined);
  }, [key, kept]);
  if (kept === undefined) return null;
  const over = kept?.saved && held.seen >= kept.written.seen ? null : kept;
  const { written } = over ?? { written: held };
  const type = (typed: Written): void => setKept({ written: typed, saved: false });
  return {
    written,
    write: (change) => type({ ...written, ...change }),
    moved: written.seen < held.seen,
    goOn: () => type({ ...written, seen: held.seen }),
    giveUp: () => setKept(null),
    saved: (seen) => setKept((now) => now && { written: { ...now.written, seen }, saved: now === kept }),
  };
}
