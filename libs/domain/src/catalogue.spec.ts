import { describe, expect, test } from '@jest/globals';
import {
  type CatalogueChange,
  changed,
  copyOf,
  define,
  difference,
  retire,
  revise,
  take,
  type TenantCatalogue,
} from './catalogue.js';
import { problemsOf } from './catalogue/draft.js';
import type { AcrossPeriods, AcrossUnions, Catalogue, Indicator, IndicatorKind } from './catalogue/entry.js';
import { newestCatalogue, shippedCatalogues } from './shipped-catalogues.js';
import { Refusal } from './problem.js';

const [first, second] = shippedCatalogues as [Catalogue, Catalogue];

const rooms: Indicator = {
  code: 'x_reading_room_cnt',
  group: '文体活动',
  zh: '职工书屋数',
  en: 'Staff reading rooms',
  unit: '个',
  kind: 'STOCK',
  decimals: 0,
  acrossUnions: 'SUM',
  acrossPeriods: 'LAST',
  filedBy: ['GRASSROOTS'],
  frequencies: ['QUARTER'],
  breakdowns: [
    { dimension: 'OPENING', code: '全天', zh: '全天开放', en: 'open all day' },
    { dimension: 'OPENING', code: '半天', zh: '半天开放', en: 'open half a day' },
  ],
  attributes: ['REGION'],
  definition: '期末对职工开放的书屋',
  basis: '',
};
const members: Indicator = {
  ...rooms,
  ...{ code: 'x_room_member_share', zh: '书屋覆盖会员率', en: 'Members with a reading room', unit: '%' },
  ...{ kind: 'RATIO', decimals: 1, acrossUnions: 'RATIO', acrossPeriods: 'RECOMPUTE', filedBy: [] },
  ...{ breakdowns: [], definition: '', numerator: ['x_reading_room_cnt'], denominator: ['mem_member_cnt'] },
};

const start = copyOf(newestCatalogue);
const withRooms = changed(start, define(start, rooms, '2026-01-01'));

/** The problems of a refusal as `code field`; the change when nothing was refused. */
function told(work: () => CatalogueChange): string[] | CatalogueChange {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.map(({ code, field }) => `${code} ${field}`);
  }
}
const defining = (more: Partial<Indicator>, catalogue: TenantCatalogue = start) =>
  told(() => define(catalogue, { ...rooms, ...more }, '2026-01-01'));

describe('the shipped catalogues', () => {
  test('are numbered from 1, have each code once, and never lose one or change what its figures mean', () => {
    expect(shippedCatalogues.map((one) => one.version)).toEqual([1, 2]);
    for (const { indicators } of shippedCatalogues) {
      expect(new Set(indicators.map((one) => one.code)).size).toBe(indicators.length);
      expect(indicators.filter((one) => one.code.startsWith('x_'))).toEqual([]);
    }
    const meaning = ({ code, kind, unit, decimals, acrossUnions, acrossPeriods }: Indicator) =>
      [code, kind, unit, decimals, acrossUnions, acrossPeriods].join(' ');
    expect(second.indicators.map(meaning)).toEqual(first.indicators.map(meaning));
  });

  test('the newest passes every rule that a tenant’s own indicators must, but for its codes', () => {
    const found = newestCatalogue.indicators.flatMap((one) =>
      problemsOf(one, newestCatalogue.indicators).map(({ code, details }) => [
        code,
        one.code,
        details['other'],
      ]),
    );
    // Members by migrant are a part of the members and an indicator of their own; forms ask the latter, and the
    // part stays because the rate of joining has it too.
    expect(found).toEqual([
      ['INDICATOR_DUPLICATE', 'mem_member_cnt', 'mem_migrant_member_cnt'],
      ['INDICATOR_DUPLICATE', 'mem_migrant_member_cnt', 'mem_member_cnt[migrant]'],
    ]);
  });

  test('are JSON: what is stored is what was copied', () => {
    expect(JSON.parse(JSON.stringify(start))).toEqual(start);
  });
});

