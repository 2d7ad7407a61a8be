import { files } from '@huiji/domain/access';
import { coverItems, type Form } from '@huiji/domain/form';
import { type Problem, refuse } from '@huiji/domain/problem';
import type { Filer } from '@huiji/filing/actor';
import type { FileReturn } from '@huiji/filing/filled';
import { history } from '@huiji/filing/history';
import { type CheckedReturn, checkReturns, drafts } from '@huiji/filing/import';
import { requireForm } from '@huiji/filing/takes-filings';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { bytesOf, FileGone, type FileStore, uploadOf } from '@huiji/store/file-store';
import { formAt, formOf } from '@huiji/store/form';
import { type Import, type ImportProblem, lockImport } from '@huiji/store/import';
import { keepCheck } from '@huiji/store/import-return';
import { filedThrough, unionsByCode } from '@huiji/store/organisation';
import { openPeriodsOf } from '@huiji/store/period';
import { verdictsOn } from '@huiji/workbook/tables/filled-file';
import type { Verdict } from '@huiji/workbook/tables/verdict';
import { importFile, type ImportFile } from './import-file.js';
import { byScope, filerOf, type Hands, type ImportResult } from './importer.js';

/** How many returns are looked at together, and how many problems are kept to be shown. */
const batch = 200;
const mostShown = 500;

/** 核对导入: reads the file and says of each place what it is, and how the returns would stand. */
export async function checkImport({ source, store, attempt, progress, hold }: Hands): Promise<ImportResult> {
  const { tenantId, input } = attempt;
  const sent = await inTenant(source, tenantId, (tx) => lockImport(tx, tenantId, input.importId));
  const file = await importFile(await uploaded(store, tenantId, input.importId), sent);
  await progress(30);
  return inTenant(source, tenantId, async (tx) => {
    const filer = await filerOf(tx, attempt);
    const found = await lockImport(tx, tenantId, input.importId);
    if (found.appliedAt) refuse('IMPORT_APPLIED');
    const { said, returns } = await (found.history
      ? pastIn(tx, filer, found, file)
      : returnsIn(tx, filer, found, file));
    const checked: CheckedReturn[] = [];
    for (const [scope, some] of byScope(attempt, returns))
      for (let at = 0; at < some.length; at += batch) {
        const aim = { ...scope, target: found.history ? history : drafts };
        checked.push(...(await checkReturns(tx, filer, aim, some.slice(at, at + batch))));
        await progress(30 + Math.floor((55 * checked.length) / (returns.length + batch)));
      }
    const verdicts = judged(said, returns, checked);
    await keepCheck(tx, { tenantId, id: found.id }, { ...counted(verdicts, checked), returns: checked });
    await hold(tx, 90);
    return { name: `核对结果 ${found.fileName.replace(/\.[^.]+$/, '')}`, ...file.checked(verdicts) };
  });
}

async function uploaded(store: FileStore, tenantId: string, importId: string): Promise<Buffer> {
  try {
    return await bytesOf(store, uploadOf(tenantId, importId));
  } catch (error) {
    if (error instanceof FileGone) refuse('ATTACHMENT_NOT_UPLOADED');
    throw error;
  }
}

/** A return of a file, with the code of its union and the verdicts on its places. */
interface Named extends FileReturn {
  code: string;
  own: readonly Verdict[];
}

/** What was read in a file: the verdicts on its places, and its returns by period. */
interface ReadFile {
  said: Verdict[];
  returns: Named[];
}

const says = ({ cells, tables, cover }: Pick<FileReturn, 'cells' | 'tables' | 'cover'>): boolean =>
  cells.length + tables.length + Object.keys(cover).length > 0;

/** The returns that stand in a file: of unions that the filer files for. */
async function returnsIn(
  tx: Tx,
  { actor }: Filer,
  { form: formCode, period, unionId }: Import,
  file: ImportFile,
): Promise<ReadFile> {
  if (period === null) throw new Error('an import of drafts is of one period');
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
  const filled = file.filled(form, (code) => unionOf(code)?.level);
  const returns =
    filled.of === 'MANY' ? filled.unions : [{ ...filled, unionCode: filled.named.union_code ?? '' }];
  return {
    said: verdictsOn(filled),
    returns: returns.flatMap(({ unionCode, cells, tables, cover, verdicts: own }): Named[] => {
      const union = unionOf(unionCode);
      return union && says({ cells, tables, cover })
        ? [{ unionId: union.id, period, code: union.code, own, cells, tables, cover }]
        : [];
    }),
  };
}

/** The past returns (历史数据) that stand in a file: of all unions that the federation ever had. HISTORY_LAYOUT where there is no table of any. */
async function pastIn(
  tx: Tx,
  { actor: { tenantId } }: Filer,
  { form: code }: Import,
  file: ImportFile,
): Promise<ReadFile> {
  const form = await requireForm(tx, tenantId, code);
  const forms = new Map<string, Form>();
  for (const [period, version] of await openPeriodsOf(tx, tenantId, code, null))
    forms.set(period, await formAt(tx, tenantId, code, version));
  const unions = await unionsByCode(tx, tenantId, file.unionCodes());
  const levelOf = (unionCode: string) => unions.get(unionCode)?.level;
  // What is of a period that is not open is refused anyway, by whichever version it was read.
  const filled = file.past({ form, levelOf, formIn: (period) => forms.get(period) ?? form });
  return {
    said: verdictsOn({ of: 'MANY', ...filled }),
    returns: filled.unions
      .flatMap(({ unionCode, period, cells, tables, cover, verdicts: own }): Named[] => {
        const union = unions.get(unionCode);
        if (!union || !period || !says({ cells, tables, cover })) return [];
        return [{ unionId: union.id, period, code: unionCode, own, cells, tables, cover }];
      })
      .toSorted((one, other) => (one.period < other.period ? -1 : Number(one.period > other.period))),
  };
}

/** The verdicts on a file, with what its returns are refused for and what the form's rules find in them at the places that say it. */
function judged(
  said: readonly Verdict[],
  returns: readonly Named[],
  checked: readonly CheckedReturn[],
): Verdict[] {
  const verdicts = [...said];
  checked.forEach(({ refused, unsound, doubtful }, n) => {
    const { code = '', own = [] } = returns[n] ?? {};
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
  const { cell, table, row, field } = wrong;
  const names = [
    ...[cell, row === undefined ? undefined : `${table}#${row}.${field}`, table],
    coverItems.find((item) => field === `cover.${item}`),
  ].filter((name) => name !== undefined);
  // The place that is meant most exactly.
  const at = names.map((name) => own.find((one) => one.code === name)).find(Boolean) ?? own[0];
  if (!at) return [];
  const said = names.includes(at.code)
    ? { code: at.code, text: at.text }
    : { code: names[0] ?? '', text: '' };
  const { sheet, row: line, column } = at;
  return [{ sheet, row: line, column, union: code, ...said, verdict, problem: wrong }];
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
    problems: shown
      .slice(0, mostShown)
      .map(({ verdict: _, period: _of, union = null, ...at }): ImportProblem => ({
        ...{ ...at, union },
        text: personal.has(at.code) ? '' : at.text.slice(0, 200),
      })),
  };
}
