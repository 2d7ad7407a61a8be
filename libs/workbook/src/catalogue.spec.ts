import type { IndicatorVersion } from '@huiji/domain/catalogue';
import { indicators, type Indicator } from '@huiji/domain/indicator';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { describe, expect, test } from '@jest/globals';
import { catalogueSheets } from './tables/catalogue.js';
import type { Sheet } from './workbook.js';

const form = shippedForm('work-q');
const own = (code: string, validity: Partial<IndicatorVersion>): IndicatorVersion => ({
  entry: { ...indicators[0]!, code } satisfies Indicator,
  ...{ version: 2, shipped: false, validFrom: '2026-01-01', validTo: null, ...validity },
});
const sheets = catalogueSheets({
  ...{ name: '江城市总工会', day: '2026-07-01', version: 2, forms: [form] },
  held: [
    ...indicators.map((entry) => ({
      ...own(entry.code, { version: 1, shipped: true, validFrom: null }),
      entry,
    })),
    own('x_ended', { validTo: '2026-07-01' }),
    own('x_ending', { validTo: '2026-07-02' }),
    own('x_coming', { validFrom: '2026-07-02' }),
  ],
});

/** What a row says under each heading. */
function saidOf({ rows, frozen }: Sheet, key: string): Record<string, string> {
  const headings = rows[frozen.rows - 1] ?? [];
  const row = rows.slice(frozen.rows).find((cells) => cells.some((cell) => cell?.text === key)) ?? [];
  return Object.fromEntries(headings.map((heading, at) => [heading?.text ?? '', row[at]?.text ?? '']));
}
const [list, rules] = sheets as [Sheet, Sheet];

describe('指标库 as a workbook', () => {
  test('says of each indicator what it means, who files it, how it adds up', () => {
    expect(list.rows[0]?.[0]?.text).toBe('江城市总工会 指标库');
    expect(saidOf(list, 'mem_member_cnt')).toMatchObject({
      ...{ 组: '会员', 性质: '时点数', 单位: '人', 单位之间: '相加', 各期之间: '取最后一期' },
      ...{ 由谁填: '基层工会', 来源: '随系统', 版本: '1', 自: '一直', 状态: '在用' },
    });
    expect(saidOf(list, 'mem_member_cnt')['其中']).toContain('女[women]');
    const ratio = indicators.find(({ kind }) => kind === 'RATIO')!;
    expect(saidOf(list, ratio.code)).toMatchObject({
      ...{ 性质: '比率', 单位之间: '由合计重新相除' },
      ...{ 分子: ratio.numerator!.join(' + '), 分母: ratio.denominator!.join(' + ') },
    });
  });

  test('keeps the indicators of a group together', () => {
    const groups = list.rows.slice(list.frozen.rows).map(([first]) => first?.text);
    const runs = groups.filter((group, at) => group !== groups[at - 1]);
    expect(runs).toEqual([...new Set(groups)]);
  });

  test.each([
    ['x_ended', '已停用(2026-07-01 起)', 'code'],
    ['x_ending', '在用(2026-07-02 起停用)', 'label'],
    ['x_coming', '尚未启用', 'label'],
  ])('marks %s: %s', (code, state, style) => {
    expect(saidOf(list, code)).toMatchObject({
      状态: state,
      来源: '自定义',
      版本: '2',
      自: expect.any(String),
    });
    expect(list.rows.find((row) => row[1]?.text === code)?.every((cell) => cell?.style === style)).toBe(true);
  });

  test('says what the forms check in sentences, with names and without figures', () => {
    expect(saidOf(rules, 'women-within-workers')).toMatchObject({
      ...{ 报表: `${form.zh}(第 ${form.version} 版)`, 性质: '算术,不过不能上报', 范围: '单张报表' },
      须成立: 'cell("mem_worker_cnt[women]") <= mem_worker_cnt',
    });
    const sentence = saidOf(rules, 'women-within-workers')['不成立时说'];
    expect(sentence).toBe('“已建工会单位职工人数(女)”… 大于“已建工会单位职工人数”…,请核对这两个数。');
    expect(rules.rows.flat().some((cell) => /[{}]/.test(cell?.text ?? '') && cell?.style === 'label')).toBe(
      false,
    );
    expect(saidOf(rules, 'single-union-below-25')).toMatchObject({ 性质: '法规,只提示' });
    const checked = form.rules.filter(({ frequency }) => !frequency || frequency === form.frequency);
    expect(rules.rows).toHaveLength(rules.frozen.rows + checked.length);
  });
});
