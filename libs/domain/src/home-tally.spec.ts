import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { heldOn, type HomeTrack } from './home.js';
import { type AwardOf, type HomeFacts, homeYearOf, tallyOf } from './home-tally.js';

const on = '2026-09-30';
const day = fc
  .integer({ min: 0, max: 2_400 })
  .map((days) => new Date(Date.UTC(2021, 0, 1 + days)).toISOString().slice(0, 10));
const track = fc.constantFrom<HomeTrack>('LOCAL', 'SYSTEM');
const award: fc.Arbitrary<AwardOf> = fc
  .record({
    ...{ id: fc.uuid(), track, grade: fc.integer({ min: 1, max: 3 }), awardedOn: day, lowered: fc.boolean() },
    ...{ validUntil: fc.option(day), ended: fc.option(day), checkedOn: fc.option(day) },
    ending: fc.constantFrom<'LOWERED' | 'REVOKED'>('LOWERED', 'REVOKED'),
  })
  .map(({ ended, ending, ...one }) => ({ ...one, endedOn: ended, ending: ended === null ? null : ending }));
const assessed = fc.record({
  ...{ track, inspection: fc.boolean(), revision: fc.constant(1), inspected: fc.constant(1) },
  ...{ grade: fc.integer({ min: 1, max: 3 }), total: fc.constant(1n), complete: fc.boolean() },
  passed: fc.option(fc.boolean()),
});
const facts: fc.Arbitrary<HomeFacts> = fc.record({
  ...{ unionId: fc.uuid(), code: fc.string(), stands: fc.boolean() },
  plans: fc.array(fc.record({ track, grade: fc.integer({ min: 1, max: 3 }) }), { maxLength: 2 }),
  ...{ awards: fc.array(award, { maxLength: 4 }), assessments: fc.array(assessed, { maxLength: 3 }) },
  ballots: fc.option(
    fc.constant({ members: 9, issued: 9, returned: 9, satisfied: 5, basically: 2, unsatisfied: 2 }),
  ),
});

const ladder = 3;
const count = (homes: HomeFacts[], of: HomeTrack | null) => tallyOf(homes, { on, track: of, ladder });

test('grades part the unions that stand, and a whole is the sum of its parts', () => {
  fc.assert(
    fc.property(fc.array(facts), fc.array(facts), fc.option(track), (here, there, of) => {
      const [one, other, both] = [here, there, [...here, ...there]].map((homes) => count(homes, of));
      expect(both!.grades.reduce((sum, { unions }) => sum + unions, 0)).toBe(both!.unions);
      expect(both!.unions).toBe([...here, ...there].filter(({ stands }) => stands).length);
      const { share, grades, ...counts } = both!;
      for (const key of Object.keys(counts) as Array<keyof typeof counts>)
        expect(both![key]).toBe(one![key] + other![key]);
      grades.forEach(({ unions, planned, reached }, at) => {
        expect(unions).toBe(one!.grades[at]!.unions + other!.grades[at]!.unions);
        expect(reached).toBeLessThanOrEqual(planned);
      });
      const held = both!.unions - grades[0]!.unions;
      expect(share === null).toBe(both!.unions === 0);
      if (share !== null) expect(Math.abs(Number(share) - (100 * held) / both!.unions)).toBeLessThan(0.006);
    }),
  );
});

test('both tracks together count the higher of the two', () => {
  fc.assert(
    fc.property(facts, (home) => {
      const highest = (of: HomeTrack | null): number => {
        const { grades } = count([{ ...home, stands: true }], of);
        return grades.findIndex(({ unions }) => unions === 1);
      };
      expect(highest(null)).toBe(Math.max(highest('LOCAL'), highest('SYSTEM')));
    }),
  );
});

test('what happened in the year counts also where the union has gone on in another since', () => {
  const base = { unionId: '1', code: '1', plans: [], assessments: [], ballots: null };
  const one = (more: Partial<AwardOf>): AwardOf => ({
    ...{ id: 'a', track: 'LOCAL', grade: 1, awardedOn: '2026-03-01', validUntil: null, checkedOn: null },
    ...{ endedOn: null, lowered: false, ending: null },
    ...more,
  });
  const merged = { ...base, stands: false, awards: [one({ endedOn: '2026-06-30' })] };
  const lowered = {
    ...base,
    stands: true,
    awards: [
      one({ grade: 2, awardedOn: '2020-01-01', endedOn: on, ending: 'LOWERED' }),
      one({ awardedOn: on, lowered: true }),
    ],
  };
  const tomorrow = { ...base, stands: true, awards: [one({ awardedOn: '2026-10-01' })] };
  const revoked = {
    ...base,
    stands: true,
    awards: [one({ awardedOn: '2024-01-01', endedOn: '2026-01-01', ending: 'REVOKED' })],
  };
  expect(count([merged, lowered, tomorrow, revoked], 'LOCAL')).toMatchObject({
    ...{ unions: 3, share: '33.33', awarded: 1, lowered: 1, revoked: 1 },
    grades: [{ unions: 2 }, { unions: 1 }, { unions: 0 }, { unions: 0 }],
  });
});

test('a home is seen on one track, and its inspection is outdated by a self-assessment after it', () => {
  fc.assert(
    fc.property(facts, track, (home, of) => {
      const seen = homeYearOf(home, 2026, of);
      expect([...seen.awards].every((one) => one.track === of)).toBe(true);
      expect(heldOn(seen.awards, on)?.track ?? of).toBe(of);
    }),
  );
  const made = { track: 'LOCAL', grade: 1, total: 1n, complete: true, passed: true } as const;
  const home = (revision: number): HomeFacts => ({
    ...{ unionId: '1', code: '1', stands: true, plans: [], awards: [], ballots: null },
    assessments: [
      { ...made, inspection: false, revision, inspected: null },
      { ...made, inspection: true, revision: 1, inspected: 1 },
    ],
  });
  expect([1, 2].map((revision) => homeYearOf(home(revision), 2026, 'LOCAL').inspectionOutdated)).toEqual([
    false,
    true,
  ]);
});
