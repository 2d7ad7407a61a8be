import { formatFigure } from '@huiji/domain/figure';
import { type Cell as FormCell, coverItems, type Form } from '@huiji/domain/form';
import { type Period, parsePeriod } from '@huiji/domain/period';
import { periodWords } from '@huiji/domain/period-words';
import { ratioOf, type Total } from '@huiji/domain/rollup';
import type { SignatureState, SignedChange } from '@huiji/domain/signature';
import type { Cell, Sheet } from '../workbook.js';
import { coverWords, figureCell, head, heading, label, legend, sumCell } from './figures.js';

/** 汇总上报 as it is printed: names and moments as they are shown. */
export interface Signing {
  id: string;
  number: number;
  signedVersion: string;
  state: SignatureState;
  explanation: string | null;
  returnReason: string | null;
  signedBy: string;
  signedAt: string;
  reviewedBy: string | null;
  reviewedAt: string | null;
}

/** A total as it is laid before somebody. */
export interface OfficialTotal {
  form: Form;
  period: string;
  union: { code: string; name: string };
  /** What was signed where a signature stands, else what is now. */
  total: Total;
  /** Of when it is, of which tree, and how complete. */
  notes: readonly string[];
  /** The newest signature; null where there is none. */
  signing: Signing | null;
  /** What stands otherwise than it was signed. */
  changes: readonly SignedChange[];
}

/** 正式报表: a cover, then the tables of the form as they are printed, each with lines to be signed by pen, then what has changed since. */
export function officialSheets(official: OfficialTotal): Sheet[] {
  const { form, total, changes } = official;
  const ratios = form.ratios.map((ratio): Cell[] => [
    ...[label(ratio.zh), label(ratio.unit), label(ratio.code, 'code')],
    { style: 'figure', figure: ratioOf(total, ratio) ?? undefined },
  ]);
  return [
    coverSheet(official),
    ...form.tables.map(({ zh, cells }) =>
      tableSheet(
        official,
        zh,
        cells.map((cell) => cellRow(cell, total)),
      ),
    ),
    ...(ratios.length > 0 ? [tableSheet(official, '由合计计算的比率', ratios)] : []),
    ...(changes.length > 0 ? [changesSheet(official)] : []),
  ];
}

/** A period in words; of a statistical year, which is no calendar year, with its days. */
const periodText = (period: Period): string =>
  `${periodWords(period)}${period.kind === 'STATISTICAL_YEAR' ? `(${period.startsOn} 至 ${period.endsOn})` : ''}`;

const changesName = '签署后的变动';

/** Who signed what and when, and what has become of it; or that nobody has. Each a line that no row is too low for. */
function signedTexts({ signing, changes }: OfficialTotal): string[] {
  if (!signing) return ['未签署'];
  const { id, number, signedVersion, signedBy, signedAt, reviewedBy, reviewedAt } = signing;
  if (signing.state === 'RETURNED')
    return ['未签署', `第 ${number} 次签报于 ${reviewedAt} 被退回`, ...linesOf(signing.returnReason)];
  return [
    `${signedBy} 于 ${signedAt} 签署`,
    `第 ${number} 次签报,所签为汇总第 ${signedVersion} 版,编号 ${id}`,
    signing.state === 'ACCEPTED' ? `${reviewedBy} 于 ${reviewedAt} 审核通过` : '待上级审核',
    changes.length === 0
      ? '签署后数据没有变动'
      : `签署后有 ${changes.length} 项变动,见“${changesName}”;所列是签署时的数`,
  ];
}

/** A text that somebody wrote, in lines as wide as the cover: a row is as high as one line. */
const linesOf = (text: string | null): string[] => text?.match(/[^\n]{1,36}/gu) ?? [];

/** What is signed by pen; the phone is the filer's, and no total has one. */
const signatureLines = coverItems.filter((item) => item !== 'phone').map((item) => `${coverWords[item]}:`);

const line = (text: string): Cell[] => [{ style: 'line', text, span: 2 }, { style: 'line' }];

