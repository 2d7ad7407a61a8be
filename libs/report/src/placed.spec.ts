import { measureOf } from '@huiji/domain/target';
import { findIndicator } from '@huiji/domain/indicator';
import { parsePeriod } from '@huiji/domain/period';
import type { CellTotal, Total } from '@huiji/domain/rollup';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { describe, expect, test } from '@jest/globals';
import type { Earlier, Part } from '@huiji/domain/work-report';
import type { Placed } from './model.js';
import { reportFor } from './placed.js';
import type { ToReport } from './report.js';

const form = shippedForm('work-q');

/** What four reports add up to: an exact, complete figure by its number alone. */
type Held = bigint | Partial<CellTotal>;
const total = (cells: Record<string, Held>): Total => {
  const none = { total: null, filled: 0, notApplicable: 0, atLeast: 0, about: 0 };
  const cell = (code: string): CellTotal => {
    const held = cells[code];
    return typeof held === 'bigint' ? { ...none, total: held, filled: 4 } : { ...none, ...held };
  };
  return {
    ...{ cell, expected: () => 4, reportsExpected: 4, reportsAccepted: 3 },
    steps: { started: 4, submitted: 4, returned: 0, onTime: 4, late: 0 },
  };
};
const read = (cells: Record<string, Held>, period = '2026Q3') => ({
  ...{ periods: [period], total: total(cells), upTo: '2026-10-08 09:00' },
});

const none = { named: [], more: 0 };
const report = (
  keys: string[],
  cells: Record<string, Held>,
  more: Partial<ToReport> = {},
  earlier: Earlier | null = null,
) => {
  const { placed = {}, ...made } = reportFor(
    {
      ...{ form, period: parsePeriod('2026Q3'), yearToDate: false, periodsMissing: [], pending: 0 },
      ...{
        today: '2026-10-09',
        body: '建设局工会',
        tree: '报告期末的组织关系',
        now: read(cells),
        before: [],
      },
      ...{
        indicatorOf: findIndicator,
        founded: none,
        awarded: none,
        goals: { reached: null, next: null },
        children: [],
      },
      ...more,
    },
    keys,
    earlier,
  );
  return { ...made, placed };
};

const worded = (parts: readonly Part[]): string =>
  parts.map(({ text, source }) => `${text}${source === undefined ? '' : `[${source}]`}`).join('');
const said = (placed?: Placed): string | undefined => {
  if (placed && 'text' in placed) return worded(placed.text);
  return placed && 'paragraphs' in placed ? placed.paragraphs.map(worded).join('\n') : undefined;
};
const one = (key: string, ...about: [Record<string, Held>, Partial<ToReport>?]): string | undefined =>
  said(report([key], ...about).placed[key]);

describe('a figure', () => {
  test('has its unit, its mark, what it lacks, and its number', () => {
    expect(one('figure:aid_amount', { aid_amount: 6900000n })).toBe('69000.00元[1]');
    const weak = { total: 10100n, filled: 3, atLeast: 1 };
    expect(one('figure:trn_person_time_cnt', { trn_person_time_cnt: weak })).toBe(
      '10100人次以上（尚缺1份）[1]',
    );
    expect(one('figure:aid_amount[生活]', { 'aid_amount[生活]': 5n })).toBe('0.05元[1]');
  });

  test('that nobody reported is neither 0 nor blank; one that the period’s form does not ask is said to be so', () => {
    expect(one('figure:mem_member_cnt', {})).toBe('未报');
    expect(one('figure:mem_member_cnt', { mem_member_cnt: { notApplicable: 4 } })).toBe('不适用');
    expect(one('figure:mem_member_cnt', { mem_member_cnt: 0n })).toBe('0人[1]');
    expect(one('figure:gone_cnt', {})).toBe('本期报表无此项');
  });

  test('may be a ratio, which is as firm as its sums', () => {
    const of = (covered: Held) => ({ cov_operating_enterprise_cnt: 3n, cov_covered_enterprise_cnt: covered });
    const key = `figure:${form.ratios.find(({ numerator }) => numerator?.includes('cov_covered_enterprise_cnt'))!.code}`;
    expect(one(key, of(2n))).toBe('66.7%[1]');
    expect(one(key, of({ total: 2n, filled: 3, atLeast: 1 }))).toBe('约66.7%（尚缺1份）[1]');
    expect(one(key, {})).toBe('无法计算');
  });

  test('has the number of the sections where there are these, else one of its own; each stands in the list', () => {
    const cells = { mem_member_cnt: 9n, aid_amount: 5n, aid_family_cnt: 3n };
    const keys = ['figure:aid_family_cnt', 'figure:mem_member_cnt', 'figure:aid_family_cnt'];
    const alone = report(keys, cells);
    expect(keys.map((key) => said(alone.placed[key]))).toEqual(['3户次[1]', '9人[2]', '3户次[1]']);
    expect(alone.lines.map(({ number, code }) => [number, code])).toEqual([
      [1, 'aid_family_cnt'],
      [2, 'mem_member_cnt'],
    ]);
    const beside = report([...keys, 'sections'], cells);
    const number = beside.lines.find(({ code }) => code === 'aid_family_cnt')?.number;
    expect(number).toBeGreaterThan(1);
    expect(said(beside.placed['figure:aid_family_cnt'])).toBe(`3户次[${number}]`);
    expect(new Set(beside.lines.map(({ code }) => code)).size).toBe(beside.lines.length);
  });
});

