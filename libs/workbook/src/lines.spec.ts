import { type Mark, marks } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { overPeriods, type Total } from '@huiji/domain/rollup';
import { sentencesOf } from '@huiji/domain/problem';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseLines, type ReadLine } from './lines.js';
import { filledLines } from './tables/filled-lines.js';
import { allIn, type FilledMany } from './tables/filled-many.js';
import { checkedLines, jsonLines, returnLineOf } from './tables/lines.js';
import { ownCells } from './tables/tidy.js';
import { countPlace, noPlaces, type PlaceCounts } from './tables/verdict.js';
import { readLimits } from './workbook.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const form = shippedForm('work-q');
const levels: Readonly<Record<string, Level>> = { G1: 'GRASSROOTS', G2: 'GRASSROOTS', B1: 'INTERMEDIATE' };
const levelOf = (code: string): Level | undefined => levels[code];
const of = { form: 'work-q', period: '2026Q3' };

function lines(text: string): ReadLine[] {
  const read = parseLines(Buffer.from(text), readLimits);
  if (!Array.isArray(read)) throw new Error(read.code);
  return read;
}
const filled = (text: string): FilledMany => filledLines(lines(text), of, { form, levelOf });
const past = (text: string): FilledMany =>
  filledLines(lines(text), { ...of, period: null }, { form, levelOf, formIn: () => form });
const said = (found: FilledMany) =>
  allIn(found).map(({ unionCode, period, cells }) => [
    ...[unionCode, period],
    ...cells.map(({ cell, value, mark }) => [cell, value, mark]),
  ]);
const verdictsOf = (found: FilledMany) => [
  ...found.verdicts,
  ...allIn(found).flatMap(({ verdicts }) => verdicts),
];
const wrong = (found: FilledMany) =>
  verdictsOf(found)
    .filter(({ verdict }) => verdict === 'WRONG')
    .map(({ row, column, code, problem }) => [row, column, code, problem?.code]);

/** What a union contributes where each of its cells says what `of` says at its place. */
function contributing(at: (place: number) => { value: number; mark: Mark }): Total {
  const total = overPeriods(form, []);
  const filedCells = layoutOf(form).filed;
  return {
    ...total,
    reportsAccepted: 1,
    cell: (code) => {
      const place = filedCells.findIndex((cell) => cell.code === code);
      if (place === -1) return total.cell(code);
      const { value, mark } = at(place);
      const none = mark === 'MISSING' || mark === 'NOT_APPLICABLE';
      return {
        ...{ total: none ? null : BigInt(value), filled: none ? 0 : 1 },
        ...{ notApplicable: mark === 'NOT_APPLICABLE' ? 1 : 0, atLeast: mark === 'AT_LEAST' ? 1 : 0 },
        about: mark === 'ABOUT' ? 1 : 0,
      };
    },
  };
}