function coverSheet(official: OfficialTotal): Sheet {
  const { form, period, union, total, notes, signing } = official;
  const { formNo, issuedBy, approvalNo, validUntil } = form.cover;
  const { reportsExpected, reportsAccepted } = total;
  const explained = signing?.state === 'RETURNED' ? [] : linesOf(signing?.explanation ?? null);
  const fact = (zh: string, text: string): Cell[] => [label(zh), label(text)];
  return {
    ...{ name: '封面', landscape: false, locked: false, widths: [16, 74] },
    frozen: { rows: 0, columns: 0 },
    rows: [
      ...head(form.zh, notes, 2),
      ...[fact('表号', formNo), fact('制定机关', issuedBy), fact('批准文号', approvalNo ?? '')],
      ...[fact('有效期至', validUntil ?? ''), fact('综合单位', union.name), fact('单位编码', union.code)],
      fact('报告期', periodText(parsePeriod(period))),
      fact(
        '报送情况',
        `应报 ${reportsExpected} 份,已审核 ${reportsAccepted} 份,缺 ${reportsExpected - reportsAccepted} 份`,
      ),
      ...signedTexts(official).map((text, at) => fact(at === 0 ? '汇总签报' : '', text)),
      ...explained.map((text, at) => fact(at === 0 ? '上报说明' : '', text)),
      ...signatureLines.flatMap((text) => [[], line(text)]),
    ],
  };
}

const cellRow = (cell: FormCell, total: Total): Cell[] => [
  ...[label(cell.breakdown === undefined ? cell.zh : `  其中:${cell.zh}`), label(cell.unit)],
  ...[label(cell.code, 'code'), figureCell(cell, total, 'figure')],
];

/** A table as it is printed: what it is of above, its columns numbered, who signs below. */
function tableSheet(official: OfficialTotal, name: string, rows: readonly Cell[][]): Sheet {
  const { form, period, union } = official;
  const { formNo, issuedBy, approvalNo } = form.cover;
  const beside = (left: string, right: string): Cell[] => [
    ...[{ style: 'note', text: left, span: 2 } as const, { style: 'note' } as const],
    ...[{ style: 'note', text: right, span: 2 } as const],
  ];
  const above = [
    ...head(`${form.zh} ${name}`, [legend], 4),
    beside(`综合单位:${union.name}`, `表号:${formNo}`),
    beside(`报告期:${periodText(parsePeriod(period))}`, `制定机关:${issuedBy}`),
    beside(`单位编码:${union.code}`, `批准文号:${approvalNo ?? ''}`),
    ['指标名称', '计量单位', '代码', '数量'].map((text) => heading(text)),
    ['甲', '乙', '丙', '1'].map((text) => heading(text)),
  ];
  const [first, second, third, fourth] = signatureLines.map(line);
  return {
    ...{ name, landscape: false, locked: false, widths: [44, 10, 32, 20] },
    frozen: { rows: above.length, columns: 0 },
    rows: [
      ...[...above, ...rows],
      ...signedTexts(official).map((text): Cell[] => [{ style: 'note', text, span: 4 }]),
      ...[[], [...(first ?? []), ...(second ?? [])]],
      ...[[], [...(third ?? []), ...(fourth ?? [])]],
    ],
  };
}

function changesSheet({ form, union, period, changes }: OfficialTotal): Sheet {
  const titles = ['指标名称', '计量单位', '代码', '签署时', '现在', '变动'];
  const above = [
    ...head(`${form.zh} ${changesName}`, [`${union.name} ${periodText(parsePeriod(period))}`], titles.length),
    titles.map((text) => heading(text)),
  ];
  return {
    ...{ name: changesName, landscape: true, locked: false, widths: [44, 10, 32, 18, 18, 18] },
    frozen: { rows: above.length, columns: 0 },
    rows: [
      ...above,
      ...changes.map(({ cell, signed, now, delta }): Cell[] => [
        ...[label(cell.zh), label(cell.unit), label(cell.code, 'code')],
        ...[sumCell(cell, signed, 'figure'), sumCell(cell, now, 'figure')],
        { style: 'figure', figure: formatFigure(delta, cell.decimals) },
      ]),
    ],
  };
}