describe('defining', () => {
  test('adds version 1 from a day on, and touches nothing else', () => {
    expect(define(start, rooms, '2026-01-01')).toEqual({
      ended: [],
      added: [{ entry: rooms, version: 1, shipped: false, validFrom: '2026-01-01', validTo: null }],
    });
    expect(withRooms.held.slice(0, -1)).toEqual(start.held);
  });

  test.each([
    ['reading_room_cnt', 'INDICATOR_CODE_FORM'],
    ['mem_member_cnt', 'INDICATOR_CODE_FORM'],
    ['X_rooms', 'INDICATOR_CODE_FORM'],
    ['x_', 'INDICATOR_CODE_FORM'],
    ['x_书屋', 'INDICATOR_CODE_FORM'],
    [`x_${'a'.repeat(49)}`, 'INDICATOR_CODE_FORM'],
    ['x_reading_room_cnt', 'INDICATOR_CODE_TAKEN'],
  ])('under the code %s is refused with %s', (code, problem) => {
    const other = { code, zh: '篮球场数', en: 'Basketball courts', definition: '' };
    expect(defining(other, withRooms)).toEqual([`${problem} code`]);
  });

  const kinds: IndicatorKind[] = ['STOCK', 'FLOW', 'RATIO', 'GRADE'];
  const unions: AcrossUnions[] = ['SUM', 'NONE', 'RATIO', 'DISTRIBUTION'];
  const periods: AcrossPeriods[] = ['LAST', 'SUM', 'NONE', 'RECOMPUTE'];
  // The whole table, written out a second time.
  const allowed =
    `STOCK SUM LAST, STOCK NONE LAST, STOCK NONE NONE, FLOW SUM SUM, FLOW NONE SUM, FLOW NONE NONE,
    RATIO RATIO RECOMPUTE, GRADE DISTRIBUTION LAST, GRADE NONE LAST, GRADE NONE NONE`.split(/,\s+/);

  test('allows of 64 ways to add up exactly 10', () => {
    const accepted = kinds.flatMap((kind) =>
      unions.flatMap((acrossUnions) =>
        periods.flatMap((acrossPeriods) => {
          const base = kind === 'RATIO' ? { ...members, numerator: ['mem_new_member_cnt'] } : rooms;
          const found = defining({ ...base, kind, acrossUnions, acrossPeriods });
          if (Array.isArray(found)) expect(found).toEqual(['INDICATOR_KIND acrossUnions']);
          return Array.isArray(found) ? [] : [[kind, acrossUnions, acrossPeriods].join(' ')];
        }),
      ),
    );
    expect(accepted.toSorted()).toEqual(allowed.toSorted());
  });

  test.each<[string, Partial<Indicator>, string]>([
    ['a name too few', { zh: ' ' }, 'FIELD_REQUIRED zh'],
    ['a name too long', { en: 'x'.repeat(121) }, 'FIELD_TOO_LONG en'],
    ['decimals below 0', { decimals: -1 }, 'NUMBER_OUT_OF_RANGE decimals'],
    ['five decimals', { decimals: 5 }, 'NUMBER_OUT_OF_RANGE decimals'],
    ['half a decimal', { decimals: 0.5 }, 'NUMBER_OUT_OF_RANGE decimals'],
    ['a digit for a unit', { unit: '0' }, 'INDICATOR_UNIT unit'],
    ['万 for a unit', { unit: '万' }, 'INDICATOR_UNIT unit'],
    ['a spaced unit', { unit: '1 个' }, 'INDICATOR_UNIT unit'],
    [
      'a part without a name',
      { breakdowns: [{ dimension: 'A', code: 'a', zh: '', en: 'a' }] },
      'INDICATOR_BREAKDOWN breakdowns',
    ],
    [
      'a part with brackets',
      { breakdowns: [{ dimension: 'A', code: 'a]', zh: '甲', en: 'a' }] },
      'INDICATOR_BREAKDOWN breakdowns',
    ],
    [
      'a part twice',
      { breakdowns: [rooms.breakdowns[0]!, rooms.breakdowns[0]!] },
      'INDICATOR_BREAKDOWN breakdowns',
    ],
    ['counts that are no ratio’s', { numerator: ['mem_member_cnt'] }, 'INDICATOR_RATIO_COUNTS numerator'],
  ])('with %s is refused', (_, more, problem) => {
    expect(defining(more)).toEqual([problem]);
  });

  test('a percent sign, a square metre and 万元 are units', () => {
    for (const unit of ['%', '平方米', '万元', 'm²', '人次'])
      expect(defining({ unit })).not.toBeInstanceOf(Array);
  });

  test.each<[string, Partial<Indicator>, string[]]>([
    ['an unknown count', { numerator: ['x_none_cnt'] }, ['numerator']],
    ['a part that is not there', { numerator: ['mem_member_cnt[left-handed]'] }, ['numerator']],
    ['a rank', { denominator: ['comp_best_rank'] }, ['denominator']],
    ['a ratio', { numerator: ['mem_join_rate'] }, ['numerator']],
    ['no counts', { numerator: [], denominator: [] }, ['numerator', 'denominator']],
    ['one count twice', { numerator: ['mem_worker_cnt', 'mem_worker_cnt'] }, ['numerator']],
    ['yuan over persons, of another scale', { numerator: ['aid_amount'] }, ['denominator']],
    ['an x_ that is not defined yet', { numerator: ['x_reading_room_cnt'] }, ['numerator']],
  ])('a ratio of %s is refused', (_, more, fields) => {
    const found = defining({ ...members, numerator: ['mem_worker_cnt[migrant]'], ...more });
    expect(found).toEqual(fields.map((field) => `INDICATOR_RATIO_COUNTS ${field}`));
  });

  test('a ratio may name counts of the tenant’s own and the counts of reports, and is filed by nobody', () => {
    expect(defining(members, withRooms)).not.toBeInstanceOf(Array);
    const late = { numerator: ['reports_on_time'], denominator: ['mem_worker_cnt'] };
    expect(defining({ ...members, ...late })).not.toBeInstanceOf(Array);
    expect(defining({ ...members, filedBy: ['GRASSROOTS'] }, withRooms)).toEqual(['INDICATOR_KIND filedBy']);
  });

  test('tells all that is wrong at once', () => {
    expect(defining({ code: 'rooms', zh: '', unit: '9', kind: 'FLOW' })).toEqual([
      ...[
        'INDICATOR_CODE_FORM code',
        'FIELD_REQUIRED zh',
        'INDICATOR_UNIT unit',
        'INDICATOR_KIND acrossUnions',
      ],
    ]);
  });
});

