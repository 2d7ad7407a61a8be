import { parsePeriod } from '@huiji/domain/period';
import type { CellTotal, Total } from '@huiji/domain/rollup';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { measureOf } from '@huiji/domain/target';
import { findIndicator, indicators } from '@huiji/domain/indicator';
import { describe, expect, test } from '@jest/globals';
import type { Report, Section } from '@huiji/domain/work-report';
import { type ReadTotal, reportOf, type ToReport } from './report.js';
import { dayWords, numeral, spanWords } from './wording.js';

const form = shippedForm('work-q');
const whole = 4;

/** What four reports add up to: an exact, complete figure by its number alone. */
type Held = bigint | Partial<CellTotal>;
const total = (cells: Record<string, Held>): Total => {
  const cell = (code: string): CellTotal => {
    const held = cells[code];
    const none = { total: null, filled: 0, notApplicable: 0, atLeast: 0, about: 0 };
    return typeof held === 'bigint' ? { ...none, total: held, filled: whole } : { ...none, ...held };
  };
  return {
    ...{ cell, expected: () => whole, reportsExpected: whole, reportsAccepted: 3 },
    steps: { started: 4, submitted: 4, returned: 0, onTime: 4, late: 0 },
  };
};

const read = (cells: Record<string, Held>, period = '2026Q3'): ReadTotal => ({
  ...{ periods: [period], total: total(cells), upTo: '2026-10-08 09:00' },
});

const none = { named: [], more: 0 };

const report = (cells: Record<string, Held>, more: Partial<ToReport> = {}): Report =>
  reportOf({
    ...{ form, period: parsePeriod('2026Q3'), yearToDate: false, periodsMissing: [], pending: 0 },
    ...{ today: '2026-10-09', body: '建设局工会', tree: '报告期末的组织关系', now: read(cells), before: [] },
    ...{
      indicatorOf: findIndicator,
      founded: none,
      awarded: none,
      goals: { reached: null, next: null },
      children: [],
    },
    ...more,
  });

const textOf = (sections: readonly Section[]): string =>
  sections
    .flatMap(({ title, paragraphs }) => [
      title,
      ...paragraphs.map((parts) =>
        parts.map(({ text, source }) => `${text}${source === undefined ? '' : `[${source}]`}`).join(''),
      ),
    ])
    .join('\n');

describe('sections', () => {
  test('every group of the catalogue that the form asks has one, in the catalogue’s order', () => {
    const all = form.tables.flatMap(({ cells }) => cells);
    const { sections } = report(Object.fromEntries(all.map(({ code }) => [code, 1n])));
    const asked = new Set(all.map(({ indicator }) => findIndicator(indicator)?.group));
    const groups = [...new Set(indicators.map(({ group }) => group))].filter((group) => asked.has(group));
    expect(groups.length).toBeGreaterThan(12);
    expect(sections.map(({ title }) => title)).toEqual(
      groups.map((group, at) => `${numeral(at + 1)}、${group.replaceAll('/', '与')}`),
    );
  });

  test('a group without a figure is left out, and the others are numbered on', () => {
    const { sections } = report({
      aid_amount: 700000n,
      mem_member_cnt: { notApplicable: 4 },
      info_submitted_cnt: 3n,
    });
    expect(sections.map(({ title }) => title)).toEqual(['一、帮扶与送温暖', '二、信息报送']);
  });

  test('so is one of which the registers know nothing; a 0 that was filed is told', () => {
    const titles = (cells: Record<string, Held>) => report(cells).sections.map(({ title }) => title);
    expect(titles({ cov_covered_enterprise_cnt: 0n, home_none_cnt: 0n, info_submitted_cnt: 0n })).toEqual([
      '一、信息报送',
    ]);
    expect(titles({ cov_covered_enterprise_cnt: 0n, cov_operating_enterprise_cnt: 2n })).toEqual([
      '一、企业覆盖',
    ]);
  });

  test('a group that only the tenant has follows those of the catalogue', () => {
    const indicatorOf: ToReport['indicatorOf'] = (code) => {
      const known = findIndicator(code);
      return known && code === 'mem_member_cnt' ? { ...known, group: '网格' } : known;
    };
    const { sections } = report({ mem_member_cnt: 5n, info_submitted_cnt: 3n }, { indicatorOf });
    expect(sections.map(({ title }) => title)).toEqual(['一、信息报送', '二、网格']);
  });
});

