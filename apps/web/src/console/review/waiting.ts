import type { OpenedReturnQuery, ReviewQueueQuery } from './generated/review.js';

/** A return that waits, with its risk. */
export type Item = ReviewQueueQuery['reviewQueue']['nodes'][number];

/** A return that is opened. */
export type Return = NonNullable<OpenedReturnQuery['submission']>;