describe('revising and retiring', () => {
  const further = { dimension: 'OPENING', code: '夜间', zh: '夜间开放', en: 'open at night' };
  const reworded = { ...rooms, zh: '职工书屋(阅读点)数', breakdowns: [...rooms.breakdowns, further] };
  const at = { from: '2026-07-01', expectedVersion: 1 };
  const twice = changed(withRooms, revise(withRooms, reworded, at));

  test('ends the version before on the day the next begins; both stay', () => {
    expect(twice.held.slice(-2)).toEqual([
      { entry: rooms, version: 1, shipped: false, validFrom: '2026-01-01', validTo: '2026-07-01' },
      { entry: reworded, version: 2, shipped: false, validFrom: '2026-07-01', validTo: null },
    ]);
  });

  test.each<[string, Partial<Indicator>]>([
    ['kind', { kind: 'FLOW', acrossPeriods: 'SUM' }],
    ['unit', { unit: '间' }],
    ['decimals', { decimals: 1 }],
    ['acrossUnions', { acrossUnions: 'NONE' }],
    ['acrossPeriods', { acrossUnions: 'NONE', acrossPeriods: 'NONE' }],
    ['breakdowns', { breakdowns: rooms.breakdowns.slice(1) }],
    ['breakdowns', { breakdowns: rooms.breakdowns.toReversed() }],
  ])('another %s would change what figures mean', (field, more) => {
    expect(told(() => revise(withRooms, { ...rooms, ...more }, at))).toContain(`INDICATOR_FIXED ${field}`);
  });

  test('needs the version that was seen, one’s own indicator, and days in order', () => {
    const refused = (work: () => CatalogueChange) => told(work);
    expect(refused(() => revise(withRooms, rooms, { ...at, expectedVersion: 2 }))).toEqual([
      'STALE_REVISION undefined',
    ]);
    expect(refused(() => revise(withRooms, rooms, { ...at, from: '2025-12-31' }))).toEqual([
      'DATE_ORDER from',
    ]);
    const shipped = newestCatalogue.indicators[0]!;
    expect(refused(() => revise(withRooms, shipped, at))).toEqual(['INDICATOR_SHIPPED code']);
    expect(refused(() => revise(start, rooms, at))).toEqual(['NOT_FOUND code']);
  });

  const gone = changed(withRooms, retire(withRooms, rooms.code, { on: '2026-10-01', expectedVersion: 1 }));

  test('a retired indicator keeps its versions and its code for ever; what it asked may be asked anew', () => {
    expect(gone.held.at(-1)).toMatchObject({ entry: rooms, validTo: '2026-10-01' });
    expect(told(() => define(gone, rooms, '2027-01-01'))).toEqual(['INDICATOR_CODE_TAKEN code']);
    expect(told(() => revise(gone, rooms, at))).toEqual(['INDICATOR_RETIRED code']);
    expect(defining({ code: 'x_reading_room2_cnt', unit: '间' }, gone)).not.toBeInstanceOf(Array);
  });

  test('a count of a ratio stays until the ratio is retired', () => {
    const both = changed(withRooms, define(withRooms, members, '2026-01-01'));
    const end = { on: '2026-10-01', expectedVersion: 1 };
    expect(told(() => retire(both, rooms.code, end))).toEqual(['INDICATOR_IN_USE code']);
    const ratioGone = changed(both, retire(both, members.code, end));
    expect(told(() => retire(ratioGone, rooms.code, end))).not.toBeInstanceOf(Array);
  });
});

