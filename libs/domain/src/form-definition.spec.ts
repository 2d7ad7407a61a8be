import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendsTo, type Form, layoutOf } from './form.js';
import { type FormDefinition, formDifference, nextVersion } from './form-definition.js';
import { indicators } from './indicator.js';
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
