import { expect, test } from '@jest/globals';
import {
  beginning,
  eventColumns,
  type EventText,
  type Link,
  LinkCheck,
  linkText,
  SealCheck,
  sealText,
  type StoredSeal,
} from '@huiji/domain/audit-chain';
import fc from 'fast-check';
import { sha256 as hashOf } from './audit-chain.js';

// What separates values in one encoding or another must not let one value pass for two.
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', ',', ':', '{', '}', '[', ']', '\n', '|', '\u0000', '工', 'null'),
  }),
);
const value = fc.option(nasty, { nil: null });
const event = fc.record(
  Object.fromEntries(eventColumns.map((column) => [column, value])),
) as fc.Arbitrary<EventText>;

test('texts are equal only where everything in them is', () => {
  const place = fc.tuple(nasty, fc.nat(), event);
  fc.assert(
    fc.property(place, place, (one, other) => {
      expect(linkText(...one) === linkText(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('a change of any column, of the place or of what is followed changes the hash', () => {
  fc.assert(
    fc.property(event, fc.constantFrom(...eventColumns), value, (whole, column, changed) => {
      fc.pre(whole[column] !== changed);
      const hash = hashOf(linkText(beginning, 1, whole));
      expect(hashOf(linkText(beginning, 1, { ...whole, [column]: changed }))).not.toBe(hash);
      expect(hashOf(linkText(beginning, 2, whole))).not.toBe(hash);
      expect(hashOf(linkText(hash, 1, whole))).not.toBe(hash);
    }),
  );
  // Text moved from one column to its neighbour.
  const empty = Object.fromEntries(eventColumns.map((column) => [column, null])) as EventText;
  const split = (action: string, objectType: string) => linkText('', 1, { ...empty, action, objectType });
  expect(split('AB', 'C')).not.toBe(split('A', 'BC'));
  expect(linkText('', 1, { ...empty, after: null })).not.toBe(linkText('', 1, { ...empty, after: 'null' }));
});

test('a column that is null leaves the hash as it was before there was such a column', () => {
  const former = eventColumns.filter((column) => column !== 'unionId');
  const before = Object.fromEntries(former.map((column) => [column, column]));
  const older = JSON.stringify(['link', beginning, 1, before]);
  expect(linkText(beginning, 1, { ...before, unionId: null } as EventText)).toBe(older);
});

/** A chain of events whose ids count from e1. */
function chainOf(length: number): Link[] {
  let previous = beginning;
  return Array.from({ length }, (_, i) => {
    const sequence = i + 1;
    const told = Object.fromEntries(eventColumns.map((column) => [column, `${column}${sequence}`]));
    const one = { ...told, id: `e${sequence}`, before: null } as EventText;
    previous = hashOf(linkText(previous, sequence, one));
    return { sequence, eventId: `e${sequence}`, hash: previous, event: one };
  });
}

function found(links: readonly Link[]): string[] {
  const check = new LinkCheck(hashOf);
  for (const link of links) check.take(link);
  return check.end().map(({ kind, sequence, until }) => `${kind} ${sequence}${until ? `…${until}` : ''}`);
}

test('a chain as it was sealed has no findings, wherever it is read from the beginning', () => {
  for (const length of [0, 1, 2, 50]) expect(found(chainOf(length))).toEqual([]);
});

test('each tampering is found where it is, and only there', () => {
  const place = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(place, place, fc.constantFrom(...eventColumns), (at, other, column) => {
      const links = (): Link[] => chainOf(20);
      const edited = links();
      edited[at - 1]!.event = { ...edited[at - 1]!.event!, [column]: 'another' };
      expect(found(edited)).toEqual([`EDITED ${at}`]);

      const rehashed = links();
      rehashed[at - 1]!.hash = hashOf('another');
      expect(found(rehashed)).toEqual([`EDITED ${at}`]);

      const gone = links();
      gone[at - 1]!.event = null;
      expect(found(gone)).toEqual([`DELETED ${at}`]);

      if (at < 20) expect(found(links().toSpliced(at - 1, 1))).toEqual([`DELETED ${at}…${at}`]);
      if (at === other) return;
      const [low, high] = [Math.min(at, other), Math.max(at, other)];
      const [a, b] = [links()[low - 1]!, links()[high - 1]!];
      const events = links();
      events[low - 1] = { ...b, sequence: low, hash: a.hash };
      events[high - 1] = { ...a, sequence: high, hash: b.hash };
      expect(found(events)).toEqual([`REORDERED ${low}`, `REORDERED ${high}`]);
      const whole = links();
      whole[low - 1] = { ...b, sequence: low };
      whole[high - 1] = { ...a, sequence: high };
      expect(found(whole)).toEqual([`REORDERED ${low}`, `REORDERED ${high}`]);
    }),
    { numRuns: 60 },
  );
});

test('seals: each covers its batch, its time, its place and the seal before', () => {
  let previous = beginning;
  const seals = [5, 9, 20].map((lastSequence, i): StoredSeal => {
    const seal = { number: i + 1, lastSequence, sealedAt: `${i}.5` };
    previous = hashOf(sealText('t', previous, seal, `link${lastSequence}`));
    return { ...seal, hash: previous, linkHash: `link${lastSequence}` };
  });
  const told = (stored: StoredSeal[], wrong: number[] = []) => {
    const check = new SealCheck('t', hashOf, (sequence) => wrong.includes(sequence));
    for (const seal of stored) check.take(seal);
    return check.findings.map(({ kind, seal }) => `${kind} ${seal}`);
  };
  expect(told(seals)).toEqual([]);
  for (const change of [
    { lastSequence: 8 },
    { sealedAt: '1.500001' },
    { hash: 'h' },
    { linkHash: 'l' },
    { linkHash: null },
  ])
    expect(told(seals.with(1, { ...seals[1]!, ...change }))).toEqual(['EDITED 2']);
  expect(told(seals.toSpliced(1, 1))).toEqual(['DELETED 2']);
  // Where the link is known to be wrong the seal adds nothing.
  expect(told(seals.with(1, { ...seals[1]!, linkHash: 'l' }), [9])).toEqual([]);
});
