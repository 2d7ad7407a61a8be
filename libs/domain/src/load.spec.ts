import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import { csvRows } from './csv.js';
import { checkLoad, codesNamed, cyclesIn, type LoadPlan } from './load.js';
import type { KnownEmployer, KnownUnion } from './load-check.js';
import { type LoadProblem, LoadProblems, listedProblems, readEmployers, readUnions } from './load-rows.js';
import { messageOf } from './problem.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const today = '2026-09-30';

/** Takes all steps of a generator at once. */
function done<T>(steps: Generator<unknown, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

const known = (list: Array<Partial<KnownUnion>>): Map<string, KnownUnion> =>
  new Map(
    list.map((union) => [
      union.code ?? '',
      {
        ...{ id: 'id', code: '', name: '总', level: 'FEDERATION', kind: 'FEDERATION', parentCode: null },
        ...{ preparedOn: null, establishedOn: '1950-01-01', dissolvedOn: null, approvalNo: null },
        ...{ legalPerson: true, regionCode: null, industry: null, unitType: null, chair: null },
        ...{ contact: null, phone: null, inside: true },
        ...union,
      },
    ]),
  );
const root = { code: 'R' };

interface Given {
  unions?: string;
  employers?: string;
  has?: Array<Partial<KnownUnion>>;
  employed?: Array<Partial<KnownEmployer>>;
}
function load({ unions = '', employers = '', has = [root], employed = [] }: Given): {
  plan: LoadPlan;
  problems: LoadProblem[];
  count: number;
} {
  const problems = new LoadProblems();
  const files = [done(readUnions(unions, problems)), done(readEmployers(employers, problems))] as const;
  done(codesNamed(...files));
  const employersKnown = new Map(employed.map((one) => [one.code ?? '', one as KnownEmployer]));
  const plan = done(checkLoad(...files, { unions: known(has), employers: employersKnown, today }));
  return { plan, problems: problems.list, count: problems.count };
}

const unionHeader = 'code,name,parentCode,level,kind,preparedOn,establishedOn,approvalNo';
const employerHeader =
  'code,name,aboveScale,headcount,operatingFrom,source,sourceDate,accountableUnionCode,coveredByCode,coveredFrom';
const unionsOf = (...rows: string[]): Given => ({ unions: [unionHeader, ...rows].join('\n') });
const bureau = 'B,局,R,INTERMEDIATE,BUREAU,,2000-01-01,批1';
const base = 'G,厂,B,GRASSROOTS,SINGLE,,2001-01-01,批2';
const employersOf = (...rows: string[]): Given => ({
  ...unionsOf(bureau, base),
  employers: [employerHeader, ...rows].join('\n'),
});
const employer = 'E,企业,是,30,2002-01-01,市监局,2026-01-01,B,G,2003-01-01';
const told = (problems: LoadProblem[]): Array<[number | null, number, string | null, string]> =>
  problems.map(({ row, line, column, problem }) => [row, line, column, problem.code]);

describe('CSV', () => {
  const rowsOf = (text: string) => {
    const rows: Array<{ line: number; fields: readonly string[] }> = [];
    const steps = csvRows(text);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return { rows, broken: step.value };
      rows.push(...step.value);
    }
  };

  test('is read with its byte order mark, either line end, quotes and blank lines', () => {
    const { rows, broken } = rowsOf('\uFEFFa,b\r\n"x ""y""","two\nlines"\r\n\r\n,\r\n1,2');
    expect(rows.map(({ line, fields }) => [line, ...fields.map((field) => field.trim())])).toEqual([
      [1, 'a', 'b'],
      [2, 'x "y"', 'two\nlines'],
      [6, '1', '2'],
    ]);
    expect(broken).toBeNull();
  });

  test('ends at the row whose quotes do not close', () => {
    expect(rowsOf('a,b\n1,2\n3,"4\n5,6')).toMatchObject({ rows: [{ line: 1 }, { line: 2 }], broken: 3 });
    expect(rowsOf('a,b\n"1"x,2\n3,4')).toMatchObject({ rows: [{ line: 1 }], broken: 2 });
    expect(rowsOf(`a\n"${'x'.repeat(300_000)}`)).toMatchObject({ rows: [{ line: 1 }], broken: 2 });
  });

  test('is what was written, whatever stands in the fields and however long the text', () => {
    const field = fc.string({ unit: fc.constantFrom('"', ',', '\n', '汉', 'a', ' ', '\r\n', '😀') });
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 400 }), (written, times) => {
        const filled = written.map((row) => ['x', ...row]);
        const all = Array.from(
          { length: filled.length > 0 ? times * 20 : 0 },
          (_, i) => filled[i % filled.length],
        );
        const text = Papa.unparse(all as string[][], { newline: '\n', quotes: true });
        expect(rowsOf(text).rows.map(({ fields }) => fields)).toEqual(all);
        const lines = text.split('\n');
        for (const { line } of rowsOf(text).rows.slice(0, 50)) expect(lines[line - 1]).toMatch(/^"x"/);
      }),
      { seed, numRuns: 30 },
    );
  });
});

