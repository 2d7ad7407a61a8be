// eslint-disable-next-line no-restricted-imports -- this spec compares the forms with the published catalogue
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import Papa from 'papaparse';
import { type Cell, type Form, appendsTo, cellsFiledBy, layoutOf } from './form.js';
import { shippedForm, shippedForms } from './shipped-forms.js';
import { indicator } from './indicator.js';

interface Published {
  code: string;
  levels: string;
  disaggregations: string;
}
const csv = readFileSync(new URL('../catalogue/indicators.csv', import.meta.url), 'utf8');
const rows = Papa.parse<Published>(csv, { header: true, skipEmptyLines: true }).data;
const published = new Map(rows.map((row) => [row.code, row]));

const quarterly = shippedForm('work-q');
const cellsOf = (form: Form): readonly Cell[] => form.tables.flatMap((table) => table.cells);
const codes = (cells: readonly Cell[]) => cells.map((cell) => cell.code);

/** What the work forms take from the registers, and what both ask first, as it is stored. */
const ofTheRegisters = `reports_expected_grassroots reports_expected_own org_grassroots_union_cnt org_single_union_cnt
      org_joint_union_cnt org_new_union_cnt org_dissolved_union_cnt org_preparing_union_cnt
      org_above_base_union_cnt org_legal_person_cnt cov_operating_enterprise_cnt cov_covered_enterprise_cnt
      cov_large_enterprise_cnt cov_large_single_union_cnt cov_other_single_union_cnt
      cov_joint_covered_enterprise_cnt cov_operating_worker_cnt home_none_cnt home_qualified_cnt
      home_advanced_cnt home_model_cnt home_new_award_cnt org_moved_in_cnt org_moved_out_cnt org_term_due_cnt
      org_term_done_cnt org_term_overdue_cnt org_audit_committee_cnt wom_committee_cnt
      cov_assigned_enterprise_cnt cov_assigned_enterprise_cnt[done] cov_assigned_enterprise_cnt[in progress]
      cov_assigned_enterprise_cnt[overdue] org_prior_union_cnt mem_transfer_in_cnt mem_transfer_out_cnt`;
const countedInBoth = `reports_accepted_grassroots reports_accepted_own mem_worker_cnt mem_worker_cnt[women]
      mem_worker_cnt[migrant] mem_member_cnt mem_member_cnt[women] mem_migrant_member_cnt mem_new_member_cnt
      mem_new_migrant_member_cnt mem_newform_member_cnt mem_leave_cnt
      mem_retained_cnt mem_realname_cnt wc_meeting_cnt wc_resolution_cnt wc_proposal_cnt wc_proposal_item_cnt
      wc_proposal_accepted_cnt wc_proposal_closed_cnt wc_collective_contract_unit_cnt wc_open_affairs_unit_cnt
      comp_event_cnt comp_participant_cnt comp_suggestion_cnt comp_ankang_unit_cnt comp_outlet_inspected_cnt
      comp_best_rank trn_class_cnt trn_person_time_cnt trn_person_time_cnt[岗位] trn_person_time_cnt[业务]
      trn_person_time_cnt[技能鉴定] trn_person_time_cnt[普法] trn_person_time_cnt[其他] trn_person_day_cnt
      aid_family_cnt aid_family_cnt[生活] aid_family_cnt[助学] aid_family_cnt[结对扶贫] aid_family_cnt[医疗] aid_amount
      aid_amount[生活] aid_amount[助学] aid_amount[结对扶贫] aid_amount[医疗] aid_donation_amount aid_donation_goods_cnt
      aid_hardship_archive_cnt aid_service_person_time wom_event_participant_cnt wom_pioneer_post_cnt
      wom_pioneer_post_cnt[县] wom_pioneer_post_cnt[市] wom_pioneer_post_cnt[省] wom_pioneer_post_cnt[全国]
      cul_event_cnt cul_participant_cnt act_award_item_cnt act_award_person_time_cnt hon_advanced_unit_cnt
      hon_advanced_person_cnt hon_advanced_person_cnt[先进个人] hon_advanced_person_cnt[积极分子]
      hon_advanced_person_cnt[通讯报道] hon_advanced_person_cnt[技协] hon_advanced_person_cnt[优秀会员]
      hon_advanced_person_cnt[优秀农民工] hon_superior_title_cnt hon_superior_title_cnt[县] hon_superior_title_cnt[市]
      hon_superior_title_cnt[省] hon_superior_title_cnt[全国] hon_superior_title_cnt[系统] hon_model_worker_cnt
      info_submitted_cnt info_adopted_cnt info_research_cnt cad_staff_cnt`;

