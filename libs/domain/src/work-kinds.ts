import type { Column } from './forms/cell.js';
import { workRepeatingTables } from './forms/work-rows.js';
import { aidTypes, contractTypes, honours, titleLevels, services } from './forms/work-tables.js';

/** A column of the records of one kind. An amount is money in 元 with two decimals, kept in 分 as a figure. */
export interface WorkColumn extends Omit<Column, 'type' | 'refersTo'> {
  type: Column['type'] | 'amount';
  unit?: string;
  /** Of a date: the column that it cannot be before, and without which it says nothing; `day` for the record's own day. */
  after?: string;
}

/** How a cell follows from the records of a kind: their number, or the sum of a column, over all or some of them. */
export interface Feed {
  cell: string;
  /** The column to be summed; absent: the records are counted. */
  sum?: string;
  /** Records that say the same in this column are counted once. */
  distinct?: string;
  /** Only records where this column has this value. */
  where?: { column: string; is: string };
  /** The date by which a record falls into a period; the record's day when absent. */
  on?: string;
  /** Of a stock: the last day, which may be blank. A record counts at the end of each period from its day to then. */
  until?: string;
}

/** A kind of work that unions keep a book (台账) of, with what it feeds. */
export interface WorkKind {
  code: string;
  zh: string;
  en: string;
  /** An event that somebody holds (主办): it is counted by whoever does, and by nobody else. */
  held: boolean;
  columns: readonly WorkColumn[];
  feeds: readonly Feed[];
  /** The 附表 whose rows its records are, and in which of its columns the record's name and day go. */
  rows?: { table: string; name?: string; day?: string };
}

const count = (
  code: string,
  zh: string,
  en: string,
  unit: string,
  more: Partial<WorkColumn> = {},
): WorkColumn => ({
  ...{ code, zh, en, type: 'integer', unit, required: true },
  ...more,
});
const amount: WorkColumn = {
  ...{ code: 'amount', zh: '金额', en: 'Amount', type: 'amount', unit: '元', required: true },
};
const choice = (code: string, zh: string, en: string, choices: readonly string[]): WorkColumn => ({
  ...{ code, zh, en, type: 'choice', choices, required: true },
});
const date = (code: string, zh: string, en: string, after: string): WorkColumn => ({
  ...{ code, zh, en, type: 'date', after },
});

/** An indicator as a whole, and each of its breakdowns from the records of that type. */
const withParts = (cell: string, column: string, parts: readonly string[], sum?: string): Feed[] => {
  const of = sum === undefined ? {} : { sum };
  return [{ cell, ...of }, ...parts.map((is) => ({ cell: `${cell}[${is}]`, ...of, where: { column, is } }))];
};

/** The records of a 附表: its columns, but for those in which the name and the day of the record go. */
function kindOfRows(
  kind: Pick<WorkKind, 'code' | 'zh' | 'en' | 'held'>,
  rows: NonNullable<WorkKind['rows']>,
): WorkKind {
  const table = workRepeatingTables.find(({ code }) => code === rows.table);
  const own = table?.columns.filter(({ code }) => code !== rows.name && code !== rows.day) ?? [];
  return { ...kind, columns: own.map(({ refersTo: _, ...column }) => column), feeds: [], rows };
}

