import type { Kind, Level, Life } from './organisation.js';
import { refuse } from './problem.js';

/** What the rules of reorganisation look at in a union. */
export interface Unit extends Life {
  id: string;
  name: string;
  level: Level;
  kind: Kind;
}

/** The day from which a union stands in the tree: the approval to prepare, or else its founding. */
export function startOf(unit: Pick<Unit, 'preparedOn' | 'establishedOn'>): string {
  return (
    unit.preparedOn ??
    unit.establishedOn ??
    refuse('FIELD_REQUIRED', { field: 'establishedOn' }, { field: 'establishedOn' })
  );
}

/** What is registered has happened: a union of tomorrow would be in nobody's tree today. DATE_IN_FUTURE. */
export function requirePast(field: string, day: string | null, today: string): void {
  if (day && day > today) refuse('DATE_IN_FUTURE', { field, value: day }, { field });
}

/**
 * A parent stands above the grassroots, is in the tree by the day a child comes below it, and is not dissolved.
 * PARENT_CANNOT_HAVE_CHILDREN, UNION_DISSOLVED, UNION_NOT_ESTABLISHED.
 */
export function requireParent(parent: Unit, from: string): void {
  const place = { field: 'parentId' };
  if (parent.level === 'GRASSROOTS') refuse('PARENT_CANNOT_HAVE_CHILDREN', { union: parent.name }, place);
  if (parent.dissolvedOn) refuse('UNION_DISSOLVED', { union: parent.name, date: parent.dissolvedOn }, place);
  if (from < startOf(parent)) refuse('UNION_NOT_ESTABLISHED', { union: parent.name, date: from }, place);
}

/** A union can be moved from the day it stands in the tree until it is dissolved. */
export function requireMovable(unit: Unit, on: string): void {
  if (unit.dissolvedOn) refuse('UNION_DISSOLVED', { union: unit.name, date: unit.dissolvedOn });
  if (on < startOf(unit)) refuse('UNION_NOT_ESTABLISHED', { union: unit.name, date: on }, { field: 'on' });
}

/** A union that is established by a day and not dissolved, whatever day that would be. */
export function requireEstablished(unit: Unit, on: string, field = 'on'): void {
  if (unit.dissolvedOn)
    refuse('UNION_DISSOLVED', { union: unit.name, date: unit.dissolvedOn }, field === 'on' ? {} : { field });
  if (!unit.establishedOn || unit.establishedOn > on)
    refuse('UNION_NOT_ESTABLISHED', { union: unit.name, date: on }, { field });
}

/**
 * One union merges into another (合并): both established, of one level, and the receiver not below what ends.
 * `above`: the superiors of the receiver. MERGE_WITH_ITSELF, MERGE_LEVELS_DIFFER, RECEIVER_BELOW.
 */
export function requireMerge(unit: Unit, receiver: Unit, above: readonly string[], on: string): void {
  const field = 'receiverId';
  if (unit.id === receiver.id) refuse('MERGE_WITH_ITSELF', { union: unit.name }, { field });
  if (unit.level !== receiver.level)
    refuse('MERGE_LEVELS_DIFFER', { union: unit.name, receiver: receiver.name }, { field });
  if (above.includes(unit.id))
    refuse('RECEIVER_BELOW', { union: unit.name, receiver: receiver.name }, { field });
  requireEstablished(unit, on);
  requireEstablished(receiver, on, field);
}

/** What a split (分立) makes of a union: a new union beside it, with what goes over to it. */
export interface SplitPart {
  code: string;
  employerIds: readonly string[];
  childIds: readonly string[];
}

/** Each part once, and nothing goes to two of them. SPLIT_EMPTY, CODE_TAKEN, SPLIT_TWICE. */
export function requireSplit(unit: Unit, parts: readonly SplitPart[], on: string): void {
  requireEstablished(unit, on);
  if (parts.length === 0 || parts.length > 20)
    refuse('SPLIT_EMPTY', { union: unit.name, most: 20 }, { field: 'parts' });
  const twice = (list: readonly string[]): string | undefined =>
    list.find((one, at) => list.indexOf(one) !== at);
  const code = twice(parts.map((part) => part.code));
  if (code !== undefined) refuse('CODE_TAKEN', { code }, { field: 'parts' });
  const shared = twice(parts.flatMap((part) => [...part.employerIds, ...part.childIds]));
  if (shared !== undefined) refuse('SPLIT_TWICE', { id: shared }, { field: 'parts' });
}