/**
 * The positions as they are stored. Databases hold arrays in this order: append to the end of a part, change nothing
 * else. A tenant reads by the order of its own versions, so that a shipped one may drop what it asks no more, as version 4 did
 * with what orders of 会籍接转 say.
 */
const storedPositions: Record<string, Record<number, string>> = {
  'work-q': {
    0: ofTheRegisters,
    1: `${countedInBoth}
      mem_newform_member_cnt[货车司机]
      mem_newform_member_cnt[网约车司机] mem_newform_member_cnt[快递员] mem_newform_member_cnt[外卖配送员]
      mem_newform_member_cnt[八大群体其他] fee_payroll_total fee_allocated_amount fee_remitted_amount
      fee_refund_amount`,
    2: `reports_started reports_submitted reports_returned reports_on_time reports_late`,
  },
  'work-y': {
    0: ofTheRegisters,
    1: `${countedInBoth}
      law_mediation_committee_cnt
      law_supervision_org_cnt law_safety_org_cnt mem_newform_member_cnt[货车司机] mem_newform_member_cnt[网约车司机]
      mem_newform_member_cnt[快递员] mem_newform_member_cnt[外卖配送员] mem_newform_member_cnt[八大群体其他]
      fee_payroll_total fee_allocated_amount fee_remitted_amount`,
    2: `reports_started reports_submitted reports_returned reports_on_time reports_late`,
    3: `fee_refund_amount org_branch_cnt org_branch_cnt[分会]
      org_branch_cnt[小组] org_reorganised_union_cnt mem_worker_cnt[dispatched] mem_member_cnt[dispatched]
      mem_leave_cnt[退会] mem_leave_cnt[除名] mem_leave_cnt[死亡] mem_leave_cnt[退休保留] mem_leave_cnt[失业保留]
      mem_retained_cnt[退休] mem_retained_cnt[失业] mem_retained_cnt[单位撤销] home_model_small_cnt
      home_eval_ballot_valid_cnt home_eval_ballot_valid_cnt[满意] home_eval_ballot_valid_cnt[基本满意]
      home_eval_ballot_valid_cnt[不满意] home_facility_cnt home_facility_cnt[健身房] home_facility_cnt[活动室]
      home_facility_cnt[阅览室] home_facility_cnt[荣誉室] home_facility_area wc_system_unit_cnt
      wc_contract_covered_enterprise_cnt wc_contract_covered_enterprise_cnt[综合]
      wc_contract_covered_enterprise_cnt[工资] wc_contract_covered_enterprise_cnt[女职工]
      wc_contract_covered_enterprise_cnt[劳动安全] wc_contract_covered_worker_cnt
      wc_contract_covered_worker_cnt[综合] wc_contract_covered_worker_cnt[工资] wc_contract_covered_worker_cnt[女职工]
      wc_director_cnt wc_director_cnt[董事] wc_director_cnt[监事] comp_suggestion_cnt[提出] comp_suggestion_cnt[采纳]
      comp_suggestion_cnt[实施] aid_hardship_archive_cnt[深度] aid_hardship_archive_cnt[相对]
      aid_hardship_archive_cnt[意外致困] aid_service_person_time[伤病] aid_service_person_time[纠纷]
      aid_service_person_time[婚丧] aid_service_person_time[困难] aid_service_person_time[生育]
      aid_service_person_time[离退休] aid_service_person_time[体检] aid_service_person_time[疗休养]
      aid_service_person_time[献血] cul_interest_group_cnt info_doc_issued_cnt cad_staff_cnt[专职]
      cad_staff_cnt[兼职] cad_staff_cnt[社会化] cad_chair_cnt cad_chair_cnt[专职] cad_chair_cnt[兼职]
      cad_new_committee_member_cnt cad_training_class_cnt cad_congress_delegate_cnt fee_dues_amount`,
  },
  'statement-q': {
    0: `reports_expected_grassroots reports_expected_own`,
    1: `reports_accepted_grassroots reports_accepted_own mem_worker_cnt mem_member_cnt mem_new_member_cnt
      mem_migrant_member_cnt trn_class_cnt trn_person_time_cnt aid_family_cnt aid_amount fee_allocated_amount
      fee_remitted_amount fee_own_remitted_amount`,
    2: `reports_started reports_submitted reports_returned reports_on_time reports_late`,
  },
};

