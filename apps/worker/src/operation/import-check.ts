import { files } from '@huiji/domain/access';
import { coverItems } from '@huiji/domain/form';
import { type Problem, Refusal, refuse, sentencesOf } from '@huiji/domain/problem';
import type { Filer } from '@huiji/filing/actor';
import { type CheckedReturn, checkReturns, type FileReturn } from '@huiji/filing/import';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { FileGone, type FileStore, uploadOf } from '@huiji/store/file-store';
import { formOf } from '@huiji/store/form';
import { type Import, type ImportProblem, lockImport } from '@huiji/store/import';
import { keepCheck } from '@huiji/store/import-return';
import { filedThrough } from '@huiji/store/organisation';
import type { Scope } from '@huiji/store/scope';
import { readSpreadsheet } from '@huiji/workbook/read';
import { annotatedSheets } from '@huiji/workbook/tables/annotated';
import { type FilledFile, filledFile, fileNamed, verdictsOn } from '@huiji/workbook/tables/filled-file';
import type { Verdict } from '@huiji/workbook/tables/verdict';
import type { ReadSheet } from '@huiji/workbook/workbook';
import { filerOf, type Hands, type ImportResult, scopeOf } from './importer.js';

/** How many returns are looked at together, and how many problems are kept to be shown. */
const batch = 200;
const mostShown = 500;

/** 核对导入: reads the file and says of each place what it is, and how the returns would stand. */
export async function checkImport({ source, store, attempt, progress, hold }: Hands): Promise<ImportResult> {
  const { tenantId, input } = attempt;
  const read = await readSpreadsheet(await uploaded(store, tenantId, input.importId));
  if (!Array.isArray(read)) throw new Refusal([read]);
  await progress(30);
  return inTenant(source, tenantId, async (tx) => {
    const filer = await filerOf(tx, attempt);
    const found = await lockImport(tx, tenantId, input.importId);
    if (found.appliedAt) refuse('IMPORT_APPLIED');
    const scope = scopeOf(attempt);
    requireNamed(read, scope);
    const { filled, returns } = await returnsIn(tx, filer, found, read);
    const checked: CheckedReturn[] = [];
    for (let at = 0; at < returns.length; at += batch) {
      checked.push(...(await checkReturns(tx, filer, scope, returns.slice(at, at + batch))));
      await progress(30 + Math.floor((55 * (at + batch)) / (returns.length + batch)));
    }
    const verdicts = judged(filled, returns, checked);
    await keepCheck(tx, { tenantId, id: found.id }, { ...counted(verdicts, checked), returns: checked });
    await hold(tx, 90);
    const sheets = annotatedSheets(read, verdicts, (wrong) => sentencesOf(wrong).messageZh);
    return { name: `核对结果 ${found.fileName.replace(/\.[^.]+$/, '')}`, sheets };
  });
}

async function uploaded(store: FileStore, tenantId: string, importId: string): Promise<Buffer> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await store.read(uploadOf(tenantId, importId))) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof FileGone) refuse('ATTACHMENT_NOT_UPLOADED');
    throw error;
  }
}

/** Refuses a file that says it is of another form or period. */
function requireNamed(read: readonly ReadSheet[], { form, period }: Scope): void {
  const named = fileNamed(read);
  const found = [named.form ?? form, named.period ?? period].join(' ');
  const wanted = [form, period].join(' ');
  if (found !== wanted) refuse('IMPORT_OTHER_FORM', { found: found.slice(0, 80), wanted });
}

/** A return of a file, with the code of its union. */
interface Named extends FileReturn {
  code: string;
}