describe('a line', () => {
  test('says figures as text or numbers, with their marks; null is blank, and blank is not zero', () => {
    const found = filled(
      `{"union": "G1", "cells": {"mem_member_cnt": "0", "mem_worker_cnt": 120, "mem_realname_cnt": null}}

{"union":"G2","form":"work-q","period":"2026Q3","cells":{"mem_member_cnt":{"value":42,"mark":"AT_LEAST"},"mem_worker_cnt":{"mark":"NOT_APPLICABLE"}}}`,
    );
    expect(wrong(found)).toEqual([]);
    expect(said(found)).toEqual([
      ['G1', null, ['mem_member_cnt', '0', 'EXACT'], ['mem_worker_cnt', '120', 'EXACT']],
      ['G2', null, ['mem_member_cnt', '42', 'AT_LEAST'], ['mem_worker_cnt', null, 'NOT_APPLICABLE']],
    ]);
  });

  test('says rows and the cover too, and lines of one return add up', () => {
    const found = filled(
      `{"union":"G1","rows":{"wc_session":[{"session_no":1,"held_on":"2026-08-01","due":"30"}]}}
{"union":"G1","cover":{"phone":" 13800138000 "}}`,
    );
    expect(wrong(found)).toEqual([]);
    expect(allIn(found)).toMatchObject([
      {
        tables: [{ table: 'wc_session', rows: [{ session_no: '1', held_on: '2026-08-01', due: '30' }] }],
        cover: { phone: '13800138000' },
      },
    ]);
  });

  test('that cannot be read is told with its column, and takes no other line with it', () => {
    const found = filled(
      [
        '{"union":"G1","cells":{"mem_member_cnt":"1"}}',
        ...['{"union":"G1",', '[1]', '{"cells":{}}', '{"union":"G1","celles":{}}'],
        ...['{"union":"G2","cells":{"mem_member_cnt":true}}', '{"union":"G2","cover":{"fax":"1"}}'],
        ...[
          '{"union":"G2","cells":{"mem_member_cnt":1,"mem_member_cnt":2}}',
          '{"union":"G2","cells":{"__proto__":1}}',
        ],
      ].join('\n'),
    );
    expect(said(found)).toEqual([['G1', null, ['mem_member_cnt', '1', 'EXACT']]]);
    expect(found.verdicts.map(({ row, column, problem }) => [row, column, problem?.details['what']])).toEqual(
      [
        ...[
          [2, 1, 'JSON'],
          [3, 1, 'JSON'],
          [4, 1, 'union'],
          [5, 1, 'celles'],
        ],
        ...[
          [6, 1, 'cells.mem_member_cnt'],
          [7, 1, 'cover.fax'],
          [8, 43, 'mem_member_cnt'],
          [9, 24, '__proto__'],
        ],
      ],
    );
  });

  test('is wrong at the name that is wrong: the union, the form, the period, a cell, its figure, its mark, what a line before it said', () => {
    const found = filled(
      [
        '{"union":"G9","cells":{"mem_member_cnt":1}}',
        '{"union":"G1","form":"work-h","cells":{}}',
        '{"union":"G1","period":"2026Q2","cells":{}}',
        '{"union":"G1","cells":{"no_such":1,"mem_member_cnt":"12人左右吧","mem_worker_cnt":{"value":5,"mark":"MISSING"}}}',
        '{"union":"G2","cells":{"mem_member_cnt":12345678901234567890}}',
        '{"union":"G2","cells":{"mem_worker_cnt":1},"cover":{"phone":"1"},"rows":{"nope":[],"wc_session":[]}}',
        '{"union":"G2","cells":{"mem_worker_cnt":1},"cover":{"phone":"1"},"rows":{"wc_session":[]}}',
      ].join('\n'),
    );
    expect(wrong(found)).toEqual([
      [1, 2, 'union_code', 'WORKBOOK_UNION_UNKNOWN'],
      [2, 15, 'form', 'IMPORT_OTHER_FORM'],
      [3, 15, 'period', 'IMPORT_OTHER_FORM'],
      [4, 24, 'no_such', 'CELL_UNKNOWN'],
      [4, 36, 'mem_member_cnt', 'NOT_A_NUMBER'],
      [4, 62, 'mem_worker_cnt', 'WORKBOOK_MARK_UNKNOWN'],
      [5, 24, 'mem_member_cnt', 'NOT_A_NUMBER'],
      [6, 74, 'nope', 'ROW_TABLE_UNKNOWN'],
      [7, 24, 'mem_worker_cnt', 'CELL_TWICE'],
      [7, 74, 'wc_session', 'CELL_TWICE'],
      [7, 53, 'phone', 'CELL_TWICE'],
    ]);
  });

  test('of history names its period', () => {
    const found = past(
      '{"union":"G1","period":"2026Q1","cells":{"mem_member_cnt":1}}\n{"union":"G1","cells":{"mem_member_cnt":1}}',
    );
    expect(said(found)).toEqual([['G1', '2026Q1', ['mem_member_cnt', '1', 'EXACT']]]);
    expect(wrong(found)).toEqual([[2, 1, 'period', 'PERIOD_UNKNOWN']]);
  });
});

