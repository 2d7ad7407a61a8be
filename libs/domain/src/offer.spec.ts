import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entry, Mark } from './figure.js';
import { cellsFiledBy, layoutOf } from './form.js';
import { carriedCells, type Offer, type Offered, offersOf, takeOver } from './offer.js';
import type { Past } from './past.js';
import { parsePeriod } from './period.js';
import { shippedForm } from './shipped-forms.js';
import type { WorkRecord } from './work-record.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const always = { seed, numRuns: 300 };
const yearly = shippedForm('work-y');
const quarters = ['2026Q1', '2026Q2', '2026Q3', '2026Q4'];

const past = (period: string, entries: Record<string, Entry> | null): Past => ({
  ...{ form: 'work-q', period, submissionId: entries && `of ${period}` },
  entries: new Map(Object.entries(entries ?? {})),
});
const exact = (figure: bigint, mark: Mark = 'EXACT'): Entry => ({ figure, mark });
const none = { lastAccepted: null, quarters: [], book: null, due: () => true };
const offered = (more: Partial<Offered>): Map<string, Offer> =>
  offersOf(yearly, 'GRASSROOTS', { ...none, ...more });

const entry = fc.oneof(
  fc.record({
    figure: fc.bigInt(0n, 99_999n),
    mark: fc.constantFrom<Mark>('EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED'),
  }),
  fc.constant<Entry>({ figure: null, mark: 'NOT_APPLICABLE' }),
  fc.constant<Entry>({ figure: null, mark: 'MISSING' }),
);
/** Four quarters of a flow and a stock; null where a quarter was never accepted. */
const year = fc.tuple(
  ...quarters.map(() => fc.option(fc.record({ mem_new_member_cnt: entry, mem_member_cnt: entry }))),
);
const facts: readonly Mark[] = ['EXACT', 'AT_LEAST', 'ABOUT'];

describe(`offers (SEED=${seed})`, () => {
  test('carry stocks over, never flows, planned figures or blanks; 0 and not applicable stay what they are', () => {
    const last = past('2025', {
      mem_member_cnt: exact(0n),
      mem_worker_cnt: exact(7n, 'ABOUT'),
      mem_retained_cnt: { figure: null, mark: 'NOT_APPLICABLE' },
      mem_realname_cnt: exact(9n, 'PLANNED'),
      mem_new_member_cnt: exact(4n),
      trn_class_cnt: exact(3n),
      comp_best_rank: exact(1n),
    });
    const offers = offersOf(yearly, 'GRASSROOTS', { ...none, lastAccepted: last });
    expect([...offers].map(([code, { figure, mark, origin }]) => [code, figure, mark, origin])).toEqual([
      ['mem_worker_cnt', 7n, 'ABOUT', 'CARRIED'],
      ['mem_member_cnt', 0n, 'EXACT', 'CARRIED'],
      ['mem_retained_cnt', null, 'NOT_APPLICABLE', 'CARRIED'],
    ]);
    expect(offered({ lastAccepted: { ...last, submissionId: null } }).size).toBe(0);
  });

  test('are only of stocks and flows that the level types, whatever was filed', () => {
    for (const level of ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'] as const) {
      const all = Object.fromEntries(layoutOf(yearly).filed.map(({ code }) => [code, exact(1n)]));
      const codes = [
        ...offersOf(yearly, level, {
          ...none,
          lastAccepted: past('2025', all),
          quarters: [past('2026Q1', all)],
        }),
      ].map(([code]) => code);
      expect(codes).toEqual(
        cellsFiledBy(yearly, level)
          .filter(({ source, kind }) => source === 'TYPED' && (kind === 'STOCK' || kind === 'FLOW'))
          .map(({ code }) => code),
      );
    }
  });

  test('of a year are the exact sum of its quarters, and at least so much as soon as one is missing', () => {
    fc.assert(
      fc.property(year, (filed) => {
        const offer = offered({ quarters: quarters.map((period, i) => past(period, filed[i] ?? null)) }).get(
          'mem_new_member_cnt',
        );
        const values = filed.map(
          (one) => one?.mem_new_member_cnt ?? { figure: null, mark: 'MISSING' as const },
        );
        const known = values.filter(({ mark }) => mark !== 'MISSING' && mark !== 'PLANNED');
        if (known.length === 0) return expect(offer).toBeUndefined();
        const adding = known.filter(({ mark }) => facts.includes(mark));
        const sum = adding.reduce((total, { figure }) => total + (figure ?? 0n), 0n);
        expect(offer).toMatchObject({ figure: adding.length > 0 ? sum : null, missing: 4 - known.length });
        const inexact = adding.some(({ mark }) => mark !== 'EXACT') || known.length < 4;
        if (adding.length > 0) expect(offer?.mark !== 'EXACT').toBe(inexact);
        if (adding.some(({ mark }) => mark === 'ABOUT')) expect(offer?.mark).toBe('ABOUT');
        expect(offer?.submissionIds).toEqual(offer?.periods.map((period) => `of ${period}`));
      }),
      always,
    );
  });

  test('of a stock are the last quarter known, unchanged, with the quarters after it missing', () => {
    fc.assert(
      fc.property(year, (filed) => {
        const offer = offered({ quarters: quarters.map((period, i) => past(period, filed[i] ?? null)) }).get(
          'mem_member_cnt',
        );
        const at = filed.findLastIndex(
          (one) => one && !['MISSING', 'PLANNED'].includes(one.mem_member_cnt.mark),
        );
        if (at < 0) return expect(offer).toBeUndefined();
        expect(offer).toMatchObject({
          ...filed[at]?.mem_member_cnt,
          periods: [quarters[at]],
          missing: 3 - at,
        });
      }),
      always,
    );
  });

  test('lack no quarter in which the union had nothing to file, and prefer the quarters to last year', () => {
    const q3 = past('2026Q3', { mem_new_member_cnt: exact(2n), mem_member_cnt: exact(5n) });
    const offers = offered({
      ...{ quarters: [past('2026Q1', null), past('2026Q2', null), q3, past('2026Q4', null)] },
      lastAccepted: past('2025', { mem_member_cnt: exact(4n), mem_retained_cnt: exact(1n) }),
      due: (period) => period === '2026Q3',
    });
    expect(offers.get('mem_new_member_cnt')).toMatchObject({ figure: 2n, mark: 'EXACT', missing: 0 });
    expect(offers.get('mem_member_cnt')).toMatchObject({ figure: 5n, origin: 'QUARTERS', missing: 0 });
    expect(offers.get('mem_retained_cnt')).toMatchObject({ figure: 1n, origin: 'CARRIED' });
  });

  test('are what the book adds up to, rather than the last accepted stock and never instead of accepted quarters', () => {
    const contest: WorkRecord = {
      ...{ kind: 'contest', day: '2026-08-20', name: '比武', heldBy: null, values: { participants: '12' } },
    };
    const contract: WorkRecord = {
      ...{ kind: 'contract', day: '2026-01-01', name: '合同', heldBy: null },
      values: { type: '综合', employer: '甲厂', enterprises: '1', workers: '90' },
    };
    const book = { period: parsePeriod('2026'), version: 7, records: [contest, contract] };
    const stock = past('2025', { wc_collective_contract_unit_cnt: exact(4n) });
    const offers = offered({
      ...{ book, lastAccepted: stock },
      quarters: [past('2026Q1', { comp_participant_cnt: exact(99n) })],
    });
    expect(offers.get('wc_collective_contract_unit_cnt')).toEqual({
      ...{ figure: 1n, mark: 'EXACT', origin: 'RECORDS', periods: ['2026'] },
      ...{ submissionIds: [], missing: 0, book: 7 },
    });
    expect(offers.get('comp_event_cnt')).toMatchObject({ figure: 1n, origin: 'RECORDS' });
    expect(offers.get('comp_participant_cnt')).toMatchObject({ figure: 99n, origin: 'QUARTERS' });
    expect(offers.get('cul_event_cnt')).toBeUndefined();
    // Rows of 附表 make these, so that nothing is offered for them.
    expect(offers.get('trn_class_cnt')).toBeUndefined();
    const taken = takeOver(
      yearly,
      {},
      [{ cell: 'comp_event_cnt', entry: exact(1n), origin: 'RECORDS' }],
      offers,
    );
    expect(taken).toMatchObject({
      problems: [],
      origins: { comp_event_cnt: { origin: 'RECORDS', book: 7 } },
    });
    // What the book says is of the period itself, so that it is not carried over.
    const quarter = { origin: 'QUARTERS', periods: ['2026Q1'], submissionIds: [], missing: 3 } as const;
    expect(carriedCells({ ...taken.origins, comp_participant_cnt: quarter })).toBe(1);
  });

  test('of two quarterly forms are never mixed', () => {
    const other = { ...past('2026Q2', { mem_new_member_cnt: exact(100n) }), form: 'other-q' };
    const mine = past('2026Q1', { mem_new_member_cnt: exact(1n) });
    expect(offered({ quarters: [mine, other] }).get('mem_new_member_cnt')).toMatchObject({ figure: 1n });
  });
});

