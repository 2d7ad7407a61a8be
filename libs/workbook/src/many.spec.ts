import { type Entries, type Entry, formatFigure, missing } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvLines, csvMark } from './csv.js';
import { parseSpreadsheet } from './parse.js';
import { annotatedSheets } from './tables/annotated.js';
import { type FilledFile, filledFile, fileNamed, verdictsOn } from './tables/filled-file.js';
import { allIn } from './tables/filled-many.js';
import { manySheets } from './tables/many.js';
import { templateSheets } from './tables/template.js';
import { type ReadCell, readLimits, type ReadSheet, type Sheet } from './workbook.js';
import { writeWorkbook } from './write.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['LONG'] ? 200 : 8;
const form = shippedForm('work-q');
const period = '2026Q3';
const levels: Readonly<Record<string, Level>> = { G1: 'GRASSROOTS', G2: 'GRASSROOTS', B1: 'INTERMEDIATE' };
const levelOf = (code: string): Level | undefined => levels[code];
const typedAt = (level: Level) =>
  layoutOf(form).filed.filter(({ source, filedBy }) => source === 'TYPED' && filedBy.includes(level));

async function parsed(bytes: Uint8Array): Promise<ReadSheet[]> {
  const read = await parseSpreadsheet(bytes, readLimits);
  if (!Array.isArray(read)) throw new Error(read.code);
  return read;
}
const written = async (sheets: readonly Sheet[]): Promise<ReadSheet[]> => parsed(await writeWorkbook(sheets));
const csv = (...rows: Array<Array<string | null>>): Promise<ReadSheet[]> =>
  parsed(new TextEncoder().encode(csvMark + csvLines(rows)));

function many(filled: FilledFile) {
  if (filled.of !== 'MANY') throw new Error('of one');
  return filled;
}
/** All that a file says. */
const said = (filled: FilledFile) => (filled.of === 'MANY' ? { ...filled, unions: allIn(filled) } : filled);
const wrongIn = (filled: FilledFile) =>
  verdictsOn(filled)
    .filter(({ verdict }) => verdict === 'WRONG')
    .map(({ row, column, union, code, problem }) => [row, column, union ?? '', code, problem?.code]);

const figures = fc.bigInt({ min: 0n, max: 999_999_999_999n });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.constant(missing),
  fc.constant<Entry>({ figure: null, mark: 'NOT_APPLICABLE' }),
  fc.record({ figure: figures, mark: fc.constantFrom('EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED') }),
);
const entriesAt = (level: Level): fc.Arbitrary<Entries> =>
  fc
    .array(entry, { minLength: typedAt(level).length, maxLength: typedAt(level).length })
    .map((all) => new Map(typedAt(level).map(({ code }, i) => [code, all[i] ?? missing])));

const inputsOf = (entries: Entries, level: Level) =>
  typedAt(level).flatMap(({ code, decimals }) => {
    const { figure, mark } = entries.get(code) ?? missing;
    const value = figure === null ? null : formatFigure(figure, decimals);
    return mark === 'MISSING' ? [] : [{ cell: code, value, mark }];
  });
const byCell = <T extends { cell: string }>(cells: readonly T[]) =>
  cells.toSorted((one, other) => (one.cell < other.cell ? -1 : 1));

test(`what a workbook of many is written with is read from it (seed ${seed})`, async () => {
  const returns = fc.tuple(entriesAt('GRASSROOTS'), entriesAt('GRASSROOTS'), entriesAt('INTERMEDIATE'));
  const property = fc.asyncProperty(returns, async (all) => {
    const unions = Object.entries(levels).map(([code, level], i) => ({
      ...{ code, level, name: `${code}工会`, entries: all[i] ?? new Map() },
    }));
    const filled = many(filledFile(await written(manySheets({ form, period, unions })), form, levelOf));
    expect(filled.named).toEqual({ form: 'work-q', period, union_code: null });
    expect(wrongIn(filled)).toEqual([]);
    expect(filled.unions.map(({ unionCode }) => unionCode)).toEqual(Object.keys(levels));
    for (const [i, { level, entries }] of unions.entries()) {
      const { cells = [], verdicts = [] } = filled.unions[i]?.read() ?? {};
      expect(byCell(cells)).toEqual(byCell(inputsOf(entries, level)));
      const blanks = verdicts.filter(({ verdict }) => verdict === 'BLANK');
      expect(blanks.length).toBe(typedAt(level).length - cells.length);
    }
  });
  await fc.assert(property, { seed, numRuns, endOnFailure: true });
});

