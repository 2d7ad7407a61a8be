// eslint-disable-next-line no-restricted-imports -- only this spec reads the file the catalogue is generated from
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { attributes } from './catalogue/entry.js';
import { shippedCatalogues } from './shipped-catalogues.js';
import { catalogued } from './forms/cell.js';
import { layoutOf } from './form.js';
import { shippedForms } from './shipped-forms.js';
import { findBreakdown, findIndicator, indicator, indicators, partsOf } from './indicator.js';

describe('the indicator catalogue', () => {
  test('is what generate-catalogue.mjs makes of the CSV (else: npm run generate)', () => {
    const script = new URL('../generate-catalogue.mjs', import.meta.url).pathname;
    const printed = execFileSync(process.execPath, [decodeURIComponent(script), '--print'], {
      encoding: 'utf8',
    });
    expect(shippedCatalogues[0]?.indicators).toEqual(JSON.parse(printed));
  });

  test('has 116 indicators in 15 groups, each code once', () => {
    expect(indicators).toHaveLength(116);
    expect(new Set(indicators.map((one) => one.code)).size).toBe(116);
    expect(new Set(indicators.map((one) => one.group)).size).toBe(15);
  });

  test('gives yuan two decimals, percentages one, days per person-time three, counts none', () => {
    const decimals = (code: string) => indicator(code).decimals;
    expect(decimals('aid_amount')).toBe(2);
    expect(decimals('cov_unionised_rate')).toBe(1);
    expect(decimals('trn_avg_day')).toBe(3);
    expect(decimals('trn_person_day_cnt')).toBe(0);
    expect(decimals('mem_member_cnt')).toBe(0);
  });

  test('never adds or types a ratio: it is divided from sums over every span', () => {
    const ratios = indicators.filter((one) => one.kind === 'RATIO');
    expect(ratios.map((one) => one.code)).toContain('home_eval_satisfied_rate');
    for (const one of ratios) {
      expect(one).toMatchObject({ acrossUnions: 'RATIO', acrossPeriods: 'RECOMPUTE', filedBy: [] });
    }
  });

  test('names a ratio’s counts as cells', () => {
    expect(indicator('home_pass_rate').numerator).toEqual([
      'home_qualified_cnt',
      'home_advanced_cnt',
      'home_model_cnt',
    ]);
    expect(indicator('wom_female_worker_share').numerator).toEqual(['mem_worker_cnt[women]']);
    for (const one of indicators) {
      expect([one.code, one.numerator !== undefined]).toEqual([one.code, one.kind === 'RATIO']);
      expect([one.code, one.denominator !== undefined]).toEqual([one.code, one.kind === 'RATIO']);
    }
  });

  test('says of every indicator what a form and a page need', () => {
    for (const one of indicators) {
      for (const text of [one.group, one.zh, one.en, one.unit]) expect(text).toMatch(/\S/);
      expect(one.frequencies.length).toBeGreaterThan(0);
      expect(attributes).toEqual(expect.arrayContaining([...one.attributes]));
    }
    expect(indicator('home_grade').frequencies).toEqual(['EVENT', 'YEAR']);
    expect(indicator('comp_outlet_inspected_cnt').frequencies).toEqual(['STATISTICAL']);
    expect(indicator('mem_member_cnt').basis).toBe('会籍办法2016; 选举条例2016 art.4');
  });

  test('types counted parts and groups attributes: no code twice, names in both languages', () => {
    for (const { code, breakdowns } of indicators) {
      const codes = breakdowns.map((part) => part.code);
      expect([code, new Set(codes).size]).toEqual([code, codes.length]);
      for (const part of breakdowns) {
        expect(`${part.dimension} ${part.zh} ${part.en}`).toMatch(/^[A-Z_]+ \S+ [a-z]/);
        expect(partsOf(`${code}[${part.code}]`)).toEqual({ indicator: code, breakdown: part.code });
      }
    }
    expect(indicator('trn_person_time_cnt').breakdowns.map((part) => part.code)).toEqual([
      ...['岗位', '业务', '技能鉴定', '普法', '其他', 'women', 'migrant'],
    ]);
    expect(indicator('cov_operating_enterprise_cnt')).toMatchObject({
      breakdowns: [],
      attributes: ['OWNERSHIP', 'UNIT_TYPE', 'SIZE'],
    });
    // The same token in another dimension has another name.
    expect(findBreakdown(indicator('mem_member_cnt'), 'women')?.zh).toBe('女');
    expect(findBreakdown(indicator('wc_collective_contract_unit_cnt'), 'women')?.zh).toBe('女职工专项');
  });

  test('has every breakdown that a shipped form asks, under the names that its cells have', () => {
    const asked = shippedForms.flatMap((form) => layoutOf(form).parts.flatMap((part) => part.positions));
    const parts = asked.filter((cell) => cell.breakdown !== undefined);
    expect(parts.length).toBeGreaterThan(40);
    for (const cell of parts) {
      const found = findBreakdown(indicator(cell.indicator), cell.breakdown ?? '');
      const { zh, en } = catalogued(cell.code);
      expect(`${indicator(cell.indicator).zh}(${found?.zh})`).toBe(zh);
      expect(`${indicator(cell.indicator).en} (${found?.en})`).toBe(en);
    }
  });

  test('a part of a ratio is divided from that part of its counts', () => {
    for (const ratio of indicators.filter((one) => one.kind === 'RATIO' && one.breakdowns.length > 0)) {
      const below = indicator(partsOf(ratio.denominator?.[0] ?? '')?.indicator ?? '');
      for (const part of ratio.breakdowns) expect(findBreakdown(below, part.code)).toEqual(part);
    }
  });

  test('reads a cell’s code in its parts, and nothing else', () => {
    expect(partsOf('x_room2_cnt')).toEqual({ indicator: 'x_room2_cnt' });
    for (const code of [
      '',
      'A',
      'mem_member_cnt[]',
      'mem_member_cnt[women',
      'a[b][c]',
      'a[b]c',
      '__proto__',
    ]) {
      expect(partsOf(code)).toBeNull();
    }
  });

  test('says who types a figure: nobody what is computed, bodies their own, members the grassroots', () => {
    expect(indicator('org_grassroots_union_cnt').filedBy).toEqual([]);
    expect(indicator('mem_member_cnt').filedBy).toEqual(['GRASSROOTS']);
    expect(indicator('mem_transfer_out_cnt').filedBy).toEqual(indicator('mem_transfer_in_cnt').filedBy);
    expect(indicator('aid_amount').filedBy).toEqual(['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION']);
    expect(indicator('fee_own_remitted_amount').filedBy).toEqual(['INTERMEDIATE', 'FEDERATION']);
  });

  test('finds a code a person sent, or says that there is none', () => {
    expect(findIndicator('mem_member_cnt')?.zh).toBe('会员人数');
    expect(findIndicator('__proto__')).toBeUndefined();
    expect(() => indicator('mem_membre_cnt')).toThrow('mem_membre_cnt');
  });
});