/** The kinds of work in the order in which pages offer them: events, help, ideas, papers, praise. */
export const workKinds: readonly WorkKind[] = [
  {
    ...{ code: 'contest', zh: '劳动竞赛、技能比武', en: 'Labour or skill contest', held: true },
    columns: [count('participants', '参赛人次', 'Person-times', '人次', { marked: true })],
    feeds: [{ cell: 'comp_event_cnt' }, { cell: 'comp_participant_cnt', sum: 'participants' }],
  },
  {
    ...{ code: 'culture', zh: '文体活动', en: 'Culture and sport', held: true },
    columns: [
      choice('type', '类别', 'Type', ['文艺', '体育', '联谊', '女职工', '社区']),
      count('participants', '参加人次', 'Person-times', '人次', { marked: true }),
    ],
    feeds: [
      { cell: 'cul_event_cnt' },
      { cell: 'cul_participant_cnt', sum: 'participants' },
      {
        cell: 'wom_event_participant_cnt',
        sum: 'participants',
        where: { column: 'type', is: '女职工' },
      },
    ],
  },
  kindOfRows(
    { code: 'training', zh: '培训班', en: 'Training class', held: true },
    { table: 'trn_class', name: 'name', day: 'held_on' },
  ),
  kindOfRows(
    { code: 'congress', zh: '职代会', en: 'Session of the worker congress', held: false },
    { table: 'wc_session', day: 'held_on' },
  ),
  kindOfRows(
    { code: 'ballot', zh: '职代会表决事项', en: 'Ballot of the worker congress', held: false },
    { table: 'wc_ballot', name: 'item' },
  ),
  {
    ...{ code: 'aid', zh: '慰问帮扶', en: 'Aid', held: false },
    columns: [
      choice('type', '类别', 'Type', aidTypes),
      count('families', '户次', 'Households', '户次'),
      amount,
    ],
    feeds: [
      ...withParts('aid_family_cnt', 'type', aidTypes, 'families'),
      ...withParts('aid_amount', 'type', aidTypes, 'amount'),
    ],
  },
  {
    ...{ code: 'visit', zh: '走访服务(含五必访)', en: 'Visits and services', held: false },
    columns: [
      choice('type', '类别', 'Type', services),
      count('person_times', '人次', 'Person-times', '人次'),
    ],
    feeds: withParts('aid_service_person_time', 'type', services, 'person_times'),
  },
  {
    ...{ code: 'donation', zh: '职工捐款', en: 'Staff donation', held: false },
    columns: [amount],
    feeds: [{ cell: 'aid_donation_amount', sum: 'amount' }],
  },
  {
    ...{ code: 'donated_goods', zh: '捐赠物品', en: 'Goods donated', held: false },
    columns: [count('pieces', '件数', 'Pieces', '件')],
    feeds: [{ cell: 'aid_donation_goods_cnt', sum: 'pieces' }],
  },
  {
    ...{ code: 'proposal', zh: '职代会提案', en: 'Proposal to the worker congress', held: false },
    columns: [
      count('items', '建议条数', 'Suggestions', '条', { minimum: 1 }),
      date('accepted_on', '立案日期', 'Accepted on', 'day'),
      date('closed_on', '办结日期', 'Closed on', 'accepted_on'),
    ],
    feeds: [
      { cell: 'wc_proposal_cnt' },
      { cell: 'wc_proposal_item_cnt', sum: 'items' },
      { cell: 'wc_proposal_accepted_cnt', on: 'accepted_on' },
      { cell: 'wc_proposal_closed_cnt', on: 'closed_on' },
    ],
  },
  {
    ...{ code: 'suggestion', zh: '合理化建议', en: 'Rationalisation suggestions', held: false },
    columns: [
      count('items', '条数', 'Suggestions', '条', { minimum: 1 }),
      date('adopted_on', '采纳日期', 'Adopted on', 'day'),
      date('implemented_on', '实施日期', 'Implemented on', 'adopted_on'),
    ],
    feeds: [
      { cell: 'comp_suggestion_cnt', sum: 'items' },
      { cell: 'comp_suggestion_cnt[提出]', sum: 'items' },
      { cell: 'comp_suggestion_cnt[采纳]', sum: 'items', on: 'adopted_on' },
      { cell: 'comp_suggestion_cnt[实施]', sum: 'items', on: 'implemented_on' },
    ],
  },
  {
    ...{ code: 'information', zh: '上报信息', en: 'Information item', held: false },
    columns: [
      date('adopted_on', '采用日期', 'Adopted on', 'day'),
      { code: 'adopted_by', zh: '采用单位', en: 'Adopted by', type: 'text' },
    ],
    feeds: [{ cell: 'info_submitted_cnt' }, { cell: 'info_adopted_cnt', on: 'adopted_on' }],
  },
  {
    ...{ code: 'research', zh: '调研', en: 'Survey', held: false },
    columns: [],
    feeds: [{ cell: 'info_research_cnt' }],
  },
  {
    ...{ code: 'contract', zh: '集体合同', en: 'Collective contract', held: false },
    columns: [
      choice('type', '类别', 'Type', contractTypes),
      { code: 'employer', zh: '签订单位', en: 'Signed by', type: 'text', required: true },
      count('enterprises', '覆盖企业数', 'Enterprises covered', '家'),
      count('workers', '覆盖职工数', 'Employees covered', '人'),
      date('ends_on', '有效期至', 'Valid until', 'day'),
    ],
    feeds: [
      { cell: 'wc_collective_contract_unit_cnt', distinct: 'employer', until: 'ends_on' },
      ...contractTypes.map((is) => ({
        cell: `wc_contract_covered_enterprise_cnt[${is}]`,
        ...{ sum: 'enterprises', until: 'ends_on', where: { column: 'type', is } },
      })),
      ...contractTypes
        .filter((is) => is !== '劳动安全')
        .map((is) => ({
          cell: `wc_contract_covered_worker_cnt[${is}]`,
          ...{ sum: 'workers', until: 'ends_on', where: { column: 'type', is } },
        })),
    ],
  },
  {
    ...{ code: 'commended_unit', zh: '表彰先进集体', en: 'Collectives commended', held: false },
    columns: [count('collectives', '个数', 'Collectives', '个', { minimum: 1 })],
    feeds: [{ cell: 'hon_advanced_unit_cnt', sum: 'collectives' }],
  },
  {
    ...{ code: 'commended_person', zh: '表彰先进个人', en: 'Individuals commended', held: false },
    columns: [
      choice('type', '类别', 'Type', honours),
      count('persons', '人次', 'Person-times', '人次', { minimum: 1 }),
    ],
    feeds: withParts('hon_advanced_person_cnt', 'type', honours, 'persons'),
  },
  {
    ...{ code: 'title', zh: '获上级荣誉', en: 'Title from above', held: false },
    columns: [choice('level', '级别', 'Level', titleLevels)],
    feeds: withParts('hon_superior_title_cnt', 'level', titleLevels),
  },
  {
    ...{ code: 'prize', zh: '竞赛、文体获奖', en: 'Prize', held: false },
    columns: [
      count('items', '项数', 'Items', '项', { minimum: 1 }),
      count('person_times', '人次', 'Person-times', '人次'),
    ],
    feeds: [
      { cell: 'act_award_item_cnt', sum: 'items' },
      { cell: 'act_award_person_time_cnt', sum: 'person_times' },
    ],
  },
];

/** The kind of a code; undefined where there is none. */
export const workKind = (code: string): WorkKind | undefined => workKinds.find((kind) => kind.code === code);