test('a change is told between exact and complete figures only', () => {
  const before = [
    { compared: 'PREVIOUS' as const, ...read({ aid_family_cnt: 30n }, '2026Q2') },
    { compared: 'LAST_YEAR' as const, ...read({ aid_family_cnt: { total: 20n, filled: 3 } }, '2025Q3') },
  ];
  const of = (compared: string, now: Held) =>
    one(`change:aid_family_cnt:${compared}`, { aid_family_cnt: now }, { before });
  expect(of('PREVIOUS', 37n)).toBe('比上期增加7户次，增长23.3%[1]');
  expect(of('PREVIOUS', { total: 37n, filled: 4, atLeast: 1 })).toBe('与上期不可比');
  expect(of('PREVIOUS', {})).toBe('与上期不可比');
  expect(of('LAST_YEAR', 37n)).toBe('与去年同期不可比');
});

test('a section comes without its heading, also where it can only say what is not reported', () => {
  expect(one('section:帮扶/送温暖', { aid_family_cnt: 3n })).toMatch(
    /^2026年7月1日至9月30日，.*3户次\[1\]。\n未报：/,
  );
  expect(one('section:会员', {})).toMatch(/^未报：/);
  expect(one('section:没有的', {})).toBe('本期报表无此项');
});

test('names are listed, and none is said to be none', () => {
  const founded = { named: [{ name: '港华工会', on: '2026-07-12', what: null }], more: 2 };
  expect(one('founded', {}, { founded })).toBe('港华工会（2026年7月12日），另有2个');
  expect(one('awarded', {}, { founded })).toBe('无');
});

test('the unions below stand side by side, each figure as firm as it is', () => {
  const children = [
    { name: '甲', total: total({ mem_member_cnt: { total: 9n, filled: 3, about: 1 } }) },
    { name: '乙', total: total({ mem_member_cnt: 8n, aid_amount: 100n }) },
  ];
  const key = 'children:mem_member_cnt,aid_amount,gone_cnt';
  expect(report([key], {}, { children }).placed[key]).toEqual({
    headings: ['单位', '会员人数（人）', '慰问帮扶金额（元）', 'gone_cnt'],
    rows: [
      ['甲', '约9（尚缺1份）', '未报', '本期报表无此项'],
      ['乙', '8', '1.00', '本期报表无此项'],
    ],
  });
  expect(one(key, {})).toBe('没有下属单位。');
});

