import type { Held } from './desk.js';
import { type EntrySheet, heldIn } from './line.js';

/** What the server holds of a draft, as a sheet that was read says. */
export const heldOf = ({ submissionId, revision, version, state, tables, hits }: EntrySheet): Held => ({
  ...{ submissionId, revision, version, state, hits },
  cells: heldIn(tables.flatMap(({ cells }) => cells)),
});
