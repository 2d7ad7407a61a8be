import type { EmployerState } from '@huiji/domain/employer';
import type { Kind, Level, LifeState } from '@huiji/domain/organisation';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, count, figure, listSheet } from './lists.js';

/** What each level is called. */
export const levels: Readonly<Record<Level, string>> = {
  ...{ FEDERATION: '总工会', INTERMEDIATE: '中间层级', GRASSROOTS: '基层工会' },
};
const kinds: Readonly<Record<Kind, string>> = {
  ...{ FEDERATION: '总工会', INDUSTRY: '产业工会', BUREAU: '局工会', DISTRICT: '区县总工会' },
  ...{
    TOWNSHIP: '乡镇街道总工会',
    ZONE: '开发区工会',
    ASSOCIATION: '工会联合会',
    COMMISSION: '工会工作委员会',
  },
  ...{ SINGLE: '单独基层工会', JOINT: '联合基层工会' },
};
const states: Readonly<Record<LifeState, string>> = {
  ...{ PREPARING: '筹建', ESTABLISHED: '已成立', DISSOLVED: '已撤销' },
};

/** A union as the register (组织名册) has it; days as YYYY-MM-DD. */
export interface UnionRow {
  code: string;
  name: string;
  level: Level;
  kind: Kind;
  /** Null for the union that the list is about. */
  parent: { code: string; name: string } | null;
  state: LifeState | null;
  regionCode: string | null;
  industry: string | null;
  unitType: string | null;
  legalPerson: boolean;
  preparedOn: string | null;
  establishedOn: string | null;
  approvalNo: string | null;
  dissolvedOn: string | null;
  chair: string | null;
  termNo: number | null;
  termEndsOn: string | null;
}

/** 组织名册: unions, one a line. */
export const unionsSheet = (about: About, rows: readonly UnionRow[]): Sheet =>
  listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ['层级', 12],
      ['类型', 18],
      ['上级编码', 18],
      ['上级', 36],
      ['状态', 10],
      ['行政区划代码', 14],
      ['行业', 14],
      ['单位类型', 12],
      ['法人资格', 10],
      ['筹建批复日期', 14],
      ['成立日期', 14],
      ['批复文号', 26],
      ['撤销日期', 14],
      ['主席', 12],
      ['届次', 8],
      ['任期届满', 14],
    ],
    rows.map((row) => [
      ...[label(row.code, 'code'), label(row.name), label(levels[row.level]), label(kinds[row.kind])],
      ...[label(row.parent?.code ?? '', 'code'), label(row.parent?.name ?? '')],
      ...[label(row.state ? states[row.state] : ''), label(row.regionCode ?? '', 'code')],
      ...[label(row.industry ?? ''), label(row.unitType ?? ''), label(row.legalPerson ? '有' : '无')],
      ...[label(row.preparedOn ?? ''), label(row.establishedOn ?? ''), label(row.approvalNo ?? '')],
      ...[label(row.dissolvedOn ?? ''), label(row.chair ?? '')],
      ...[figure(row.termNo === null ? null : String(row.termNo)), label(row.termEndsOn ?? '')],
    ]),
  );

const operating: Readonly<Record<EmployerState, string>> = { OPERATING: '在营', CEASED: '已停业' };

/** An employer with where it counts and who covers it; a union that the reader may not see has no name. */
export interface EmployerRow {
  code: string;
  name: string;
  unitType: string | null;
  ownership: string | null;
  aboveScale: boolean;
  headcount: number;
  regionCode: string | null;
  state: EmployerState | null;
  accountable: { code: string; name: string } | null;
  /** On the day of the list. */
  coveredBy: readonly string[];
  source: string;
  sourceDate: string;
}

/** 用人单位: employers, one a line. */
export const employersSheet = (about: About, rows: readonly EmployerRow[]): Sheet =>
  listSheet(
    about,
    [
      ['编码', 22],
      ['用人单位', 40],
      ['单位类型', 12],
      ['所有制', 12],
      ['规模以上', 10],
      ['职工数(人)', 12],
      ['行政区划代码', 14],
      ['状态', 10],
      ['统计归口编码', 18],
      ['统计归口', 36],
      ['是否覆盖', 10],
      ['覆盖工会', 40],
      ['来源', 20],
      ['来源日期', 14],
    ],
    rows.map((row) => [
      ...[label(row.code, 'code'), label(row.name), label(row.unitType ?? ''), label(row.ownership ?? '')],
      ...[label(row.aboveScale ? '是' : '否'), count(row.headcount), label(row.regionCode ?? '', 'code')],
      ...[label(row.state ? operating[row.state] : ''), label(row.accountable?.code ?? '', 'code')],
      ...[label(row.accountable?.name ?? ''), label(row.coveredBy.length > 0 ? '是' : '否')],
      ...[label(row.coveredBy.join('、')), label(row.source), label(row.sourceDate)],
    ]),
  );

const changeKinds = {
  ...{ PREPARE: '筹建', FOUND: '建会', RENAME: '更名', MOVE: '划转' },
  ...{ MERGE: '合并', SPLIT: '分立', DISSOLVE: '撤销' },
} as const;

/** A change of the organisation; `unions` are those concerned, by the part that they have in it. */
export interface ChangeRow {
  kind: keyof typeof changeKinds;
  unions: ReadonlyArray<{ role: string; name: string }>;
  effectiveOn: string;
  countedOn: string;
  documentNo: string;
  reason: string;
  /** As it is shown; null where the change stands. */
  undoneAt: string | null;
  undoReason: string | null;
}

/** 组织变动: changes, the newest first. */
export const changesSheet = (about: About, rows: readonly ChangeRow[]): Sheet => {
  const named = ({ unions }: ChangeRow, ...roles: string[]): string =>
    unions
      .filter(({ role }) => roles.includes(role))
      .map(({ name }) => name)
      .join('、');
  return listSheet(
    about,
    [
      ['变动', 10],
      ['工会', 36],
      ['并入或分出', 36],
      ['原上级', 36],
      ['新上级', 36],
      ['生效日期', 14],
      ['计入日期', 14],
      ['文号', 26],
      ['原因', 40],
      ['撤回时间', 18],
      ['撤回原因', 40],
    ],
    rows.map((row) => [
      ...[label(changeKinds[row.kind]), label(named(row, 'SUBJECT')), label(named(row, 'RECEIVER', 'PART'))],
      ...[label(named(row, 'FROM')), label(named(row, 'TO')), label(row.effectiveOn), label(row.countedOn)],
      ...[label(row.documentNo), label(row.reason), label(row.undoneAt ?? ''), label(row.undoReason ?? '')],
    ]),
  );
};