describe('taking over', () => {
  const offers = offered({ lastAccepted: past('2025', { mem_member_cnt: exact(5n) }) });
  const taking = (figure: bigint | null, origin: 'TYPED' | 'CARRIED' | 'QUARTERS', cell = 'mem_member_cnt') =>
    takeOver(
      yearly,
      {},
      [{ cell, entry: { figure, mark: figure === null ? 'MISSING' : 'EXACT' }, origin }],
      offers,
    );

  test('keeps where the value stood, and refuses what is not offered so', () => {
    const { origins, problems } = taking(5n, 'CARRIED');
    expect(problems).toEqual([]);
    expect(origins).toEqual({
      mem_member_cnt: { origin: 'CARRIED', periods: ['2025'], submissionIds: ['of 2025'], missing: 0 },
    });
    expect(taking(6n, 'CARRIED').problems).toMatchObject([{ code: 'OFFER_CHANGED', details: { now: '5' } }]);
    expect(taking(5n, 'QUARTERS').problems).toMatchObject([{ code: 'OFFER_CHANGED' }]);
    expect(taking(null, 'CARRIED').problems).toMatchObject([{ code: 'OFFER_CHANGED' }]);
    expect(taking(5n, 'CARRIED', 'mem_worker_cnt').problems).toMatchObject([{ code: 'OFFER_NONE' }]);
  });

  test('ends when the cell is typed or cleared, and is kept where nobody touches it', () => {
    const { origins } = taking(5n, 'CARRIED');
    const again = (figure: bigint | null) =>
      takeOver(
        yearly,
        origins,
        [{ cell: 'mem_member_cnt', entry: exact(figure ?? 0n), origin: 'TYPED' }],
        offers,
      );
    expect(again(5n).origins).toEqual({});
    expect(again(null).origins).toEqual({});
    expect(takeOver(yearly, origins, [], new Map()).origins).toEqual(origins);
  });
});
