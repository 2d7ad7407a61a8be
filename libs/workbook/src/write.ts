import type { CellStyle, CellValue, DataValidation, WriteSheet } from 'hucre';
import { writeXlsx } from 'hucre/xlsx';
import { neutral } from './neutral.js';
import { columnName, sheetNames } from './names.js';
import type { Cell, Sheet, StyleName } from './workbook.js';

const font = '宋体';
const thin = { style: 'thin', color: { rgb: '999999' } } as const;
const border = { top: thin, bottom: thin, left: thin, right: thin };
const fill = (rgb: string): CellStyle['fill'] => ({ type: 'pattern', pattern: 'solid', fgColor: { rgb } });
const centred = { horizontal: 'center', vertical: 'center', wrapText: true } as const;
const toTheRight = { horizontal: 'right', vertical: 'center' } as const;
const wrapped = { vertical: 'center', wrapText: true } as const;

const styles: Readonly<Record<StyleName, CellStyle>> = {
  title: { font: { name: font, size: 16, bold: true }, alignment: centred },
  note: { font: { name: font, size: 10, color: { rgb: '595959' } }, alignment: wrapped },
  heading: { font: { name: font, size: 11, bold: true }, alignment: centred, border, fill: fill('E7E6E6') },
  label: { font: { name: font, size: 11 }, alignment: wrapped, border },
  code: { font: { name: font, size: 9, color: { rgb: '7F7F7F' } }, alignment: wrapped, border },
  figure: { font: { name: font, size: 11 }, alignment: toTheRight, border },
  sum: { font: { name: font, size: 11, bold: true }, alignment: toTheRight, border, fill: fill('DDEBF7') },
  missing: { font: { name: font, size: 11 }, alignment: toTheRight, border, fill: fill('FCE4D6') },
  wrong: {
    ...{ font: { name: font, size: 11, color: { rgb: '9C0006' } }, alignment: wrapped, border },
    fill: fill('FFC7CE'),
  },
  input: {
    ...{ font: { name: font, size: 11 }, alignment: toTheRight, border, fill: fill('FFF9DB') },
    protection: { locked: false },
  },
  choice: {
    ...{ font: { name: font, size: 11 }, alignment: centred, border, fill: fill('FFF9DB') },
    protection: { locked: false },
  },
  line: { font: { name: font, size: 11 }, alignment: { vertical: 'bottom' }, border: { bottom: thin } },
};

/** The most digits that a spreadsheet keeps of a number. */
const exactDigits = 15;

/** An `.xlsx` of these sheets. `readSpreadsheet` reads from it the texts, and the figures' texts, that are written here. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const names = sheetNames(sheets.map(({ name }) => name));
  return writeXlsx({
    sheets: sheets.map((sheet, i) => written(sheet, names[i] ?? sheet.name)),
    defaultFont: { name: font, size: 11 },
  });
}

function written({ rows, widths, frozen, locked, landscape }: Sheet, name: string): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const bare = rows.map((row, r) =>
    row.map((cell, c): CellValue => {
      if (cell?.style) cells.set(`${r},${c}`, writtenCell(cell, styles[cell.style]));
      return cell && !cell.style ? writtenCell(cell).value : null;
    }),
  );
  const merges = rows.flatMap((row, r) =>
    row.flatMap((cell, c) =>
      cell?.span && cell.span > 1 ? [{ startRow: r, startCol: c, endRow: r, endCol: c + cell.span - 1 }] : [],
    ),
  );
  return {
    ...{ name, cells, merges, rows: bare },
    columns: widths.map((width) => ({ width })),
    dataValidations: choicesOf(rows),
    freezePane: frozen,
    ...(locked ? { protection: { sheet: true, formatColumns: false } } : {}),
    pageSetup: {
      ...{ paperSize: 'a4', orientation: landscape ? 'landscape' : 'portrait' },
      ...{ fitToPage: true, fitToWidth: 1, fitToHeight: 0, horizontalCentered: true },
      ...(frozen.rows > 0 ? { printTitlesRow: `$1:$${frozen.rows}` } : {}),
    },
    headerFooter: { oddFooter: '&C第 &P 页 共 &N 页' },
  };
}

const formatted = new WeakMap<CellStyle, Map<string, CellStyle>>();

/** A style with a format of numbers: each made once, since a large file has hundreds of thousands of cells and a dozen looks. */
function withFormat(look: CellStyle, numFmt: string): CellStyle {
  const known = formatted.get(look) ?? new Map<string, CellStyle>();
  formatted.set(look, known);
  const style = known.get(numFmt) ?? { ...look, numFmt };
  known.set(numFmt, style);
  return style;
}

const plain: CellStyle = {};

function writtenCell({ text, figure }: Cell, look = plain) {
  if (figure !== undefined && figure.replace(/\D/g, '').replace(/^0+/, '').length <= exactDigits) {
    const decimals = figure.split('.')[1]?.length ?? 0;
    const numFmt = decimals > 0 ? `#,##0.${'0'.repeat(decimals)}` : '#,##0';
    return { value: Number(figure), type: 'number' as const, style: withFormat(look, numFmt) };
  }
  const shown = figure ?? text ?? '';
  if (shown === '') return { value: null, type: 'empty' as const, style: look };
  return { value: escaped(neutral(shown)), type: 'string' as const, style: withFormat(look, '@') };
}

/** The format escapes characters as `_x0009_`; text that looks so already has its underscore escaped. */
const escaped = (text: string): string => text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');

function choicesOf(rows: Sheet['rows']): DataValidation[] {
  return rows.flatMap((row, r) =>
    row.flatMap((cell, c) => {
      if (!cell?.choices || !fits(cell.choices)) return [];
      const at = `${columnName(c)}${r + 1}`;
      return [
        {
          ...{ type: 'list' as const, values: [...cell.choices], range: at, allowBlank: true },
          ...{
            showErrorMessage: true,
            errorTitle: '请选择',
            errorMessage: cell.choices.join('、').slice(0, 200),
          },
        },
      ];
    }),
  );
}

/** A spreadsheet takes a list of at most 255 characters, with commas between; what is longer is held against the form when it comes back. */
const fits = (choices: readonly string[]): boolean =>
  choices.join().length <= 255 && choices.every((one) => !/[,"]/.test(one));
