import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePeriod } from './period.js';
import { Refusal } from './problem.js';
import { shippedForm } from './shipped-forms.js';
import {
  completionOf,
  elapsedOf,
  elapsedRate,
  type Held,
  type Holder,
  isBehind,
  issue,
  measureOf,
  nothingHeld,
  parseTargetYear,
  valueOf,
} from './target.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const form = shippedForm('work-q');
const members = measureOf(form, 'mem_member_cnt');
const rate = measureOf(form, 'cov_unionised_rate');

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.problems[0].code;
    throw error;
  }
};
const holder = (id: string, held: Partial<Held> = {}, dissolvedOn: string | null = null): Holder => ({
  ...{ id, name: id, dissolvedOn },
  held: { ...nothingHeld, ...held },
});
const line = (to: Holder, value: bigint | null) => ({ to, value, row: 1 });
const codes = (outcome: ReturnType<typeof issue>): string[] =>
  Array.isArray(outcome) ? outcome.map(({ code }) => code) : [];

describe('what a target may be set for', () => {
  test('a stock, a flow or a ratio', () => {
    expect([members.kind, measureOf(form, 'mem_new_member_cnt').kind, rate.kind]).toEqual([
      'STOCK',
      'FLOW',
      'RATIO',
    ]);
  });
  test('no rank, no count of reports, nothing unknown', () => {
    for (const code of ['comp_best_rank', 'reports_accepted_own', 'no_such', '__proto__'])
      expect(codeOf(() => measureOf(form, code))).toBe('TARGET_NOT_FOR_CELL');
  });
  test('for a year', () => {
    expect(parseTargetYear('S2026').startsOn).toBe('2025-10-01');
    for (const code of ['2026Q3', '2026H1', '2026-09'])
      expect(codeOf(() => parseTargetYear(code))).toBe('TARGET_NEEDS_YEAR');
  });
});