const two = (): Sheet[] =>
  manySheets({
    ...{ form, period },
    unions: ['G1', 'B1'].map((code) => ({
      ...{ code, level: levels[code]!, name: `${code}工会` },
      entries: new Map<string, Entry>([['mem_member_cnt', { figure: 12n, mark: 'ABOUT' }]]),
    })),
  });

describe('a workbook of many', () => {
  test('can be typed into only where a union of that level types, and says what it is of', async () => {
    const sheets = two();
    const of = (union: string) =>
      sheets.flatMap(({ rows }) => {
        const codes = rows.find((row) => row[0]?.text === 'union_code') ?? [];
        const row = rows.find((one) => one[0]?.text === union) ?? [];
        return row.flatMap((cell, at) => (cell?.style === 'input' ? [codes[at]?.text ?? ''] : []));
      });
    for (const union of ['G1', 'B1'])
      expect(of(union).toSorted()).toEqual(
        typedAt(levels[union]!)
          .map(({ code }) => code)
          .toSorted(),
      );
    expect(sheets.every(({ locked }) => locked)).toBe(true);
    expect(fileNamed(await written(sheets))).toEqual({ form: 'work-q', period, union_code: null });
  });

  test('is read wherever its columns and rows are moved to, on hidden sheets too, and without those taken out', async () => {
    const moved = (await written(two())).map((sheet): ReadSheet => {
      const note: ReadCell = { text: '自己的备注', kind: 'TEXT' };
      const rows = sheet.rows.map((row) => {
        const cells = Array.from({ length: 8 }, (_, at) => row[at] ?? null);
        return [note, ...cells.slice(2).toReversed(), cells[0] ?? null];
      });
      return { ...sheet, hidden: true, rows: [[], [null, { text: '某某局', kind: 'TEXT' }], ...rows] };
    });
    const filled = many(filledFile(moved, form, levelOf));
    expect(wrongIn(filled)).toEqual([]);
    const kept = [{ cell: 'mem_member_cnt', value: '12', mark: 'ABOUT' }];
    expect(allIn(filled).map(({ unionCode, cells }) => [unionCode, cells])).toEqual([
      ['G1', kept],
      ['B1', []],
    ]);
  });

  test('is told from that of one union, on whose cover the code of the union stands too', async () => {
    const union = { code: 'G1', name: '一工会', level: 'GRASSROOTS' as const };
    const none = { period: '2026Q2', entries: new Map() };
    const sheets = await written(
      templateSheets({
        ...{ form, period, union, rows: {}, previous: none, lastYear: none },
        entries: new Map([['mem_member_cnt', { figure: 7n, mark: 'EXACT' as const }]]),
      }),
    );
    expect(fileNamed(sheets)).toEqual({ form: 'work-q', period, union_code: 'G1' });
    expect(filledFile(sheets, form, levelOf)).toMatchObject({
      ...{ of: 'ONE', cells: [{ cell: 'mem_member_cnt', value: '7', mark: 'EXACT' }] },
    });
    const elsewhere = filledFile(sheets, form, () => undefined);
    expect(elsewhere).toMatchObject({ of: 'ONE', cells: [] });
    expect(wrongIn(elsewhere).map(([, column, , code, problem]) => [column, code, problem])).toEqual([
      [2, 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
    ]);
  });
});

describe('a CSV of many', () => {
  test('is read below its codes; headings that are no codes are people’s own', async () => {
    const filled = many(
      filledFile(
        await csv(
          ['备注', '单位编码', 'mem_member_cnt', 'union_name', 'mem_leave_cnt'],
          ['', '单位编码', '会员数', '', ''],
          ['甲', 'G1', '1,200', '一', ''],
          ['乙', 'G2', '300以上', '二', '不适用'],
          ['', '填表人:张三', '', '', ''],
        ),
        form,
        levelOf,
      ),
    );
    expect(wrongIn(filled)).toEqual([]);
    expect(allIn(filled).map(({ unionCode, cells }) => [unionCode, ...cells])).toEqual([
      ['G1', { cell: 'mem_member_cnt', value: '1200', mark: 'EXACT' }],
      [
        'G2',
        { cell: 'mem_member_cnt', value: '300', mark: 'AT_LEAST' },
        { cell: 'mem_leave_cnt', value: null, mark: 'NOT_APPLICABLE' },
      ],
    ]);
    expect(filled.unions[0]?.read().verdicts.at(-1)).toMatchObject({
      ...{ union: 'G1', code: 'mem_leave_cnt', row: 3, column: 5, verdict: 'BLANK' },
    });
  });

  test('is wrong where codes are unknown, a cell stands twice, or a figure is none', async () => {
    const filled = filledFile(
      await csv(
        ['union_code', 'mem_member_cnt', 'mem_membr_cnt', 'mem_leave_cnt', 'org_grassroots_union_cnt'],
        ['G1', '1', '5', '', '9'],
        ['X9', '2', '', '', ''],
        ['', '3', '', '', ''],
        ['G1', '4', '', '0', ''],
        ['G2', '1.2万', '', ' ', ''],
      ),
      form,
      levelOf,
    );
    expect(wrongIn(filled)).toEqual([
      [1, 3, '', 'mem_membr_cnt', 'CELL_UNKNOWN'],
      [3, 1, '', 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
      [4, 1, '', 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
      [5, 2, 'G1', 'mem_member_cnt', 'CELL_TWICE'],
      [6, 2, 'G2', 'mem_member_cnt', 'MULTIPLIER_NOT_ALLOWED'],
    ]);
    expect(allIn(many(filled)).map(({ cells }) => cells.map(({ cell, value }) => [cell, value]))).toEqual([
      [
        ['mem_member_cnt', '1'],
        ['mem_leave_cnt', '0'],
      ],
      [],
    ]);
    const registry = verdictsOn(filled).find(({ code }) => code === 'org_grassroots_union_cnt');
    expect(registry).toMatchObject({ verdict: 'PASSED', text: '9' });
  });
});

describe('an annotated copy', () => {
  const codes = [
    'mem_member_cnt',
    'mem_member_cnt[women]',
    'aid_amount',
    'org_grassroots_union_cnt',
    'no_such_cell',
  ];
  const cell: fc.Arbitrary<ReadCell> = fc.oneof(
    fc.constant(null),
    fc.constantFrom<ReadCell>(
      ...[
        { text: '', kind: 'FORMULA' as const },
        { text: '#REF!', kind: 'ERROR' as const },
      ],
      ...[
        { text: '2026-03-01', kind: 'DATE' as const },
        { text: '1.5', kind: 'NUMBER' as const },
      ],
    ),
    fc
      .constantFrom(
        '12',
        '１２３',
        '1,234',
        '1.2万',
        '-',
        '=1+1',
        "'=1",
        "'",
        ' ',
        '300以上',
        '_x0041_',
        '#公式',
        '-3',
        '@a',
      )
      .map((text): ReadCell => ({ text, kind: 'TEXT' })),
  );
  const text = (one: string): ReadCell => ({ text: one, kind: 'TEXT' });
  const union = fc.constantFrom('G1', 'G2', 'B1', 'X9', '').map((one) => (one === '' ? null : text(one)));
  const row = fc.tuple(union, fc.array(cell, { minLength: codes.length, maxLength: codes.length }));
  const sheetOfMany = fc
    .array(row, { maxLength: 6 })
    .map((rows) => [
      [text('union_code'), ...codes.map(text)],
      ...rows.map(([code, cells]) => [code, ...cells]),
    ]);
  const sheetOfOne = fc
    .array(cell, { minLength: codes.length, maxLength: codes.length })
    .map((cells) => [
      [text('G1'), text('union_code')],
      [text('指标'), text('代码'), text('本期')],
      ...codes.map((code, i) => [null, text(code), cells[i] ?? null]),
    ]);
  const sentence = ({ code }: { code: string }): string => `=${code}`;

  test(`gets the same verdicts, and holds the same (seed ${seed})`, async () => {
    const property = fc.asyncProperty(fc.oneof(sheetOfMany, sheetOfOne), async (rows) => {
      const sheets: ReadSheet[] = [{ name: '表一', hidden: false, rows }];
      const filled = filledFile(sheets, form, levelOf);
      const once = await written(annotatedSheets(sheets, verdictsOn(filled), sentence));
      const right = verdictsOn(filled).every(({ verdict }) => verdict !== 'WRONG');
      expect(once.map(({ name }) => name)).toEqual(right ? ['核对结果'] : ['核对结果', '表一']);
      if (right) return;
      expect(said(filledFile(once, form, levelOf))).toEqual(said(filled));
      const twice = await written(annotatedSheets(once, verdictsOn(filled), sentence));
      expect(twice).toEqual(once);
      const listed = once[0]!.rows.filter((one) => one[5]?.text.startsWith('='));
      expect(listed.length).toBe(verdictsOn(filled).filter(({ verdict }) => verdict === 'WRONG').length);
    });
    await fc.assert(property, { seed, numRuns: numRuns * 5 });
  });

  test('gets the same verdicts on rows, what is lacking and what is lost in a formula included', async () => {
    const none = { period: '2026Q2', entries: new Map() };
    const sheets = await written(
      templateSheets({
        ...{ form, period, union: { code: 'G1', name: '一工会', level: 'GRASSROOTS' }, entries: new Map() },
        ...{ previous: none, lastYear: none },
        rows: { trn_class: [{ name: '技能', type: '岗位' }, { name: '安全' }, { type: '岗位' }] },
      }),
    );
    const lost = sheets.map((sheet) => ({
      ...sheet,
      rows: sheet.rows.map((one) =>
        one.map((was): ReadCell => (was?.text === '安全' ? { text: '', kind: 'FORMULA' } : was)),
      ),
    }));
    const filled = filledFile(lost, form, levelOf);
    const wrong = wrongIn(filled).map(([, , , code, problem]) => [code, problem]);
    expect(wrong).toContainEqual(['trn_class#2.name', 'WORKBOOK_FORMULA']);
    expect(wrong).toContainEqual(['trn_class#3.name', 'FIELD_REQUIRED']);
    expect(
      filledFile(await written(annotatedSheets(lost, verdictsOn(filled), sentence)), form, levelOf),
    ).toEqual(filled);
  });

  test('lists what is wrong with its place, shows it there, and takes what is corrected there', async () => {
    const sheets = await csv(['union_code', 'mem_member_cnt'], ['G1', '1.2万'], ['G2', '5']);
    const filled = filledFile(sheets, form, levelOf);
    const [findings, copy] = annotatedSheets(sheets, verdictsOn(filled), sentence);
    expect(findings?.rows.at(-1)?.map((one) => one?.text)).toEqual([
      ...['CSV', 'B2', 'G1', 'mem_member_cnt', '1.2万', '=MULTIPLIER_NOT_ALLOWED'],
    ]);
    const looks = copy!.rows.map((one) => one[1]?.style);
    expect([copy!.locked, looks]).toEqual([false, [undefined, 'wrong', undefined]]);
    const corrected = copy!.rows.map((one) =>
      one.map((was) => (was?.style === 'wrong' ? { ...was, text: '12000' } : was)),
    );
    const again = filledFile(await written([findings!, { ...copy!, rows: corrected }]), form, levelOf);
    expect(wrongIn(again)).toEqual([]);
    expect(allIn(many(again)).map(({ cells }) => cells[0]?.value)).toEqual(['12000', '5']);
  });

  test('lists the first 10,000, and says that there are more', () => {
    const verdict = { sheet: '一', row: 1, column: 1, code: 'a', text: '', verdict: 'WRONG' as const };
    const problem = { code: 'NOT_A_NUMBER' as const, severity: 'ERROR' as const, details: {} };
    const [findings] = annotatedSheets(
      [],
      Array.from({ length: 10_001 }, () => ({ ...verdict, problem })),
      sentence,
    );
    expect(findings?.rows.length).toBe(10_004);
    expect(findings?.rows[2]?.[0]?.text).toBe('只列出前 10000 处。');
  });
});