describe.each(shippedForms.map((form): [string, Form] => [form.code, form]))('the form %s', (_, form) => {
  const layout = layoutOf(form);

  test.each(layout.parts)('stores part $part in its committed order, in at most 90 positions', (part) => {
    const stored = storedPositions[form.code]?.[part.part] ?? '';
    expect(codes(part.positions)).toEqual(stored.split(/\s+(?![^[]*\])/));
    expect(part.positions.length).toBeLessThanOrEqual(90);
  });

  test('holds each code once, and finds every cell where it is stored', () => {
    const all = layout.parts.flatMap((part) => part.positions);
    expect(new Set(codes(all)).size).toBe(all.length);
    for (const { part, positions } of layout.parts) {
      positions.forEach((cell, index) => expect(layout.cell(cell.code)).toEqual({ cell, part, index }));
    }
    expect(layout.cell('mem_membre_cnt')).toBeUndefined();
    expect(layout.cell('constructor')).toBeUndefined();
  });

  test('keeps what is filed apart from what the registers know, and counters out of both', () => {
    expect(layout.filed).toEqual(
      layout.filedParts.flatMap(({ positions, counters }) => positions.slice(counters)),
    );
    expect(layout.filed.every(({ source }) => source === 'TYPED' || source === 'ROWS')).toBe(true);
    const isCounter = ({ source }: Cell): boolean => source === 'COUNTER';
    const known = layout.registry.positions.filter((cell) => !isCounter(cell));
    expect(known.every(({ source }) => source === 'REGISTRY')).toBe(true);
    const counters = layout.parts.flatMap((part) => part.positions.filter(isCounter));
    // 上期末基层工会数 stands beside 划入, which a statement has not.
    expect(counters).toHaveLength(form.rollsUp ? 10 : 9);
    expect(counters.every((cell) => cell.source === 'COUNTER' && cell.filedBy.length === 0)).toBe(true);
  });

  test('is computed once', () => {
    expect(layoutOf(form)).toBe(layout);
  });

  test('shows the ratios whose counts it holds and adds up', () => {
    const ratios: Record<string, string> = {
      'work-q': `mem_join_rate cov_unionised_rate home_pass_rate wc_proposal_closed_rate trn_avg_day
        wom_female_worker_share info_ontime_rate`,
      'work-y': `mem_join_rate cov_unionised_rate home_pass_rate home_eval_satisfied_rate wc_proposal_closed_rate
        trn_avg_day wom_female_worker_share info_ontime_rate`,
      'statement-q': 'info_ontime_rate',
    };
    expect(form.ratios.map((one) => one.code)).toEqual(ratios[form.code]?.split(/\s+/));
  });

  test('computes every ROWS cell, and nothing else, from a column that exists', () => {
    const wanted = layout.filed.filter((cell) => cell.source === 'ROWS');
    expect(form.computed.map((one) => one.cell).toSorted()).toEqual(codes(wanted).toSorted());
    for (const { table, sum, where } of form.computed) {
      const columns = form.repeatingTables.find((one) => one.code === table)?.columns ?? [];
      for (const code of [sum, where?.column]) {
        if (code !== undefined) expect(columns.map((column) => column.code)).toContain(code);
      }
      if (where) {
        expect(columns.find((column) => column.code === where.column)?.choices).toContain(where.is);
      }
    }
  });

  test('has its tables', () => {
    const tables: Record<string, string> = {
      'work-q': 'T1 T2 T3 T4 T5 T6 T7 T8 T9 T11',
      'work-y': 'T1 T2 T3 T4 T5 T6 T7 T8 T9 T11 T10 T12 T13 T14 T15 T16',
      'statement-q': 'S1 S2 S3',
    };
    expect(form.tables.map((table) => table.code).join(' ')).toBe(tables[form.code]);
  });
});

