import { catalogue } from './generated/catalogue.js';
import type { Catalogue, Indicator } from './catalogue/entry.js';
import { version2 } from './catalogue/version-2.js';

const revised = (one: Indicator): Indicator => ({
  ...one,
  ...version2.find((change) => change.code === one.code)?.becomes,
});

const newest: Catalogue = { version: 2, indicators: (catalogue as readonly Indicator[]).map(revised) };

/**
 * The versions of the catalogue that ship, oldest first: 1 is the CSV as it was published, 2 corrects it. A tenant holds
 * a copy of one of them. A code once shipped keeps its meaning in every later version.
 */
export const shippedCatalogues: readonly Catalogue[] = [{ version: 1, indicators: catalogue }, newest];

/** What a tenant gets that is opened today. */
export const newestCatalogue: Catalogue = newest;

/** The shipped catalogue of this version, or undefined. */
export function shippedCatalogue(version: number): Catalogue | undefined {
  return shippedCatalogues.find((one) => one.version === version);
}
