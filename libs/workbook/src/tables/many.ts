import { type Entries, missing } from '@huiji/domain/figure';
import type { Cell as FormCell, Form, Table } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import type { Cell, Sheet } from '../workbook.js';
import { entryCell, head, heading, howToType, label } from './figures.js';
import { namedText, unionCode } from './named.js';

/** A union whose return is filled in in a row. */
export interface UnionToFill {
  code: string;
  name: string;
  level: Level;
  /** What is filled in, and what the registers know. */
  entries: Entries;
}

/** The returns of many unions for a period. */
export interface ReturnsToFill {
  form: Form;
  period: string;
  unions: readonly UnionToFill[];
}

const howToFill = `${howToType}请勿改动代码行和单位编码;附表须逐个单位填报,不在此表。`;
const before = 2;

/**
 * A workbook for a body that files for others, on paper or by entrustment (代报): each table as a sheet, unions down, cells across. Only
 * what a union of that level types can be typed into. What comes back is known by the codes, wherever they were moved to.
 */
export const manySheets = (filled: ReturnsToFill): Sheet[] =>
  filled.form.tables.flatMap((table) => {
    const cells = table.cells.filter(
      ({ source, filedBy }) =>
        source === 'REGISTRY' ||
        filled.unions.length === 0 ||
        filled.unions.some(({ level }) => filedBy.includes(level)),
    );
    return cells.length > 0 ? [tableSheet(filled, table, cells)] : [];
  });

function tableSheet(
  { form, period, unions }: ReturnsToFill,
  { zh }: Table,
  cells: readonly FormCell[],
): Sheet {
  const above = [
    ...head(`${form.zh} ${zh}`, [namedText(form.code, period), howToFill], before + cells.length),
    ['单位编码', '单位名称', ...cells.map((cell) => cell.zh)].map((text) => heading(text)),
    ['', '', ...cells.map(({ unit }) => unit)].map((text) => label(text)),
    [unionCode, '', ...cells.map(({ code }) => code)].map((text) => label(text, 'code')),
  ];
  return {
    ...{ name: zh, landscape: true, locked: true, widths: [16, 30, ...cells.map(() => 14)] },
    frozen: { rows: above.length, columns: before },
    rows: [
      ...above,
      ...unions.map((union) => [
        ...[label(union.code, 'code'), label(union.name)],
        ...cells.map((cell) => unionCell(union, cell)),
      ]),
    ],
  };
}

function unionCell({ level, entries }: UnionToFill, { code, source, filedBy, decimals }: FormCell): Cell {
  const asked = source === 'REGISTRY' || filedBy.includes(level);
  if (!asked) return label('');
  return entryCell(source === 'TYPED' ? 'input' : 'figure', entries.get(code) ?? missing, decimals);
}
