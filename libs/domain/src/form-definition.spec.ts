import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendsTo, type Form, layoutOf } from './form.js';
import { type FormDefinition, formDifference, nextVersion } from './form-definition.js';
import { indicators } from './indicator.js';
import { entriesOf } from './past.js';
import { overPeriods, type StoredTotal } from './rollup.js';
import { shippedForm, shippedForms } from './shipped-forms.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const catalogue = new Map(indicators.map((one) => [one.code, one]));
const around = (before: Form | null) => ({ before, indicators: catalogue, others: shippedForms });

/** What a statistician would send to publish a form as it is. */
const definitionOf = ({ tables, ...form }: Form): FormDefinition => ({
  ...form,
  tables: tables.map((table) => ({
    ...table,
    cells: table.cells.map(({ code, source, filedBy }) => ({
      code,
      source: source === 'COUNTER' ? 'TYPED' : source,
      filedBy,
    })),
  })),
});

const positions = (form: Form): string[] =>
  layoutOf(form).parts.flatMap(({ positions: all }) => all.map((cell) => cell.code));

describe.each(shippedForms.map((form) => [form.code, form] as const))('the form %s', (_, form) => {
  test('published as it is, changes nothing but its version', () => {
    const { form: next, problems } = nextVersion(definitionOf(form), around(form));
    expect(problems).toEqual([]);
    expect(next.version).toBe(form.version + 1);
    expect(positions(next)).toEqual(positions(form));
    expect(layoutOf(next).filed).toEqual(layoutOf(form).filed.map((cell) => ({ since: 1, ...cell })));
    expect(next.ratios).toEqual(form.ratios);
    expect(Object.values(formDifference(form, next)).flat()).toEqual([]);
  });
});

test('whatever cells come, go and move, what was stored stays where it was, and what comes back takes its old place', () => {
  const candidates = indicators
    .filter((one) => one.kind !== 'RATIO' && one.filedBy.includes('GRASSROOTS'))
    .flatMap((one) => [one.code, ...one.breakdowns.map((part) => `${one.code}[${part.code}]`)]);
  const small = definitionOf(shippedForm('work-q'));
  const of = (codes: readonly string[]): FormDefinition => ({
    ...small,
    ...{ repeatingTables: [], computed: [], rules: [] },
    tables: [
      {
        ...{ code: 'T', zh: '表', en: 'table' },
        cells: codes.map((code) => ({ code, source: 'TYPED', filedBy: ['GRASSROOTS'] })),
      },
    ],
  });
  const versions = fc.array(fc.shuffledSubarray(candidates, { minLength: 1 }), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(versions, (asked) => {
      let before: Form | null = null;
      for (const codes of asked) {
        const { form, problems } = nextVersion(of(codes), around(before));
        expect(problems).toEqual([]);
        expect(new Set(positions(form)).size).toBe(positions(form).length);
        if (before) {
          expect(appendsTo(before, form)).toBe(true);
          const parts = layoutOf(before).parts;
          for (const { part, positions: stood } of parts) {
            const stands = layoutOf(form).parts.find((one) => one.part === part)?.positions ?? [];
            expect(stands.slice(0, stood.length).map((cell) => cell.code)).toEqual(
              stood.map((cell) => cell.code),
            );
          }
        }
        expect(Math.max(...layoutOf(form).parts.map((part) => part.positions.length))).toBeLessThanOrEqual(
          90,
        );
        const filedNow = layoutOf(form).filed.filter((cell) => cell.filedBy.length > 0);
        expect(filedNow.map((cell) => cell.code).toSorted()).toEqual([...codes].toSorted());
        before = form;
      }
    }),
    { seed, numRuns: 100 },
  );
});

