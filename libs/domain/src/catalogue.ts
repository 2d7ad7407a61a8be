import { problemsOf, problemsOfCode } from './catalogue/draft.js';
import type { Catalogue, Indicator } from './catalogue/entry.js';
import { type SameQuestion, sameQuestions } from './catalogue/same-question.js';
import { partsOf } from './indicator.js';
import { type Problem, problem, refuse, refuseAny } from './problem.js';

/**
 * An indicator as a tenant holds it in one version, 1, 2, …: in force from `validFrom` (null: ever since) to before
 * `validTo` (null: without end), both days. Versions of one code do not overlap.
 */
export interface IndicatorVersion {
  entry: Indicator;
  version: number;
  /** Copied from a shipped catalogue, as opposed to defined by the tenant. */
  shipped: boolean;
  validFrom: string | null;
  validTo: string | null;
}

/** What a tenant holds: every version of every indicator it ever had, and the shipped version it took last. */
export interface TenantCatalogue {
  version: number;
  held: readonly IndicatorVersion[];
}

/** What a change of the catalogue writes: versions that end on a day, and new ones. Nothing is ever removed. */
export interface CatalogueChange {
  ended: ReadonlyArray<{ code: string; version: number; validTo: string }>;
  added: readonly IndicatorVersion[];
}

/** The catalogue after a change. */
export function changed(
  catalogue: TenantCatalogue,
  change: CatalogueChange,
  version = catalogue.version,
): TenantCatalogue {
  const held = catalogue.held.map((one) => {
    const end = change.ended.find((each) => each.code === one.entry.code && each.version === one.version);
    return end ? { ...one, validTo: end.validTo } : one;
  });
  return { version, held: [...held, ...change.added] };
}

/** The copy that a tenant starts with. */
export function copyOf({ version, indicators }: Catalogue): TenantCatalogue {
  return {
    version,
    held: indicators.map((entry) => ({ entry, version: 1, shipped: true, validFrom: null, validTo: null })),
  };
}

/** The versions without an end: what may be asked from now on. */
const standing = (catalogue: TenantCatalogue): IndicatorVersion[] =>
  catalogue.held.filter((one) => one.validTo === null);

const entriesOf = (versions: readonly IndicatorVersion[]): Indicator[] => versions.map((one) => one.entry);

/**
 * Adds an indicator of the tenant’s own from a day on. Codes are never reused, not even those of retired ones. Throws a
 * Refusal with all that is wrong: INDICATOR_CODE_FORM, INDICATOR_CODE_TAKEN and the codes of `problemsOf`.
 */
export function define(catalogue: TenantCatalogue, draft: Indicator, validFrom: string): CatalogueChange {
  const taken = (code: string): boolean => catalogue.held.some((one) => one.entry.code === code);
  refuseAny([...problemsOfCode(draft.code, taken), ...problemsOf(draft, entriesOf(standing(catalogue)))]);
  return { ended: [], added: [{ entry: draft, version: 1, shipped: false, validFrom, validTo: null }] };
}

/** The tenant’s own indicator that may still change: NOT_FOUND, INDICATOR_SHIPPED, INDICATOR_RETIRED, STALE_REVISION. */
function own(catalogue: TenantCatalogue, code: string, expectedVersion: number): IndicatorVersion {
  const versions = catalogue.held.filter((one) => one.entry.code === code);
  const newest = versions.toSorted((one, other) => other.version - one.version)[0];
  if (!newest) return refuse('NOT_FOUND', { what: '指标 indicator' }, { field: 'code' });
  if (newest.shipped) return refuse('INDICATOR_SHIPPED', { code }, { field: 'code' });
  if (newest.validTo !== null)
    return refuse('INDICATOR_RETIRED', { code, on: newest.validTo }, { field: 'code' });
  if (newest.version !== expectedVersion)
    return refuse('STALE_REVISION', { expected: expectedVersion, actual: newest.version });
  return newest;
}

/** What figures already stored under the code depend on: with another one they would mean something else. */
const fixed = [
  'kind',
  'unit',
  'decimals',
  'acrossUnions',
  'acrossPeriods',
  'numerator',
  'denominator',
] as const;

/** JSON with sorted keys: a stored entry comes back with its keys in another order. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => [key, canonical(part)]);
};

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));

/** INDICATOR_FIXED for each field that may not change; breakdowns may be renamed and appended, not dropped or moved. */
function problemsOfRevision(before: Indicator, after: Indicator): Problem[] {
  const moved = before.breakdowns.some((part, at) => {
    const now = after.breakdowns[at];
    return now?.code !== part.code || now.dimension !== part.dimension;
  });
  return [
    ...fixed.filter((field) => !same(before[field], after[field])),
    ...(moved ? ['breakdowns'] : []),
  ].map((field) => problem('INDICATOR_FIXED', { code: before.code, field }, { field }));
}

