import { formatFigure, type Mark } from '@huiji/domain/figure';
import type { Form } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { markOf, type Total } from '@huiji/domain/rollup';

type Row = Array<string | null>;

export const tidyColumns: Row = [
  ...['period', 'union_code', 'union_name', 'union_level', 'cell', 'value', 'mark', 'accepted'],
];

/** A union with what it itself contributes for a period. */
export interface OwnFigures {
  code: string;
  name: string;
  level: Level;
  own: Total;
}

/** The cells that a union's level files, or that the registers know of it; `value` is null where there is none, and `mark` says why. */
export const ownCells = (
  form: Form,
  { level, own }: OwnFigures,
): Array<{ cell: string; value: string | null; mark: Mark }> =>
  form.tables.flatMap((table) =>
    table.cells.flatMap((cell) => {
      const sum = own.cell(cell.code);
      if (!cell.filedBy.includes(level) && sum.filled + sum.notApplicable === 0) return [];
      const value = sum.total === null ? null : formatFigure(sum.total, cell.decimals);
      return [{ cell: cell.code, value, mark: markOf(sum) }];
    }),
  );

/** What one union itself contributes for a period, one row a cell. */
export const tidyRows = (form: Form, period: string, union: OwnFigures): Row[] =>
  ownCells(form, union).map(({ cell, value, mark }) => [
    ...[period, union.code, union.name, union.level, cell, value, mark],
    union.own.reportsAccepted > 0 ? '1' : '0',
  ]);

/** The dictionary of the tidy table: one row a cell of the form, then its ratios. */
export const dictionaryRows = (form: Form): Row[] => [
  [
    ...['cell', 'name_zh', 'name_en', 'unit', 'decimals', 'kind', 'source', 'filed_by', 'adds_up'],
    ...['table', 'form_version'],
  ],
  ...form.tables.flatMap((table) =>
    table.cells.map((cell) => [
      ...[cell.code, cell.zh, cell.en, cell.unit, String(cell.decimals), cell.kind, cell.source],
      ...[cell.filedBy.join(' '), cell.adds ? '1' : '0', table.zh, String(form.version)],
    ]),
  ),
  ...form.ratios.map((ratio) => [
    ...[ratio.code, ratio.zh, ratio.en, ratio.unit, String(ratio.decimals), 'RATIO', 'SUMS'],
    ...['', '0', '', String(form.version)],
  ]),
];