describe('figures', () => {
  test('bear their unit and their mark, parts behind the whole; money is in yuan', () => {
    const text = textOf(
      report({
        aid_amount: 6900000n,
        'aid_amount[生活]': 200000n,
        'aid_amount[助学]': 50000n,
        trn_person_time_cnt: { total: 10100n, filled: 4, atLeast: 1 },
        cul_participant_cnt: { total: 80n, filled: 4, about: 1 },
      }).sections,
    );
    expect(text).toContain(
      '2026年7月1日至9月30日，慰问帮扶金额69000.00元[2]，其中生活2000.00元[3]、助学500.00元[4]。',
    );
    expect(text).toContain('参训人次10100人次以上[1]');
    expect(text).toContain('约80人次[5]');
  });

  test('nobody’s figure is named as not reported and never given as 0; a 0 that was reported is one', () => {
    const { sections, lines } = report({
      aid_amount: 0n,
      aid_family_cnt: {},
      aid_donation_amount: { notApplicable: 4 },
    });
    const text = textOf(sections);
    expect(text).toContain('慰问帮扶金额0.00元[1]。');
    expect(text).toContain('未报：慰问帮扶户次、慰问帮扶金额(生活)、');
    expect(text).toContain('不适用：职工捐款金额。');
    expect(lines.map(({ code }) => code)).toEqual(['aid_amount']);
  });

  test('one that lacks reports says so', () => {
    const { sections, lines } = report({ aid_family_cnt: { total: 37n, filled: 1, notApplicable: 1 } });
    expect(textOf(sections)).toContain('37户次（尚缺2份）');
    expect(lines[0]).toMatchObject({ value: '37户次', reports: '2/4' });
  });

  test('a ratio is divided from sums, and is only as firm as these', () => {
    const of = (covered: Held): string =>
      textOf(report({ cov_operating_enterprise_cnt: 3n, cov_covered_enterprise_cnt: covered }).sections);
    expect(of(2n)).toMatch(/按合计计算，[^约]*66\.7%/);
    expect(of({ total: 2n, filled: 3, atLeast: 1 })).toMatch(/按合计计算，.*约66\.7%（尚缺1份）/);
  });
});

describe('changes', () => {
  const compared = (now: Held, then: Held): string =>
    textOf(
      report(
        { aid_family_cnt: now },
        { before: [{ compared: 'PREVIOUS', ...read({ aid_family_cnt: then }, '2026Q2') }] },
      ).sections,
    );

  test('are told in the unit and in percent', () => {
    expect(compared(37n, 30n)).toContain('37户次[1]（比上期增加7户次，增长23.3%）');
    expect(compared(30n, 37n)).toContain('（比上期减少7户次，下降18.9%）');
    expect(compared(30n, 30n)).toContain('（与上期持平）');
    expect(compared(3n, 0n)).toContain('（比上期增加3户次）');
  });

  test('only where both are exact and lack nothing', () => {
    const atLeast = { total: 37n, filled: 4, atLeast: 1 };
    const short = { total: 37n, filled: 3 };
    for (const weak of [atLeast, short, {}]) {
      expect(compared(weak, 30n)).not.toContain('上期');
      expect(compared(30n, weak)).not.toContain('上期');
    }
  });

  test('a rank is no sum, and is not compared', () => {
    const cell = { comp_best_rank: 2n };
    const text = textOf(
      report(cell, { before: [{ compared: 'LAST_YEAR', ...read({ comp_best_rank: 3n }) }] }).sections,
    );
    expect(text).not.toContain('去年');
  });
});

describe('targets', () => {
  const goalsOf = (year: string, ...targets: Array<[string, bigint]>) => ({
    year: parsePeriod(year),
    targets: targets.map(([code, value]) => ({ measure: measureOf(form, code), value })),
  });
  const cells = {
    mem_member_cnt: 9n,
    mem_new_member_cnt: { total: 3n, filled: 3, atLeast: 1 },
    cov_operating_enterprise_cnt: 4n,
    cov_covered_enterprise_cnt: 3n,
  };
  const goals = {
    reached: goalsOf('2026', ['mem_member_cnt', 10n], ['mem_new_member_cnt', 4n], ['comp_event_cnt', 5n]),
    next: goalsOf('2027', ['mem_member_cnt', 20n], ['cov_unionised_rate', 955n]),
  };

  test('are told with what was reached, and those of next year by themselves', () => {
    const { sections, lines, sources } = report(cells, { goals });
    const { title, paragraphs } = sections.at(-1)!;
    const number = (code: string) => lines.find((line) => line.code === code)!.number;
    const [members, added] = [number('mem_member_cnt'), number('mem_new_member_cnt')];
    const [one, two, three] = ['mem_member_cnt', 'mem_new_member_cnt', 'comp_event_cnt'].map((code) =>
      number(`2026 ${code}`),
    );
    const [four, five] = ['mem_member_cnt', 'cov_unionised_rate'].map((code) => number(`2027 ${code}`));
    expect(textOf([{ title, paragraphs }]).split('\n')).toEqual([
      `${numeral(sections.length)}、目标任务`,
      `2026年目标任务：会员人数目标10人[${one}]，完成9人[${members}]，完成率90.0%；` +
        `本期新发展会员目标4人[${two}]，完成3人以上（尚缺1份）[${added}]，完成率约75.0%；` +
        `劳动竞赛/技能比武场次目标5次[${three}]，完成数未报。`,
      `2027年目标：会员人数20人[${four}]；建会(覆盖)率95.5%[${five}]。`,
    ]);
    expect(lines[one! - 1]).toMatchObject({ name: '会员人数（2026年目标）', value: '10人', source: '目标' });
    expect(sources.at(-1)).toMatchObject({ name: '目标', periods: '2026年、2027年' });
  });

  test('a ratio is held against its own target; without targets nothing is said', () => {
    const ratio = { reached: goalsOf('2026', ['cov_unionised_rate', 800n]), next: null };
    expect(textOf(report(cells, { goals: ratio }).sections)).toContain('，完成率93.8%。');
    expect(textOf(report(cells).sections)).not.toContain('目标任务');
    expect(report(cells).sources.map(({ name }) => name)).toEqual(['甲']);
  });
});