describe('the columns', () => {
  test('are known by their names in any case and order, and in Chinese', () => {
    const unions =
      '上级编码,CODE,成立日期,名称,层级,类别,批复文号,法人\nR,B,2000/1/9,局,中间层级,局工会,批1,是';
    const { plan, problems } = load({ unions });
    expect(problems).toEqual([]);
    expect(plan.unions).toMatchObject([
      { code: 'B', parentCode: 'R', level: 'INTERMEDIATE', kind: 'BUREAU', establishedOn: '2000-01-09' },
    ]);
    expect(plan.unions[0]).toMatchObject({ legalPerson: true, chair: null, row: 1, line: 2 });
  });

  test('that are missing, unknown or there twice are told of, as the file calls them', () => {
    const { problems } = load({ unions: '编码,名称,name,上级编码,层级,类别\nB,局,局,R,中间层级,局工会' });
    expect(told(problems)).toEqual([
      [null, 1, '编码', 'LOAD_COLUMN_UNKNOWN'],
      [null, 1, 'name', 'LOAD_COLUMN_TWICE'],
      [null, 1, 'code', 'LOAD_COLUMN_MISSING'],
    ]);
    expect(messageOf(problems[2]!.problem, 'zh')).toContain('code (工会统计编码)');
  });
});

test.each<[string, Given, Array<[number | null, number, string | null, string]>]>([
  ['a row longer than the header', unionsOf(`${bureau},more`), [[1, 2, null, 'LOAD_FIELD_EXTRA']]],
  ['quotes that do not close', unionsOf(bureau, '"G,厂'), [[null, 3, null, 'LOAD_QUOTE']]],
  ['a blank name', unionsOf('B, ,R,INTERMEDIATE,BUREAU,,2000-01-01,批'), [[1, 2, 'name', 'FIELD_REQUIRED']]],
  [
    'no parent',
    unionsOf('B,局,,INTERMEDIATE,BUREAU,,2000-01-01,批'),
    [[1, 2, 'parentCode', 'FIELD_REQUIRED']],
  ],
  [
    'a code too long',
    unionsOf(`${'C'.repeat(41)},局,R,INTERMEDIATE,BUREAU,,2000-01-01,批`),
    [[1, 2, 'code', 'FIELD_TOO_LONG']],
  ],
  [
    'an unknown level and kind',
    unionsOf('B,局,R,MIDDLE,局里,,2000-01-01,批'),
    [
      [1, 2, 'level', 'WORD_UNKNOWN'],
      [1, 2, 'kind', 'WORD_UNKNOWN'],
    ],
  ],
  [
    'a kind of another level',
    unionsOf('B,局,R,INTERMEDIATE,SINGLE,,2000-01-01,批'),
    [[1, 2, 'kind', 'UNION_KIND_MISMATCH']],
  ],
  [
    'a federation',
    unionsOf('F,总,,FEDERATION,FEDERATION,,2000-01-01,批'),
    [[1, 2, 'level', 'LOAD_FEDERATION']],
  ],
  ...['2026-02-30', '1899-12-31', '2026.1.1', '30/9/2026', '2026-13-01'].map(
    (date): [string, Given, Array<[number | null, number, string | null, string]>] => [
      `the day ${date}`,
      unionsOf(`B,局,R,INTERMEDIATE,BUREAU,,${date},批`),
      [[1, 2, 'establishedOn', 'DATE_INVALID']],
    ],
  ),
  ['no day at all', unionsOf('B,局,R,INTERMEDIATE,BUREAU,,,批'), [[1, 2, 'establishedOn', 'FIELD_REQUIRED']]],
  [
    'a founding before its preparation',
    unionsOf('B,局,R,INTERMEDIATE,BUREAU,2000-01-02,2000-01-01,批'),
    [[1, 2, 'establishedOn', 'DATE_ORDER']],
  ],
  [
    'a day to come',
    unionsOf('B,局,R,INTERMEDIATE,BUREAU,2026-10-01,,批'),
    [[1, 2, 'preparedOn', 'DATE_IN_FUTURE']],
  ],
  [
    'no approval of a founding',
    unionsOf('B,局,R,INTERMEDIATE,BUREAU,,2000-01-01,'),
    [[1, 2, 'approvalNo', 'FIELD_REQUIRED']],
  ],
  ['a code twice', unionsOf(bureau, base, `${bureau}9`), [[3, 4, 'code', 'LOAD_CODE_TWICE']]],
  ['a parent that is nowhere', unionsOf(base), [[1, 2, 'parentCode', 'LOAD_UNION_UNKNOWN']]],
  [
    'a parent that is not the actor’s',
    { ...unionsOf(bureau), has: [{ ...root, inside: false }] },
    [[1, 2, 'parentCode', 'LOAD_UNION_UNKNOWN']],
  ],
  [
    'a parent of the grassroots',
    unionsOf(bureau, base, 'X,组,G,GRASSROOTS,SINGLE,,2002-01-01,批'),
    [[3, 4, 'parentCode', 'PARENT_CANNOT_HAVE_CHILDREN']],
  ],
  [
    'a parent dissolved',
    { ...unionsOf(bureau), has: [{ ...root, dissolvedOn: '2020-01-01' }] },
    [[1, 2, 'parentCode', 'UNION_DISSOLVED']],
  ],
  [
    'a parent that came later',
    unionsOf(bureau, 'G,厂,B,GRASSROOTS,SINGLE,1999-12-31,2001-01-01,批'),
    [[2, 3, 'parentCode', 'UNION_NOT_ESTABLISHED']],
  ],
  [
    'unions above themselves',
    unionsOf(
      'A,甲,C,INTERMEDIATE,BUREAU,,2000-01-01,批',
      'C,乙,A,INTERMEDIATE,BUREAU,,2000-01-01,批',
      'S,自,S,INTERMEDIATE,BUREAU,,2000-01-01,批',
      'X,外,C,INTERMEDIATE,BUREAU,,2000-01-01,批',
    ),
    [
      [1, 2, 'parentCode', 'LOAD_CYCLE'],
      [2, 3, 'parentCode', 'LOAD_CYCLE'],
      [3, 4, 'parentCode', 'LOAD_CYCLE'],
    ],
  ],
  [
    'a union of that code outside',
    { ...unionsOf(bureau), has: [root, { code: 'B', inside: false }] },
    [[1, 2, 'code', 'CODE_TAKEN']],
  ],
  [
    'a union of that code with other values',
    {
      ...unionsOf(bureau),
      has: [root, { code: 'B', name: '旧局', level: 'INTERMEDIATE', kind: 'BUREAU', approvalNo: '批1' }],
    },
    [
      [1, 2, 'name', 'LOAD_DIFFERS'],
      [1, 2, 'parentCode', 'LOAD_UNION_UNKNOWN'],
      [1, 2, 'establishedOn', 'LOAD_DIFFERS'],
    ],
  ],
  [
    'a headcount below 0, with decimals, of words or too large',
    employersOf(
      ...['-1', '1.5', '三十', '2147483648'].map((n, i) => employer.replace('E,', `E${i},`).replace('30', n)),
    ),
    [
      [1, 2, 'headcount', 'NUMBER_OUT_OF_RANGE'],
      [2, 3, 'headcount', 'NOT_A_NUMBER'],
      [3, 4, 'headcount', 'NOT_A_NUMBER'],
      [4, 5, 'headcount', 'NUMBER_OUT_OF_RANGE'],
    ],
  ],
  [
    'days of an employer to come',
    employersOf(
      employer.replaceAll('2002', '2030').replace('2026-01-01', '2027-01-01').replace('2003', '2031'),
    ),
    [
      [1, 2, 'operatingFrom', 'DATE_IN_FUTURE'],
      [1, 2, 'sourceDate', 'DATE_IN_FUTURE'],
      [1, 2, 'coveredFrom', 'DATE_IN_FUTURE'],
    ],
  ],
  [
    'unions of an employer that are nowhere',
    employersOf(employer.replace('B,G', 'X,G;Y;Z')),
    [
      [1, 2, 'accountableUnionCode', 'LOAD_UNION_UNKNOWN'],
      [1, 2, 'coveredByCode', 'LOAD_UNION_UNKNOWN'],
      [1, 2, 'coveredByCode', 'LOAD_UNION_UNKNOWN'],
    ],
  ],
  [
    'an employer before its accountable union',
    employersOf(employer.replace('2002', '1999')),
    [[1, 2, 'accountableUnionCode', 'UNION_NOT_ESTABLISHED']],
  ],
  [
    'a body that covers',
    employersOf(employer.replace('B,G', 'B,B')),
    [[1, 2, 'coveredByCode', 'LOAD_COVERED_BY_BODY']],
  ],
  [
    'a coverage without its day, or a day without coverage',
    employersOf(employer.replace('2003-01-01', ''), employer.replace('E,', 'F,').replace('B,G', 'B,')),
    [
      [1, 2, 'coveredFrom', 'FIELD_REQUIRED'],
      [2, 3, 'coveredByCode', 'FIELD_REQUIRED'],
    ],
  ],
])('%s is told of, with row, line and column', (_, given, expected) => {
  const { problems, count } = load(given);
  expect(told(problems)).toEqual(expected);
  expect(count).toBe(expected.length);
  for (const { problem } of problems)
    for (const language of ['zh', 'en'] as const) expect(messageOf(problem, language)).not.toMatch(/\{\w+\}/);
});