describe('issuing', () => {
  const bureau = holder('bureau', { kept: 100n });

  test('what children are given comes out of what their parent keeps', () => {
    const lines = [line(holder('a'), 30n), line(holder('b', { kept: 20n }), 50n)];
    expect(issue(members, bureau, lines)).toEqual(
      new Map([
        ['a', 30n],
        ['b', 50n],
        ['bureau', 40n],
      ]),
    );
  });
  test('no more than it holds, and nothing where it holds none', () => {
    const lines = [line(holder('a'), 101n)];
    expect(codes(issue(members, bureau, lines))).toEqual(['TARGET_EXCEEDS']);
    expect(codes(issue(members, holder('bureau'), lines))).toEqual(['TARGET_NOT_HELD']);
  });
  test('what has been handed on can be neither lowered past nor taken away', () => {
    const to = holder('a', { kept: 10n, handedOn: 40n, below: 2 });
    for (const value of [39n, null])
      expect(codes(issue(members, bureau, [line(to, value)]))).toEqual(['TARGET_BELOW_HANDED_ON']);
    expect(issue(members, bureau, [line(to, 40n)])).toEqual(
      new Map([
        ['a', 0n],
        ['bureau', 110n],
      ]),
    );
  });
  test('at the top a body gives itself its target, with what it hands on in one issue', () => {
    const top = holder('top');
    expect(issue(members, top, [line(holder('a'), 60n)], 100n)).toEqual(
      new Map([
        ['a', 60n],
        ['top', 40n],
      ]),
    );
    const held = holder('top', { kept: 40n, handedOn: 60n, below: 1 });
    for (const value of [59n, null])
      expect(codes(issue(members, held, [], value))).toEqual(['TARGET_BELOW_HANDED_ON']);
    expect(codes(issue(members, held, [line(holder('b'), 1n)], 60n))).toEqual(['TARGET_EXCEEDS']);
    expect(issue(members, held, [line(holder('a', { kept: 60n }), null)], null)).toEqual(
      new Map([
        ['a', null],
        ['top', null],
      ]),
    );
  });
  test('a dissolved union gives back and gets nothing', () => {
    const gone = holder('gone', { kept: 20n }, '2026-05-01');
    expect(codes(issue(members, bureau, [line(gone, 21n)]))).toEqual(['UNION_DISSOLVED']);
    expect(issue(members, bureau, [line(gone, null)])).toEqual(
      new Map([
        ['gone', null],
        ['bureau', 120n],
      ]),
    );
  });
  test('ratios stand each for itself', () => {
    expect(issue(rate, holder('bureau'), [line(holder('a', { below: 3 }), 955n)])).toEqual(
      new Map([['a', 955n]]),
    );
    expect(valueOf(rate, { kept: null, handedOn: 0n, below: 2 })).toBeNull();
  });

  /** A tree of holders: what each keeps, and its parent; the brute force that `Held` is taken from. */
  class Books {
    readonly kept = new Map<number, bigint>();
    constructor(readonly parents: number[]) {}
    children = (of: number): number[] => this.parents.flatMap((parent, id) => (parent === of ? [id] : []));
    subtree = (of: number): number[] => [of, ...this.children(of).flatMap(this.subtree)];
    held(id: number): Held {
      const below = this.subtree(id)
        .slice(1)
        .filter((one) => this.kept.has(one));
      const handedOn = below.reduce((sum, one) => sum + (this.kept.get(one) ?? 0n), 0n);
      return { kept: this.kept.get(id) ?? null, handedOn, below: below.length };
    }
    values = (): Array<bigint | null> => this.parents.map((_, id) => valueOf(members, this.held(id)));
  }

  test('books balance under any issue and any move of the tree', () => {
    const step = fc.record({
      at: fc.nat(9),
      lines: fc.array(
        fc.tuple(fc.nat(9), fc.option(fc.bigInt({ min: 0n, max: 60n }), { freq: 5, nil: null })),
        {
          maxLength: 3,
        },
      ),
      own: fc.option(fc.bigInt({ min: 0n, max: 200n }), { nil: undefined }),
      moveTo: fc.option(fc.nat(9), { nil: undefined }),
    });
    let [issued, moved] = [0, 0];
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
        const books = new Books([-1, 0, 0, 1, 1, 2, 2, 3, 3, 5]);
        books.kept.set(0, 100n);
        for (const { at, lines, own, moveTo } of steps) {
          const before = books.values();
          if (moveTo !== undefined) {
            if (at === 0 || books.subtree(at).includes(moveTo)) continue;
            const keeps = books.parents.map((_, id) => books.held(id).kept);
            books.parents[at] = moveTo;
            moved += 1;
            expect(books.parents.map((_, id) => books.held(id).kept)).toEqual(keeps);
            expect(books.values()[0]).toBe(before[0]);
            continue;
          }
          const holderOf = (id: number): Holder => holder(String(id), books.held(id));
          const given = new Map(
            lines.flatMap(([nth, value]) => {
              const below = books.children(at);
              return below.length > 0 ? [[below[nth % below.length]!, value] as const] : [];
            }),
          );
          const outcome = issue(
            members,
            holderOf(at),
            [...given].map(([id, value]) => line(holderOf(id), value)),
            at === 0 ? own : undefined,
          );
          if (Array.isArray(outcome)) continue;
          issued += 1;
          for (const [id, kept] of outcome) {
            if (kept === null) books.kept.delete(Number(id));
            else books.kept.set(Number(id), kept);
          }
          const said = new Map<number, bigint | null>(given);
          if (at === 0 && own !== undefined) said.set(0, own);
          books.values().forEach((value, id) => expect(value).toBe(said.has(id) ? said.get(id) : before[id]));
          for (const kept of books.kept.values()) expect(kept).toBeGreaterThanOrEqual(0n);
        }
      }),
      { seed, numRuns: 300 },
    );
    expect({ seed, issued: issued > 100, moved: moved > 100 }).toEqual({ seed, issued: true, moved: true });
  });
});

describe('how far a target has come', () => {
  const year = parsePeriod('2026');
  test('against the time that has gone by', () => {
    expect(elapsedRate(elapsedOf(year, '2026-09-30'))).toBe('74.8'); // 273 of 365 days
    expect(elapsedRate(elapsedOf(year, '2025-12-31'))).toBe('0.0');
    expect(elapsedRate(elapsedOf(year, '2027-03-01'))).toBe('100.0');
    expect(elapsedRate(elapsedOf(parsePeriod('S2024'), '2024-02-29'))).toBe('41.5'); // 152 of 366
  });
  test('in percent, which nothing caps', () => {
    expect(completionOf(87n, 100n)).toBe('87.0');
    expect(completionOf(250n, 200n)).toBe('125.0');
    expect(completionOf(null, 100n)).toBeNull();
    expect(completionOf(5n, 0n)).toBeNull();
  });
  test('only a flow can be behind, and only where it has a figure', () => {
    const gone = elapsedOf(year, '2026-09-30');
    const flow = { kind: 'FLOW' } as const;
    expect(isBehind(flow, { actual: 747n, target: 1000n }, gone)).toBe(true);
    expect(isBehind(flow, { actual: 748n, target: 1000n }, gone)).toBe(false);
    expect(isBehind(flow, { actual: null, target: 1000n }, gone)).toBeNull();
    expect(isBehind({ kind: 'STOCK' }, { actual: 1n, target: 1000n }, gone)).toBeNull();
  });
});