const requireOrder = (from: string | null, to: string, field: string): void => {
  if (from !== null && to < from) refuse('DATE_ORDER', { earlier: from, later: field }, { field });
};

/**
 * Words an indicator of the tenant’s own anew from a day on: names, definition, who files it, further breakdowns. Throws
 * a Refusal with INDICATOR_FIXED, DATE_ORDER, those of `own` and of `problemsOf`.
 */
export function revise(
  catalogue: TenantCatalogue,
  draft: Indicator,
  { from, expectedVersion }: { from: string; expectedVersion: number },
): CatalogueChange {
  const before = own(catalogue, draft.code, expectedVersion);
  requireOrder(before.validFrom, from, 'from');
  refuseAny([
    ...problemsOfRevision(before.entry, draft),
    ...problemsOf(draft, entriesOf(standing(catalogue))),
  ]);
  const { version } = before;
  return {
    ended: [{ code: draft.code, version, validTo: from }],
    added: [{ entry: draft, version: version + 1, shipped: false, validFrom: from, validTo: null }],
  };
}

/** Asks an indicator of the tenant’s own no more from a day on: those of `own`, DATE_ORDER, INDICATOR_IN_USE. */
export function retire(
  catalogue: TenantCatalogue,
  code: string,
  { on, expectedVersion }: { on: string; expectedVersion: number },
): CatalogueChange {
  const { version, validFrom } = own(catalogue, code, expectedVersion);
  requireOrder(validFrom, on, 'on');
  const user = standing(catalogue).find(({ entry }) =>
    [...(entry.numerator ?? []), ...(entry.denominator ?? [])].some(
      (cell) => partsOf(cell)?.indicator === code,
    ),
  );
  if (user) refuse('INDICATOR_IN_USE', { code, other: user.entry.code }, { field: 'code' });
  return { ended: [{ code, version, validTo: on }], added: [] };
}

/** A field of an entry that differs, with its value in either; undefined where an entry does not have it. */
export interface FieldChange {
  field: keyof Indicator;
  before: unknown;
  after: unknown;
}

/** What taking a newer shipped version would do. The tenant’s own indicators stay whatever it brings. */
export interface Difference {
  version: number;
  added: readonly Indicator[];
  changed: ReadonlyArray<{ code: string; fields: readonly FieldChange[] }>;
  /** Shipped codes that the newer version does not have any more. */
  retired: readonly string[];
  /** Own indicators that ask what an added or changed shipped one asks: the tenant decides which to keep. */
  clashes: ReadonlyArray<{ own: string } & SameQuestion>;
}

function fieldsBetween(before: Indicator, after: Indicator): FieldChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])] as Array<keyof Indicator>;
  return fields
    .filter((field) => !same(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** Compares what a tenant holds with a shipped version. */
export function difference(from: TenantCatalogue, to: Catalogue): Difference {
  const shipped = new Map(
    standing(from)
      .filter((one) => one.shipped)
      .map(({ entry }) => [entry.code, entry]),
  );
  const added = to.indicators.filter((one) => !shipped.has(one.code));
  const differing = to.indicators.flatMap((after) => {
    const before = shipped.get(after.code);
    const fields = before ? fieldsBetween(before, after) : [];
    return fields.length > 0 ? [{ code: after.code, fields, after }] : [];
  });
  const coming = [...added, ...differing.map((one) => one.after)];
  const kept = new Set(to.indicators.map((one) => one.code));
  return {
    version: to.version,
    added,
    changed: differing.map(({ code, fields }) => ({ code, fields })),
    retired: [...shipped.keys()].filter((code) => !kept.has(code)),
    clashes: standing(from)
      .filter((one) => !one.shipped)
      .flatMap(({ entry }) => sameQuestions(entry, coming).map((found) => ({ own: entry.code, ...found }))),
  };
}

/**
 * Takes a newer shipped version from a day on; `difference` tells beforehand what that does. Throws a Refusal with
 * CATALOGUE_VERSION when the tenant has it or a newer one.
 */
export function take(catalogue: TenantCatalogue, to: Catalogue, from: string): CatalogueChange {
  if (to.version <= catalogue.version)
    refuse('CATALOGUE_VERSION', { version: to.version, held: catalogue.version }, { field: 'version' });
  const { added, changed: differing, retired } = difference(catalogue, to);
  const entries = new Map(to.indicators.map((one) => [one.code, one]));
  const newest = (code: string): number =>
    Math.max(0, ...catalogue.held.map((one) => (one.entry.code === code ? one.version : 0)));
  const next = (code: string): IndicatorVersion[] => {
    const entry = entries.get(code);
    return entry ? [{ entry, version: newest(code) + 1, shipped: true, validFrom: from, validTo: null }] : [];
  };
  return {
    ended: [...differing.map((one) => one.code), ...retired].map((code) => ({
      code,
      version: newest(code),
      validTo: from,
    })),
    added: [...added, ...differing].flatMap(({ code }) => next(code)),
  };
}