test('what is there just as in the file is unchanged; columns that the file lacks are not compared', () => {
  const there = {
    ...root,
    code: 'B',
    name: '局',
    level: 'INTERMEDIATE',
    kind: 'BUREAU',
    parentCode: 'R',
  } as const;
  const union = { ...there, establishedOn: '2000-01-01', approvalNo: '批1', chair: '张三' };
  const registered: Partial<KnownEmployer> = {
    ...{
      code: 'E',
      name: '企业',
      aboveScale: true,
      headcount: 30,
      operatingFrom: '2002-01-01',
      source: '市监局',
    },
    ...{ sourceDate: '2026-01-01', accountableUnionCode: 'B', ownership: '私营', inside: true },
    coveredBy: [{ code: 'G', from: '2003-01-01' }],
  };
  const given = { ...employersOf(employer), has: [root, union], employed: [registered] };
  const { plan, problems } = load(given);
  expect(problems).toEqual([]);
  expect(plan).toMatchObject({
    unionsUnchanged: 1,
    unions: [{ code: 'G' }],
    employersUnchanged: 1,
    employers: [],
  });
  const claims = [{ code: 'G', from: '2003-01-02' }];
  expect(told(load({ ...given, employed: [{ ...registered, coveredBy: claims }] }).problems)).toEqual([
    [1, 2, 'coveredFrom', 'LOAD_DIFFERS'],
  ]);
  expect(told(load({ ...given, employed: [{ ...registered, coveredBy: [] }] }).problems)).toEqual([
    [1, 2, 'coveredByCode', 'LOAD_DIFFERS'],
  ]);
});

