/**
 * A number or choice of a rule that differs by city (domain rule 8). A tenant sets it with dates of validity; where it has
 * set none, the default holds. Values are text: a decimal number, or one of the choices.
 */
export interface Parameter {
  /** snake_case; `parameter("name")` or `choice("name")` in a rule. */
  name: string;
  zh: string;
  en: string;
  /** Of a number: what it counts. */
  unit?: string;
  kind: 'NUMBER' | 'CHOICE';
  default: string;
  choices?: readonly { value: string; zh: string; en: string }[];
  /** Where the default comes from. */
  source: string;
}

/** Values by name, as text, for one day. */
export type ParameterValues = Readonly<Record<string, string>>;

const number = (
  name: string,
  [value, unit]: readonly [value: string, unit: string],
  zh: string,
  en: string,
  source: string,
): Parameter => ({ name, zh, en, unit, kind: 'NUMBER', default: value, source });

/** Every parameter that ships, of the rules and of clauses decided elsewhere or later. */
export const parameters: readonly Parameter[] = [
  number(
    'womens_committee_from',
    ['25', '人'],
    '应建女职工委员会的女会员数',
    'Women members from which a women’s committee is due',
    '工会法11; 沪/京 25, 渝/豫 10 (ACFTU条例)',
  ),
  number(
    'members_from',
    ['25', '人'],
    '应单独建会的会员数',
    'Members from which a union of its own is due',
    '工会法11',
  ),
  {
    name: 'pass_line',
    zh: '职代会表决通过线',
    en: 'Line at which a ballot of a worker congress passes',
    kind: 'CHOICE',
    default: 'MORE_THAN_HALF',
    choices: [
      { value: 'MORE_THAN_HALF', zh: '过半数', en: 'more than half' },
      { value: 'HALF_AND_MORE', zh: '半数以上', en: 'half or more' },
    ],
    source: '浙15, 豫: 过半数; 沪31: 半数以上',
  },
  number('minimum_delegates', ['30', '人'], '职代会代表最低人数', 'Least number of delegates', '沪21, 浙10'),
  number(
    'abstain_percent',
    ['20', '%'],
    '弃权票提示线',
    'Share of abstentions that is flagged',
    'wc_vote_cnt',
  ),
  number(
    'change_percent',
    ['20', '%'],
    '存量变动提示线(幅度)',
    'Change of a stock that is asked about',
    'domain rule 5',
  ),
  number(
    'change_persons',
    ['20', '人'],
    '存量变动提示线(人数)',
    'Least change that is asked about',
    'domain rule 5',
  ),
  number(
    'realname_percent',
    ['95', '%'],
    '实名制入库比例',
    'Share of members by real name',
    '总工办发〔2017〕14号',
  ),
  number(
    'leavers_percent',
    ['10', '%'],
    '退会比例提示线',
    'Share of leavers that is asked about',
    'mem_leave_cnt',
  ),
  number(
    'new_members_percent',
    ['50', '%'],
    '新发展会员占比提示线',
    'Share of new members that is asked about',
    'mem_new_member_cnt',
  ),
  number(
    'join_percent',
    ['90', '%'],
    '入会率要求',
    'Share of employees who should be members',
    '模范之家 >=90% (豫2015)',
  ),
  number('term_end_days', ['90', '天'], '届满前提示天数', 'Days before a term’s end', 'org_term_due_cnt'),
  number(
    'preparing_days',
    ['180', '天'],
    '筹建期限',
    'Days for preparing a union',
    'local 6-month rules (沪,京)',
  ),
  number(
    'source_months',
    ['12', '月'],
    '企业数据有效月数',
    'Months that employer data are good for',
    'cov_operating_enterprise_cnt',
  ),
  number('aid_family_least', ['100', '元'], '户均慰问金额下限', 'Least aid per household', 'aid_amount'),
  number('aid_family_most', ['20000', '元'], '户均慰问金额上限', 'Most aid per household', 'aid_amount'),
  number(
    'class_least',
    ['5', '人次'],
    '每期培训人次下限',
    'Least person-times a class',
    'trn_person_time_cnt',
  ),
  number(
    'class_most',
    ['500', '人次'],
    '每期培训人次上限',
    'Most person-times a class',
    'trn_person_time_cnt',
  ),
  number(
    'days_per_person',
    ['0.25', '天'],
    '人均培训天数下限',
    'Least days per person-time',
    'trn_person_day_cnt',
  ),
  number(
    'items_per_proposal',
    ['10', '条'],
    '每份提案建议条数上限',
    'Most suggestions a proposal',
    'wc_proposal_item_cnt',
  ),
  number(
    'payroll_month_least',
    ['1500', '元'],
    '月人均工资下限',
    'Least monthly pay per employee',
    'fee_payroll_total',
  ),
  number(
    'payroll_month_most',
    ['50000', '元'],
    '月人均工资上限',
    'Most monthly pay per employee',
    'fee_payroll_total',
  ),
  number('fee_percent', ['2', '%'], '拨缴经费比例', 'Share of the payroll due as fees', '工会法43'),
  number(
    'fee_tolerance_percent',
    ['1', '%'],
    '拨缴经费允许误差',
    'Tolerance of the fees',
    'fee_allocated_amount',
  ),
  number(
    'fee_share_percent',
    ['40', '%'],
    '上解比例',
    'Share of the fees remitted upwards',
    '60/40 secondary sources',
  ),
  number(
    'ballots_returned_percent',
    ['60', '%'],
    '评家收回率',
    'Share of ballots that come back',
    'home_eval_satisfied_rate',
  ),
  number(
    'satisfied_qualified_percent',
    ['70', '%'],
    '合格之家满意率',
    'Satisfied, for a qualified home',
    'local 70/80/85 rule',
  ),
  number(
    'satisfied_advanced_percent',
    ['80', '%'],
    '先进之家满意率',
    'Satisfied, for an advanced home',
    'local 70/80/85 rule',
  ),
  number(
    'satisfied_model_percent',
    ['85', '%'],
    '模范之家满意率',
    'Satisfied, for a model home',
    'local 70/80/85 rule',
  ),
  number(
    'full_time_from',
    ['200', '人'],
    '应配专职干部的职工数',
    'Employees from which a full-time officer is due',
    '工会法14',
  ),
  number(
    'reconciliation_tolerance_percent',
    ['0', '%'],
    '汇总表与逐级汇总数允许的差异',
    'Difference tolerated between a statement and the sum below it, of the sum',
    '统计法实施条例19: 数出有据; 0: 须一致, 不一致须说明',
  ),
  number('on_time_percent', ['95', '%'], '报表按时报送率', 'Share of reports in time', 'info_ontime_rate'),
];

const byName = new Map(parameters.map((one) => [one.name, one]));

/** The parameter with this name, or undefined. */
export function findParameter(name: string): Parameter | undefined {
  return byName.get(name);
}

/** The value that holds: what a tenant has set, else the default. Throws on a name that no parameter has. */
export function parameterValue(values: ParameterValues, name: string): string {
  const set = Object.hasOwn(values, name) ? values[name] : undefined;
  const value = set ?? findParameter(name)?.default;
  if (value === undefined) throw new Error(`no parameter ${name}`);
  return value;
}

/** Whether a text may be the value of a parameter. */
export function isParameterValue({ kind, choices = [] }: Parameter, value: string): boolean {
  return kind === 'CHOICE'
    ? choices.some((choice) => choice.value === value)
    : /^\d{1,9}(\.\d{1,6})?$/.test(value);
}

/** A parameter's decimal as millionths: parameters have at most six decimals. */
export function millionths(value: string): bigint {
  const [whole = '0', part = ''] = value.split('.');
  return BigInt(whole + part.padEnd(6, '0'));
}