test('every figure has a line in the list of sources, under its number, with what it is compared with', () => {
  const { sections, lines, sources } = report(
    { aid_family_cnt: 37n, aid_amount: 100n, mem_member_cnt: { total: 9n, filled: 2 } },
    {
      before: [
        { compared: 'PREVIOUS', ...read({ aid_family_cnt: 30n }, '2026Q2') },
        { compared: 'LAST_YEAR', ...read({ aid_family_cnt: 20n, aid_amount: 50n }, '2025Q3') },
      ],
    },
  );
  const cited = sections.flatMap(({ paragraphs }) => paragraphs.flat()).filter(({ source }) => source);
  expect(cited.map(({ source }) => source)).toEqual(lines.map(({ number }) => number));
  for (const { text, source } of cited) expect(text).toContain(lines[source! - 1]?.value);
  expect(lines.map(({ code, beside }) => [code, beside])).toEqual([
    ['mem_member_cnt', ''],
    ['aid_family_cnt', '乙：30户次、丙：20户次'],
    ['aid_amount', '丙：0.50元'],
  ]);
  expect(sources.map(({ name, periods, reports }) => [name, periods, reports])).toEqual([
    ['甲', '2026Q3', '3/4'],
    ['乙', '2026Q2', '3/4'],
    ['丙', '2025Q3', '3/4'],
  ]);
  expect(sources[0]).toMatchObject({
    body: '建设局工会',
    tree: '报告期末的组织关系',
    upTo: '2026-10-08 09:00',
  });
  expect(sources[0]?.form).toContain(`work-q第${form.version}版`);
});

test('what was founded and awarded is named beside its figure, and what is not is counted', () => {
  const founded = { named: [{ name: '港华燃气公司工会', on: '2026-07-12', what: null }], more: 2 };
  const awarded = {
    named: [{ name: '自来水公司工会', on: '2026-08-01', what: '市，江工发〔2026〕3号' }],
    more: 0,
  };
  expect(textOf(report({ home_new_award_cnt: 1n }, { founded, awarded }).sections)).toMatch(
    /^一、职工之家\n.*\n新授职工之家：自来水公司工会（2026年8月1日，市，江工发〔2026〕3号）。/,
  );
  expect(textOf(report({ org_new_union_cnt: 3n }, { founded }).sections)).toContain(
    '新建工会：港华燃气公司工会（2026年7月12日），另有2个。',
  );
});

test('it says what it lacks before the first figure', () => {
  const { title, opening } = report({}, { periodsMissing: ['2026Q2'], pending: 5, yearToDate: true });
  expect(title).toBe('建设局工会2026年1至9月工作总结');
  expect(opening).toContain('应报4份，已审核3份，截至2026-10-08 09:00，另有5项变动待计入；缺2026Q2。');
});

test('only whole and exact figures are drawn, the greatest first', () => {
  const child = (name: string, members: Held) => ({ name, total: total({ mem_member_cnt: members }) });
  const firm = [child('甲', 3n), child('乙', 8n)];
  const weak = [child('丙', { total: 9n, filled: 4, atLeast: 1 }), child('丁', { total: 9n, filled: 3 })];
  expect(report({}, { children: [...firm, ...weak] }).chart).toMatchObject({
    ...{ names: ['乙', '甲'], values: [8, 3] },
    note: '下属单位4个，数字完整准确的2个，图中为其中最多的2个。',
  });
  expect(report({}, { children: [...firm.slice(1), ...weak] }).chart).toBeNull();
});

test('days and numbers in words', () => {
  expect(dayWords('2007-09-05')).toBe('2007年9月5日');
  expect(spanWords('2007-01-01', '2007-09-30')).toBe('2007年1月1日至9月30日');
  expect(spanWords('2025-10-01', '2026-09-30')).toBe('2025年10月1日至2026年9月30日');
  expect([1, 9, 10, 11, 15, 20, 23, 90].map(numeral)).toEqual([
    ...['一', '九', '十', '十一', '十五', '二十', '二十三', '九十'],
  ]);
});