test(`what is exported of a union is read from it, whatever it contributes (seed ${seed})`, () => {
  const contribution = fc.record({
    value: fc.integer({ min: 0, max: 999_999_999 }),
    mark: fc.constantFrom(...marks.filter((mark) => mark !== 'PLANNED')),
  });
  const places = layoutOf(form).filed.length;
  fc.assert(
    fc.property(fc.array(contribution, { minLength: places, maxLength: places }), (all) => {
      const union = {
        code: 'G1',
        name: '甲“乙”\n',
        level: 'GRASSROOTS' as const,
        own: contributing((at) => all[at]!),
      };
      const found = past(jsonLines([returnLineOf(form, '2026Q3', union)]));
      expect(wrong(found)).toEqual([]);
      const typed = ownCells(form, union).filter(({ cell, mark }) => {
        const of = layoutOf(form).cell(cell)?.cell;
        return mark !== 'MISSING' && of?.source === 'TYPED' && of.filedBy.includes('GRASSROOTS');
      });
      expect(allIn(found).flatMap(({ cells }) => cells)).toEqual(typed);
    }),
    { seed, numRuns: 50 },
  );
});

test(`whatever stands in a file, each line of it is a return or is told (seed ${seed})`, () => {
  const shaped = fc.record(
    {
      union: fc.oneof(fc.constantFrom('G1', 'G2'), fc.jsonValue()),
      period: fc.jsonValue(),
      cells: fc.oneof(
        fc.dictionary(fc.constantFrom('mem_member_cnt', 'no_such', '__proto__'), fc.jsonValue()),
        fc.jsonValue(),
      ),
      rows: fc.oneof(fc.constant({ wc_session: [{ due: 1 }] }), fc.jsonValue()),
      cover: fc.oneof(fc.constant({ phone: '1' }), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const line = fc.oneof(
    shaped.map((one) => JSON.stringify(one)),
    fc.json(),
    fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ' ')),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (all) => {
      const text = all.join('\n');
      const read = lines(text);
      expect(read.map(({ line: at }) => at)).toEqual(
        all.flatMap((one, at) => (one.trim() === '' ? [] : [at + 1])),
      );
      const told = new Set(verdictsOf(filled(text)).map(({ row }) => row));
      const silent = read.filter(({ line: at }) => !told.has(at));
      // A line that says nothing of any cell needs no word.
      for (const one of silent) expect(one).toMatchObject({ said: { cells: [], cover: {} } });
    }),
    { seed, numRuns: 500 },
  );
});

test('each line is answered by one: what was taken, and in both languages what is wrong', () => {
  const text = '{"union":"G1","cells":{"mem_member_cnt":1,"mem_worker_cnt":null,"no_such":2}}\n\nrubbish\n';
  const found = filled(text);
  const counts = new Map<number, PlaceCounts>();
  for (const verdict of verdictsOf(found)) {
    const line = counts.get(verdict.row) ?? { ...noPlaces };
    counts.set(verdict.row, line);
    countPlace(line, verdict);
  }
  const answered = checkedLines(lines(text), counts, verdictsOf(found), sentencesOf);
  expect(answered).toMatchObject([
    {
      ...{ line: 1, union: 'G1', period: null, taken: 1, blank: 1, passed: 0, wrong: 1 },
      problems: [{ cell: 'no_such', column: 65, verdict: 'WRONG', code: 'CELL_UNKNOWN' }],
    },
    { line: 3, union: null, wrong: 1, problems: [{ code: 'LINE_UNREADABLE', text: 'rubbish' }] },
  ]);
  expect(jsonLines(answered).split('\n')).toHaveLength(3);
});

test('no line takes more than a file may', () => {
  expect(parseLines(Buffer.from('{}\n'.repeat(11)), { ...readLimits, rows: 10 })).toMatchObject({
    code: 'WORKBOOK_TOO_LARGE',
  });
  expect(parseLines(Buffer.from('{}\n'.repeat(10)), { ...readLimits, rows: 10 })).toHaveLength(10);
  expect(parseLines(Buffer.from([0x7b, 0xff, 0x7d]), readLimits)).toMatchObject({
    code: 'WORKBOOK_UNREADABLE',
  });
  const deep = `{"union":"G1","rows":{"wc_session":[{"held_on":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}}`;
  expect(lines(deep)).toMatchObject([{ line: 1, wrong: { code: 'LINE_UNREADABLE' } }]);
});