/** The returns that stand in a file: of unions that the filer files for. */
async function returnsIn(
  tx: Tx,
  { actor }: Filer,
  { form: formCode, period, unionId }: Import,
  read: readonly ReadSheet[],
): Promise<{ filled: FilledFile; returns: Named[] }> {
  const { tenantId, appointments } = actor;
  const form = await formOf(tx, { tenantId, form: formCode, period });
  const filing = appointments.filter(files);
  const all = await filedThrough(
    tx,
    tenantId,
    filing.map((one) => one.unionId),
  );
  const unions = new Map([...all].filter(([, { id }]) => unionId === null || id === unionId));
  const [alone] = unionId === null ? [] : [...unions.values()];
  const unionOf = (code: string) => (code === '' ? alone : unions.get(code));
  const filled = filledFile(read, form, (code) => unionOf(code)?.level);
  const returns =
    filled.of === 'MANY'
      ? filled.unions.map(({ unionCode, cells }) => ({ unionCode, cells, tables: [], cover: {} }))
      : [{ ...filled, unionCode: filled.named.union_code ?? '' }];
  return {
    filled,
    returns: returns.flatMap(({ unionCode, cells, tables, cover }): Named[] => {
      const union = unionOf(unionCode);
      const says = cells.length + tables.length + Object.keys(cover).length > 0;
      return union && says ? [{ unionId: union.id, code: union.code, cells, tables, cover }] : [];
    }),
  };
}

/** The verdicts on a file, with what its returns are refused for and what the form's rules find in them at the places that say it. */
function judged(filled: FilledFile, returns: readonly Named[], checked: readonly CheckedReturn[]): Verdict[] {
  const verdicts = [...verdictsOn(filled)];
  const byUnion = new Map(
    filled.of === 'MANY' ? filled.unions.map((union) => [union.unionCode, union.verdicts]) : [],
  );
  checked.forEach(({ refused, unsound, doubtful }, n) => {
    const code = returns[n]?.code ?? '';
    const own = filled.of === 'ONE' ? filled.verdicts : (byUnion.get(code) ?? []);
    const wrongAlready = own.some(({ verdict }) => verdict === 'WRONG');
    // What is wrong in rows was said of them as they were read; and rules say nothing of figures of which some are wrong.
    for (const wrong of refused)
      if (!wrong.table || !wrongAlready) verdicts.push(...placed(wrong, own, { code, verdict: 'WRONG' }));
    if (!wrongAlready && refused.length === 0)
      for (const hit of [...unsound, ...doubtful])
        verdicts.push(...placed(hit, own, { code, verdict: 'PASSED' }));
  });
  return verdicts;
}

/** A problem of a return at the place of the file that says it, else where the return begins in it. */
function placed(
  wrong: Problem,
  own: readonly Verdict[],
  { code, verdict }: { code: string; verdict: Verdict['verdict'] },
): Verdict[] {
  const at = own.find((one) => one.code === wrong.cell) ?? own[0];
  if (!at) return [];
  const said =
    at.code === wrong.cell ? { code: at.code, text: at.text } : { code: wrong.cell ?? '', text: '' };
  const { sheet, row, column } = at;
  return [{ sheet, row, column, union: code, ...said, verdict, problem: wrong }];
}

const personal = new Set<string>(coverItems);

/** How many places are what, and the first of those with problems, the wrong ones before those that only rules speak of. */
function counted(verdicts: readonly Verdict[], checked: readonly CheckedReturn[]) {
  const of = (what: Verdict['verdict']) =>
    verdicts.filter(({ verdict, problem: wrong }) => verdict === what && (what === 'WRONG' || !wrong)).length;
  const found = verdicts.flatMap(({ problem: wrong, ...at }) => (wrong ? [{ ...at, problem: wrong }] : []));
  const shown = [
    ...found.filter(({ verdict }) => verdict === 'WRONG'),
    ...found.filter(({ verdict }) => verdict !== 'WRONG'),
  ];
  return {
    counts: {
      ...{ taken: of('TAKEN'), blank: of('BLANK'), passed: of('PASSED'), wrong: of('WRONG') },
      returns: checked.length,
      unsound: checked.filter(({ unsound }) => unsound.length > 0).length,
      doubtful: checked.filter(({ doubtful }) => doubtful.length > 0).length,
    },
    problems: shown.slice(0, mostShown).map(({ verdict: _, union = null, ...at }): ImportProblem => ({
      ...{ ...at, union },
      text: personal.has(at.code) ? '' : at.text.slice(0, 200),
    })),
  };
}