test('what was filed and is computed from now on is appended to the registers, and what was filed is read where it stands', () => {
  const shipped = definitionOf(shippedForm('work-q'));
  const computed = ['mem_transfer_in_cnt', 'mem_transfer_out_cnt'];
  const asking = (source: 'TYPED' | 'REGISTRY', more: readonly string[] = []): FormDefinition => ({
    ...{ ...shipped, repeatingTables: [], computed: [], rules: [] },
    tables: [
      {
        ...{ code: 'T', zh: '表', en: 'table' },
        cells: [
          ...['org_moved_in_cnt', ...more].map((code) => ({ code, source: 'REGISTRY' as const })),
          ...computed.map((code) => ({ code, source, filedBy: ['GRASSROOTS' as const] })),
          { code: 'mem_leave_cnt', source: 'TYPED' as const },
        ],
      },
    ],
  });
  const [typed, registered, grown] = [
    asking('TYPED'),
    asking('REGISTRY'),
    asking('REGISTRY', ['org_term_due_cnt']),
  ].reduce<Form[]>((forms, definition) => {
    const { form, problems } = nextVersion(definition, around(forms.at(-1) ?? null));
    expect(problems).toEqual([]);
    return [...forms, form];
  }, []) as [Form, Form, Form];
  expect(formDifference(typed, registered)).toMatchObject({ added: computed, retired: computed });
  expect(formDifference(registered, grown)).toMatchObject({ added: ['org_term_due_cnt'], retired: [] });
  for (const [before, after] of [
    [typed, registered],
    [registered, grown],
    [typed, grown],
  ] as const)
    expect(appendsTo(before, after)).toBe(true);
  for (const form of [registered, grown])
    for (const code of computed) {
      expect(layoutOf(form).cell(code)).toMatchObject({ part: 0, cell: { source: 'REGISTRY' } });
      expect(layoutOf(form).formerly(code)).toMatchObject(layoutOf(typed).cell(code) ? { part: 1 } : {});
      expect(layoutOf(form).formerly(code)?.index).toBe(layoutOf(typed).cell(code)?.index);
    }
  expect(layoutOf(grown).cell('mem_transfer_in_cnt')).toEqual(
    layoutOf(registered).cell('mem_transfer_in_cnt'),
  );
  expect(layoutOf(grown).formerly('mem_leave_cnt')).toBeUndefined();
  for (const form of [typed, registered, grown])
    expect(layoutOf(form).cells.map((cell) => cell.code)).toEqual([...new Set(positions(form))]);
  // A quarter that was filed by the first version, and one by the last, read together and apart.
  const [code, other] = computed as [string, string];
  const stored = (
    form: Form,
    figures: Record<string, bigint>,
    places: 'cell' | 'formerly' = 'cell',
  ): StoredTotal =>
    Object.fromEntries(
      layoutOf(form).parts.map(({ part, positions }) => {
        const at = positions.map((cell, index) => {
          const place = layoutOf(form)[places](cell.code);
          return place?.part === part && place.index === index ? figures[cell.code] : undefined;
        });
        const none = at.map(() => 0);
        const filled = at.map((figure) => (figure === undefined ? 0 : 1));
        return [
          part,
          {
            totals: at.map((figure) => String(figure ?? 0)),
            filled,
            notApplicable: none,
            atLeast: none,
            about: none,
          },
        ];
      }),
    );
  const [first, last] = [stored(typed, { [code]: 5n, [other]: 1n }), stored(grown, { [code]: -7n })];
  expect(overPeriods(grown, [first, last]).cell(code)).toMatchObject({ total: -2n, filled: 2 });
  expect(overPeriods(grown, [first, last]).cell(other)).toMatchObject({ total: 1n, filled: 1 });
  expect(overPeriods(grown, [stored(grown, { [code]: 9n }, 'formerly')]).cell(code).total).toBeNull();
  const parts = (total: StoredTotal) =>
    Object.entries(total).map(([part, { totals, filled } = { totals: [], filled: [] }]) => ({
      ...{ part: Number(part), figures: totals, states: filled.map((one) => 2 * one) },
    }));
  expect(entriesOf(grown, parts(first)).get(code)).toEqual({ figure: 5n, mark: 'EXACT' });
  expect(entriesOf(grown, parts(last)).get(code)).toEqual({ figure: -7n, mark: 'EXACT' });
});

test('a statement adds nothing up, whatever the catalogue says of its cells', () => {
  const definition = { ...definitionOf(shippedForm('statement-q')), code: 'statement-x' };
  const { form, problems } = nextVersion(definition, around(null));
  expect(problems).toEqual([]);
  expect(layoutOf(form).filed.some((cell) => cell.adds)).toBe(false);
  expect(form.ratios.map((one) => one.code)).toEqual(['info_ontime_rate']);
});

describe('what rows make of a cell', () => {
  const quarterly = definitionOf(shippedForm('work-q'));
  const withForm = (more: Partial<FormDefinition>): string[] =>
    nextVersion({ ...quarterly, rules: [], ...more }, around(shippedForm('work-q'))).problems.map(
      ({ code }) => code,
    );
  const [computed] = quarterly.computed;
  const tables = (limit: number) => quarterly.repeatingTables.map((table) => ({ ...table, limit }));

  test.each<[string, Partial<FormDefinition>]>([
    ['CELL_TWICE', { computed: [...quarterly.computed, computed!] }],
    // A choice that no row can make would be an exact 0.
    [
      'ROW_COLUMN_UNKNOWN',
      {
        computed: quarterly.computed.map((one) =>
          one.where ? { ...one, where: { ...one.where, is: '舞蹈' } } : one,
        ),
      },
    ],
    ['NUMBER_OUT_OF_RANGE', { repeatingTables: tables(0) }],
    ['REQUEST_TOO_LARGE', { repeatingTables: tables(501) }],
    ['FIELD_REQUIRED', { repeatingTables: [...tables(500), { ...tables(500)[0]!, code: ' ' }] }],
    ['FIELD_TOO_LONG', { repeatingTables: [...tables(500), { ...tables(500)[0]!, code: 'x'.repeat(61) }] }],
  ])('%s', (code, more) => {
    expect(withForm({})).toEqual([]);
    expect(new Set(withForm(more))).toEqual(new Set([code]));
  });

  test('must be a whole number: rows of 30 元 would be 0.30 元', () => {
    const amount = { code: 'aid_amount', source: 'ROWS', filedBy: ['GRASSROOTS'] } as const;
    const definition: FormDefinition = {
      ...quarterly,
      ...{ code: 'aid-q', rules: [] },
      tables: [{ ...{ code: 'T', zh: '表', en: 'table' }, cells: [amount] }],
      computed: [{ cell: 'aid_amount', table: 'trn_class', sum: 'person_times' }],
    };
    const codes = nextVersion(definition, around(null)).problems.map(({ code }) => code);
    expect(codes).toContain('CELL_SOURCE');
  });
});

test('a statement names the form whose totals it states', () => {
  const definition = {
    ...definitionOf(shippedForm('statement-q')),
    code: 'statement-x',
    statesTotalsOf: 'nope',
  };
  const codes = nextVersion(definition, around(null)).problems.map(({ code }) => code);
  expect(codes).toEqual(['FORM_UNKNOWN']);
});

test('a cell that was filed keeps its unit', () => {
  const form = shippedForm('work-q');
  const member = catalogue.get('mem_member_cnt')!;
  const inUnits = new Map([...catalogue, [member.code, { ...member, unit: '户' }] as const]);
  const around = { before: form, indicators: inUnits, others: shippedForms };
  const codes = nextVersion({ ...definitionOf(form), rules: [] }, around).problems.map(({ code }) => code);
  expect(codes).toEqual(['FORM_LAYOUT']);
});