describe('a cell says what the catalogue says', () => {
  const cells = cellsOf(quarterly);

  test('nobody files what the catalogue computes, and it computes all of 表一 and 会籍接转', () => {
    for (const cell of cells) {
      const levels = published.get(cell.indicator)?.levels ?? '';
      if (cell.code === 'mem_transfer_in_cnt') {
        // The catalogue says of its twin alone that it is computed, and of both that they are what orders say.
        expect([cell.source, cell.filedBy]).toEqual(['REGISTRY', []]);
      } else if (cell.source === 'REGISTRY') {
        expect([cell.code, levels]).toEqual([cell.code, expect.stringContaining('(computed')]);
      } else {
        expect([cell.code, indicator(cell.indicator).filedBy]).not.toEqual([cell.code, []]);
      }
    }
  });

  test('grassroots unions file every cell; bodies only those marked B(own)', () => {
    for (const cell of layoutOf(quarterly).filed) {
      const levels = published.get(cell.indicator)?.levels ?? '';
      const own = levels.includes('B(own)');
      const expected = own ? ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'] : ['GRASSROOTS'];
      expect([cell.code, cell.filedBy]).toEqual([cell.code, expected]);
    }
  });

  test('members are filed by grassroots unions only (domain rule 12); retained memberships are not members', () => {
    const own = codes(cellsFiledBy(quarterly, 'INTERMEDIATE')).filter((code) => code.startsWith('mem_'));
    expect(own).toEqual(['mem_retained_cnt']);
    expect(codes(cellsFiledBy(quarterly, 'GRASSROOTS'))).toEqual(codes(layoutOf(quarterly).filed));
    expect(cellsFiledBy(quarterly, 'FEDERATION')).toEqual(cellsFiledBy(quarterly, 'INTERMEDIATE'));
  });

  test('every breakdown is one the catalogue names', () => {
    const words: Record<string, string> = { women: 'gender', migrant: 'migrant' };
    for (const { code, indicator: base, breakdown } of cells) {
      if (breakdown === undefined) continue;
      const named = published.get(base)?.disaggregations ?? '';
      const listed = named.startsWith('same types')
        ? published.get('aid_family_cnt')?.disaggregations
        : named;
      expect([code, (listed ?? '').split(/[|;] ?/)]).toEqual([
        code,
        expect.arrayContaining([words[breakdown] ?? breakdown]),
      ]);
    }
  });

  test('a rank does not add across unions; everything else here does', () => {
    expect(codes(cells.filter((cell) => !cell.adds))).toEqual(['comp_best_rank']);
  });

  test('names, unit and decimals come with it', () => {
    expect(layoutOf(quarterly).cell('aid_amount[助学]')?.cell).toMatchObject({
      zh: '慰问帮扶金额(助学)',
      en: 'Aid paid (schooling)',
      unit: '元',
      decimals: 2,
      kind: 'FLOW',
    });
  });
});

describe('a newer version of a form', () => {
  test('stores what it appends behind everything older, wherever it stands in its table', () => {
    const [first, ...others] = quarterly.tables;
    const [member] = others.flatMap((table) => table.cells);
    if (!first || !member) throw new Error('the form has tables');
    const added: Cell = { ...member, code: 'mem_member_cnt[new-form]', since: quarterly.version + 1 };
    const next: Form = {
      ...quarterly,
      version: quarterly.version + 1,
      tables: [{ ...first, cells: [added, ...first.cells] }, ...others],
    };
    const before = codes(layoutOf(quarterly).filed);
    expect(codes(layoutOf(next).filed)).toEqual([...before, added.code]);
    expect(appendsTo(quarterly, next)).toBe(true);
    expect(appendsTo(next, quarterly)).toBe(false);
  });

  test('an unknown form is not found', () => {
    expect(() => shippedForm('work-z')).toThrow('no form work-z');
  });
});
