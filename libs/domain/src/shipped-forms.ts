import type { Form } from './form.js';
import { ratiosOf } from './ratio.js';
import { shippedRulesOf } from './rules/shipped.js';
import { statementTables } from './forms/statement-tables.js';
import { workComputed, workRepeatingTables } from './forms/work-rows.js';
import { workTables, yearlyTables } from './forms/work-tables.js';
import { indicators } from './indicator.js';

/** A form with the ratios and the rules whose cells it has. */
function shipped(form: Omit<Form, 'ratios' | 'rules'>): Form {
  const bare: Form = { ...form, ratios: [], rules: [] };
  return { ...bare, ratios: ratiosOf(bare, indicators), rules: shippedRulesOf(bare) };
}

const work = {
  version: 4,
  rollsUp: true,
  assignment: {},
  repeatingTables: workRepeatingTables,
  computed: workComputed,
};

const cover = { issuedBy: '市总工会', approvalNo: null, validUntil: null, required: [] };

/**
 * The forms that ship with Huiji; every tenant gets a copy of its own. The yearly report has the tables of the quarterly one and
 * its own: published quarterly reports carry figures that the catalogue marks as yearly. Bodies state what their subtree adds up to in a
 * form that does not roll up (docs/adr/0007).
 */
export const shippedForms: readonly Form[] = [
  shipped({
    code: 'work-q',
    zh: '工会工作季报表',
    en: 'Quarterly work report',
    frequency: 'QUARTER',
    cover: { ...cover, formNo: '工统基1表' },
    tables: workTables,
    ...work,
  }),
  shipped({
    code: 'work-y',
    zh: '工会工作年报表',
    en: 'Yearly work report',
    frequency: 'YEAR',
    cover: { ...cover, formNo: '工统基2表' },
    tables: [...workTables, ...yearlyTables],
    ...work,
  }),
  shipped({
    code: 'statement-q',
    zh: '工会工作季度汇总表',
    en: 'Quarterly summary statement',
    version: 1,
    frequency: 'QUARTER',
    rollsUp: false,
    statesTotalsOf: 'work-q',
    assignment: { levels: ['INTERMEDIATE'] },
    cover: { ...cover, formNo: '工统汇1表' },
    tables: statementTables,
    repeatingTables: [],
    computed: [],
  }),
];

/** The shipped form with this code. Throws when there is none: for codes written in this repository. */
export function shippedForm(code: string): Form {
  const found = shippedForms.find((form) => form.code === code);
  if (!found) throw new Error(`no form ${code} is shipped`);
  return found;
}