test('figures stand in a table with last period and last year, each with its number, and told as weak as it is', () => {
  const before = [
    {
      compared: 'PREVIOUS' as const,
      ...read({ mem_member_cnt: 8n, aid_amount: { total: 100n, filled: 3 } }, '2026Q2'),
    },
  ];
  const key = 'figures:mem_member_cnt,aid_amount,aid_family_cnt,gone_cnt';
  const made = report([key], { mem_member_cnt: 9n, aid_amount: 200n }, { before });
  const placed = made.placed[key];
  const rows = placed && 'rows' in placed ? placed.rows : [];
  expect(placed).toMatchObject({
    headings: ['指标', '本期', '上期', '与上期相比', '去年同期', '与去年同期相比'],
  });
  expect(rows.map((row) => row.map((told) => (typeof told === 'string' ? told : worded(told))))).toEqual([
    ['会员人数', '9人[1]', '8人[2]', '比上期增加1人，增长12.5%[1]', '无', '与去年同期不可比'],
    ['慰问帮扶金额', '2.00元[3]', '1.00元（尚缺1份）[4]', '与上期不可比', '无', '与去年同期不可比'],
    ['慰问帮扶户次', '未报', '未报', '与上期不可比', '无', '与去年同期不可比'],
    ['gone_cnt', '本期报表无此项', '本期报表无此项', '本期报表无此项', '无', '本期报表无此项'],
  ]);
  expect(
    made.lines.map(({ number, code, value, source, reports }) => [number, code, value, source, reports]),
  ).toEqual([
    [1, 'mem_member_cnt', '9人', '甲', '4/4'],
    [2, '上期 mem_member_cnt', '8人', '乙', '4/4'],
    [3, 'aid_amount', '2.00元', '甲', '4/4'],
    [4, '上期 aid_amount', '1.00元', '乙', '3/4'],
  ]);
  // What the report before said otherwise is marked here too; it has kept nothing of earlier periods by themselves.
  const { lines } = report(['sections'], { mem_member_cnt: 7n, aid_amount: 200n }, { before });
  const again = report([key], { mem_member_cnt: 9n, aid_amount: 200n }, { before }, { madeAt: 'x', lines });
  const marked = again.placed[key];
  const changed = (marked && 'rows' in marked ? marked.rows : [])
    .flat()
    .flatMap((told) => (typeof told === 'string' ? [] : told.filter((part) => part.changed)));
  expect(changed.map(({ text }) => text)).toEqual(['9人', '比上期增加1人，增长12.5%']);
});

test('targets stand where the template names them, or are said to be none', () => {
  const targets = [{ measure: measureOf(form, 'mem_member_cnt'), value: 10n }];
  const goals = { reached: { year: parsePeriod('2026'), targets }, next: null };
  expect(one('targets', { mem_member_cnt: 9n }, { goals })).toBe(
    '2026年目标任务：会员人数目标10人[1]，完成9人[2]，完成率90.0%。',
  );
  expect(one('targets', {})).toBe('没有下达目标任务。');
});

test('a chart of a cell is drawn of firm figures, or is said to be none', () => {
  const children = ['甲', '乙'].map((name, at) => ({ name, total: total({ aid_family_cnt: BigInt(at) }) }));
  const key = 'chartOf:aid_family_cnt';
  expect(report([key], {}, { children }).placed[key]).toMatchObject({
    chart: { names: ['乙', '甲'], values: [1, 0] },
  });
  expect(one(key, {}, { children: children.slice(1) })).toContain('没有可画的图');
});

describe('since the report before', () => {
  const cells = { mem_member_cnt: 9n, aid_family_cnt: 3n, aid_amount: 5n };
  const keys = ['figure:mem_member_cnt', 'section:帮扶/送温暖'];
  const before = (more: Record<string, Held>): Earlier => ({
    ...{ madeAt: '2026-10-08 10:00', lines: report(['sections'], more).lines },
  });

  test('what it said otherwise is marked where the template names it, and counted of that alone', () => {
    const { placed, lines, since } = report(
      keys,
      cells,
      {},
      before({ ...cells, mem_member_cnt: 8n, aid_amount: 4n, info_submitted_cnt: 2n }),
    );
    const marked = Object.values(placed).flatMap((one) => {
      const parts = 'text' in one ? one.text : 'paragraphs' in one ? one.paragraphs.flat() : [];
      return parts.filter(({ changed }) => changed).map(({ text }) => text);
    });
    expect(marked).toEqual(['9人', '慰问帮扶金额0.05元']);
    expect(lines.map(({ code, last }) => [code, last])).toEqual([
      ['mem_member_cnt', '8人（4/4）'],
      ['aid_family_cnt', ''],
      ['aid_amount', '0.04元（4/4）'],
    ]);
    expect(since).toMatch(/2个数字有变动/);
    expect(since).not.toContain('上一份有而现在没有');
  });

  test('a figure that is gone is named where the template names it', () => {
    const gone = { ...cells, aid_donation_amount: 100n, info_submitted_cnt: 2n };
    const { since } = report(keys, cells, {}, before(gone));
    expect(since).toMatch(/上一份有而现在没有的数字：职工捐款金额（原为1\.00元）。$/);
    expect(report(['figure:info_submitted_cnt'], cells, {}, before(gone)).since).toContain('上报信息');
  });

  test('with the sections it is compared as a whole', () => {
    const { since } = report([...keys, 'sections'], cells, {}, before({ ...cells, info_submitted_cnt: 2n }));
    expect(since).toContain('上一份有而现在没有的数字');
  });
});