describe('a newer shipped catalogue', () => {
  const old = copyOf(first);

  test('version 2 over 1 changes what its table says, adds and retires nothing', () => {
    const found = difference(old, second);
    expect(found).toMatchObject({ version: 2, added: [], retired: [], clashes: [] });
    expect(found.changed.map(({ code, fields }) => [code, fields.map((one) => one.field).join()])).toEqual([
      ['mem_transfer_in_cnt', 'definition'],
      ['mem_transfer_out_cnt', 'definition'],
      ['wc_resolution_cnt', 'en'],
      ['wc_proposal_closed_rate', 'en,definition'],
      ['fee_remitted_amount', 'definition'],
      ['info_adopted_cnt', 'en,definition'],
      ['info_ontime_rate', 'definition,numerator,denominator'],
    ]);
  });

  test('keys in another order, as jsonb gives them back, are no change', () => {
    const turned = first.indicators.map((one) => ({
      ...one,
      breakdowns: one.breakdowns.map(({ dimension, code, zh, en }) => ({ en, zh, code, dimension })),
    }));
    expect(difference(copyOf({ version: 1, indicators: turned }), first).changed).toEqual([]);
  });

  test('taken, leaves no difference; the day before reads as it was', () => {
    const taken = changed(old, take(old, second, '2026-11-25'), 2);
    const none = { version: 2, added: [], changed: [], retired: [], clashes: [] };
    expect(difference(taken, second)).toEqual(none);
    const before = taken.held.filter((one) => one.validFrom === null).map((one) => one.entry);
    expect(before).toEqual(first.indicators);
    expect(told(() => take(taken, second, '2026-11-26'))).toEqual(['CATALOGUE_VERSION version']);
  });

  test('adds, ends and names clashes, and never removes the tenant’s own', () => {
    const shippedRooms = { ...rooms, code: 'cul_reading_room_cnt', definition: '' };
    const third: Catalogue = { version: 3, indicators: [...second.indicators.slice(1), shippedRooms] };
    const found = difference(withRooms, third);
    expect(found.added).toEqual([shippedRooms]);
    expect(found.retired).toEqual(['org_grassroots_union_cnt']);
    expect(found.clashes).toEqual([{ own: rooms.code, other: shippedRooms.code, by: 'NAME' }]);
    const taken = changed(withRooms, take(withRooms, third, '2026-12-01'), 3);
    expect(taken.held).toContainEqual(withRooms.held.at(-1));
    expect(taken.held.filter((one) => one.validTo === '2026-12-01').map((one) => one.entry.code)).toEqual([
      'org_grassroots_union_cnt',
    ]);
    expect(taken.held.at(-1)).toMatchObject({ entry: shippedRooms, version: 1, shipped: true });
  });
});