test('the first 10,000 problems are listed and all are counted', () => {
  const rows = Array.from(
    { length: listedProblems + 5 },
    (_, i) => `X${i},厂,nowhere,GRASSROOTS,SINGLE,,2001-01-01,批`,
  );
  const { problems, count } = load(unionsOf(...rows));
  expect([problems.length, count]).toEqual([listedProblems, listedProblems + 5]);
});

test('rows in any order come to the same, and a random tree has no cycle unless one is made', () => {
  const parents = fc.array(fc.nat(), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(parents, fc.nat(), fc.nat(), (picks, from, steps) => {
      const rows = picks.map((pick, i) => ({ code: `U${i}`, parentCode: i === 0 ? 'R' : `U${pick % i}` }));
      const line = ({ code, parentCode }: (typeof rows)[number]) =>
        `${code},${code},${parentCode},INTERMEDIATE,BUREAU,,2000-01-01,批`;
      const shuffled = rows
        .toSorted((a, b) => ((a.code.length * 7 + from) % 5) - ((b.code.length * 7 + from) % 5))
        .reverse();
      const { plan, problems } = load(unionsOf(...shuffled.map(line)));
      expect([problems, plan.unions.length]).toEqual([[], rows.length]);
      // Hang some union below one of its own descendants: exactly the path between the two is a cycle.
      const bottom = rows[from % rows.length]!;
      const path = [bottom];
      for (let at = bottom; at.parentCode !== 'R' && path.length <= steps % rows.length;)
        path.push((at = rows.find((row) => row.code === at.parentCode)!));
      path.at(-1)!.parentCode = bottom.code;
      const cycles = done(cyclesIn(rows));
      expect(cycles.map((cycle) => cycle.map((row) => row.code).toSorted())).toEqual([
        path.map((row) => row.code).toSorted(),
      ]);
    }),
    { seed },
  );
});
