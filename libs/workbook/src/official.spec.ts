import { layoutOf } from '@huiji/domain/form';
import { overPeriods, type PartTotal, type Total } from '@huiji/domain/rollup';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { changesSince } from '@huiji/domain/signature';
import { describe, expect, test } from '@jest/globals';
import { type OfficialTotal, officialSheets, type Signing } from './tables/official.js';
import type { Sheet } from './workbook.js';

const form = shippedForm('work-q');

/** A total of two reports of three, with these cells filled by both. */
function totalWith(cells: Record<string, number>): Total {
  const given: Record<string, number> = {
    ...cells,
    reports_expected_grassroots: 3,
    reports_accepted_grassroots: 2,
  };
  const parts: Record<number, PartTotal> = {};
  for (const { part, positions } of layoutOf(form).parts)
    parts[part] = {
      totals: positions.map(({ code }) => String(given[code] ?? 0)),
      filled: positions.map(({ code }) => (code in given ? 2 : 0)),
      ...{
        notApplicable: [],
        about: [],
        atLeast: positions.map(({ code }) => Number(code === 'comp_event_cnt')),
      },
    };
  return overPeriods(form, [parts]);
}

const signing: Signing = {
  ...{ id: '0190c1f6-0000-7000-8000-000000000001', number: 2, signedVersion: '17', state: 'SIGNED' },
  ...{ explanation: '一家停产', returnReason: null, signedBy: '张审', signedAt: '2026-10-12 09:30' },
  ...{ reviewedBy: null, reviewedAt: null },
};
const total = totalWith({ mem_member_cnt: 7510, 'mem_member_cnt[women]': 3000, comp_event_cnt: 42 });
const official = (more: Partial<OfficialTotal> = {}): OfficialTotal => ({
  ...{ form, period: '2026Q3', union: { code: 'B1', name: '建设局工会' }, total, notes: ['截至'] },
  ...{ signing: null, changes: [], ...more },
});
const textsOf = ({ rows }: Sheet): string[][] =>
  rows.map((row) => row.map((cell) => cell?.figure ?? cell?.text ?? ''));
const allOf = (sheets: readonly Sheet[]): string => sheets.flatMap(textsOf).flat().join('\n');

describe('正式报表', () => {
  const sheets = officialSheets(official());
  const members = sheets.find((sheet) => textsOf(sheet).some((row) => row.includes('mem_member_cnt')))!;

  test('has a cover that says whose, of what, by whom it is issued and how complete', () => {
    expect(textsOf(sheets[0]!)).toEqual(
      expect.arrayContaining([
        [form.zh],
        ['表号', form.cover.formNo],
        ['制定机关', form.cover.issuedBy],
        ['综合单位', '建设局工会'],
        ['报告期', '2026年第三季度'],
        ['报送情况', '应报 3 份,已审核 2 份,缺 1 份'],
        ['汇总签报', '未签署'],
      ]),
    );
  });

  test('prints every cell of the form once, with unit, code and figure, parts under their whole', () => {
    const codes = sheets.slice(1).flatMap((sheet) => textsOf(sheet).map((row) => row[2]));
    for (const cell of form.tables.flatMap(({ cells }) => cells))
      expect(codes.filter((code) => code === cell.code)).toHaveLength(1);
    const rows = textsOf(members);
    const at = rows.findIndex((row) => row[2] === 'mem_member_cnt');
    expect(rows[at]?.slice(1)).toEqual(['人', 'mem_member_cnt', '7510']);
    expect(rows[at + 1]?.[0]).toMatch(/^ {2}其中:/);
    expect(members.rows[at]?.[3]?.style).toBe('missing');
    expect(allOf(sheets)).toContain('42以上');
    expect(textsOf(members)[members.frozen.rows - 1]).toEqual(['甲', '乙', '丙', '1']);
  });

  test('leaves lines to be signed by pen on the cover and below each table', () => {
    for (const sheet of sheets) {
      const lines = sheet.rows.flat().filter((cell) => cell?.style === 'line' && cell.text);
      expect(lines.map((cell) => cell?.text)).toEqual(['单位负责人:', '统计负责人:', '填表人:', '报出日期:']);
    }
  });

  test.each([
    ['2026-09', '2026年9月'],
    ['2026H1', '2026年上半年'],
    ['2026H2', '2026年下半年'],
    ['2026', '2026年'],
    ['2026Q1', '2026年第一季度'],
    ['S2026', '2026统计年度(2025-10-01 至 2026-09-30)'],
  ])('says %s as %s', (period, said) =>
    expect(textsOf(officialSheets(official({ period }))[0]!)).toContainEqual(['报告期', said]),
  );
});

describe('汇总签报 on it', () => {
  const saidOf = (more: Partial<OfficialTotal>): string => allOf(officialSheets(official(more)));

  test('says who signed, when and what, and that nothing has changed', () => {
    const said = saidOf({ signing });
    expect(said).toContain('张审 于 2026-10-12 09:30 签署\n');
    expect(said).toContain(`第 2 次签报,所签为汇总第 17 版,编号 ${signing.id}`);
    expect(said).toContain('待上级审核');
    expect(said).toContain('一家停产');
    expect(said).toContain('签署后数据没有变动');
    expect(said).not.toContain('未签署');
  });

  test('breaks what the signer wrote into lines', () => {
    const explanation = `${'停'.repeat(40)}\n产`;
    const rows = textsOf(officialSheets(official({ signing: { ...signing, explanation } }))[0]!);
    const at = rows.findIndex(([first]) => first === '上报说明');
    expect(rows.slice(at, at + 3).map((row) => row[1])).toEqual(['停'.repeat(36), '停'.repeat(4), '产']);
  });

  test('says who accepted it', () => {
    const accepted = {
      ...signing,
      state: 'ACCEPTED',
      reviewedBy: '李核',
      reviewedAt: '2026-10-13 10:00',
    } as const;
    expect(saidOf({ signing: accepted })).toContain('李核 于 2026-10-13 10:00 审核通过');
  });

  test('one that was returned is none', () => {
    const returned = {
      ...signing,
      state: 'RETURNED',
      returnReason: '漏一家',
      reviewedAt: '2026-10-13 10:00',
    } as const;
    const said = saidOf({ signing: returned });
    expect(said).toContain('未签署\n\n第 2 次签报于 2026-10-13 10:00 被退回\n\n漏一家');
    expect(said).not.toMatch(/张审|一家停产/);
  });

  test('lists what has changed since beside what was signed', () => {
    const now = totalWith({ mem_member_cnt: 7500, 'mem_member_cnt[women]': 3000, comp_event_cnt: 42 });
    const sheets = officialSheets(official({ signing, changes: changesSince(form, total, now) }));
    expect(allOf(sheets)).toContain('签署后有 1 项变动,见“签署后的变动”');
    expect(textsOf(sheets.at(-1)!).at(-1)?.slice(2)).toEqual(['mem_member_cnt', '7510', '7500', '-10']);
  });
});
