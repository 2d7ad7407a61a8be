// eslint-disable-next-line no-restricted-imports -- only this spec reads the file the catalogue is generated from
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { findIndicator, indicator, indicators } from './indicator.js';

describe('the indicator catalogue', () => {
  test('is what generate-catalogue.mjs makes of the CSV (else: npm run generate)', () => {
    const script = new URL('../generate-catalogue.mjs', import.meta.url).pathname;
    const printed = execFileSync(process.execPath, [decodeURIComponent(script), '--print'], {
      encoding: 'utf8',
    });
    expect(indicators).toEqual(JSON.parse(printed));
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

  test('names a ratio’s counts as cells, and leaves out those the catalogue only describes in words', () => {
    expect(indicator('home_pass_rate').numerator).toEqual([
      'home_qualified_cnt',
      'home_advanced_cnt',
      'home_model_cnt',
    ]);
    expect(indicator('wom_female_worker_share').numerator).toEqual(['mem_worker_cnt[women]']);
    expect(indicator('info_ontime_rate').numerator).toBeUndefined();
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
