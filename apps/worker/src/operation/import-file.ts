/** The layouts in which a file of returns comes: a spreadsheet, or JSON Lines. */
import { isJsonLines } from '@huiji/domain/import';
import type { Form } from '@huiji/domain/form';
import { type Problem, refuse, Refusal, sentencesOf } from '@huiji/domain/problem';
import type { Import } from '@huiji/store/import';
import type { Reading, LevelOf } from '@huiji/workbook/tables/filled-union';
import type { ReadLine } from '@huiji/workbook/lines';
import { readLines, readSpreadsheet } from '@huiji/workbook/read';
import { annotatedSheets } from '@huiji/workbook/tables/annotated';
import { type FilledFile, filledFile, filledHistory, fileNamed } from '@huiji/workbook/tables/filled-file';
import { filledLines, unionCodesInLines } from '@huiji/workbook/tables/filled-lines';
import { type FilledMany, unionCodesIn } from '@huiji/workbook/tables/filled-many';
import { checkedLines } from '@huiji/workbook/tables/lines';
import type { PlaceCounts, Verdict } from '@huiji/workbook/tables/verdict';
import { historyLimits, readLimits, type ReadSheet } from '@huiji/workbook/workbook';
import type { Listed } from './importer.js';

/** A file that was read. */
export interface ImportFile {
  /** The names of its sheets, in their order. */
  sheets: readonly string[];
  /** The returns of unions that one files for. */
  filled(form: Form, levelOf: LevelOf): FilledFile;
  /** Those of past periods (历史数据): HISTORY_LAYOUT where there is no table of any. */
  past(reading: Required<Reading>): FilledMany;
  /** What stands where unions are named. */
  unionCodes(): string[];
  /** What was found in it, for whoever sent it: the verdicts with problems, and of lines how many places of each are what. */
  checked(found: readonly Verdict[], counts: ReadonlyMap<number, PlaceCounts>): Listed;
}

/** Reads the file of an import. It is refused as `readSpreadsheet` says, and where it says that it is of another form or period: IMPORT_OTHER_FORM. */
export async function importFile(bytes: Buffer, found: Import): Promise<ImportFile> {
  const limits = found.history ? historyLimits : readLimits;
  return isJsonLines(found.fileName)
    ? linesFile(whole(await readLines(bytes, limits)), found)
    : sheetsFile(whole(await readSpreadsheet(bytes, limits)), found);
}

function whole<T extends object>(read: T[] | Problem): T[] {
  if (!Array.isArray(read)) throw new Refusal([read]);
  return read;
}

/** How many rows of a sheet may stand above a table. */
const top = 50;

function sheetsFile(read: readonly ReadSheet[], { form, period }: Import): ImportFile {
  // History is of many periods, and says its form above its long tables.
  const named = fileNamed(
    period ? read : read.map((sheet) => ({ ...sheet, rows: sheet.rows.slice(0, top) })),
  );
  const found = [named.form ?? form, period && (named.period ?? period)].filter(Boolean).join(' ');
  const wanted = [form, period].filter(Boolean).join(' ');
  if (found !== wanted) refuse('IMPORT_OTHER_FORM', { found: found.slice(0, 80), wanted });
  return {
    sheets: read.map(({ name }) => name),
    filled: (of, levelOf) => filledFile(read, of, levelOf),
    past: (reading) => filledHistory(read, reading) ?? refuse('HISTORY_LAYOUT'),
    unionCodes: () => unionCodesIn(read),
    checked: (found) => ({ sheets: annotatedSheets(read, found, (wrong) => sentencesOf(wrong).messageZh) }),
  };
}

function linesFile(read: readonly ReadLine[], of: Import): ImportFile {
  return {
    sheets: [],
    filled: (form, levelOf) => ({ of: 'MANY', ...filledLines(read, of, { form, levelOf }) }),
    past: (reading) => filledLines(read, of, reading),
    unionCodes: () => unionCodesInLines(read),
    checked: (found, counts) => ({ lines: checkedLines(read, counts, found, sentencesOf) }),
  };
}
