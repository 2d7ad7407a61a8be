import { files } from '@huiji/domain/access';
import type { Form } from '@huiji/domain/form';
import { refuse } from '@huiji/domain/problem';
import type { Filer } from '@huiji/filing/actor';
import type { FileReturn } from '@huiji/filing/filled';
import { history } from '@huiji/filing/history';
import { checkReturns, drafts } from '@huiji/filing/import';
import { requireForm } from '@huiji/filing/takes-filings';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { bytesOf, FileGone, type FileStore, uploadOf } from '@huiji/store/file-store';
import { formAt, formOf } from '@huiji/store/form';
import { type Import, lockImport } from '@huiji/store/import';
import { forgetReturns, keepCheck, keepReturns } from '@huiji/store/import-return';
import { filedThrough, unionsByCode } from '@huiji/store/organisation';
import { openPeriodsOf } from '@huiji/store/period';
import type { FilledUnion } from '@huiji/workbook/tables/filled-union';
import type { Verdict } from '@huiji/workbook/tables/verdict';
import { importFile, type ImportFile } from './import-file.js';
import { Findings, shownOf } from './import-findings.js';
import { byScope, filerOf, type Hands, type ImportResult } from './importer.js';

/** How many returns are looked at together. */
const batch = 200;

/**
 * 核对导入: reads the file and says of each place what it is, and how the returns would stand. They are understood, checked and kept some
 * at a time: of a large file only its text is held as a whole.
 */
export async function checkImport({ source, store, attempt, progress, hold }: Hands): Promise<ImportResult> {
  const { tenantId, input } = attempt;
  const sent = await inTenant(source, tenantId, (tx) => lockImport(tx, tenantId, input.importId));
  const file = await importFile(await uploaded(store, tenantId, input.importId), sent);
  await progress(30);
  return inTenant(source, tenantId, async (tx) => {
    const filer = await filerOf(tx, attempt);
    const found = await lockImport(tx, tenantId, input.importId);
    if (found.appliedAt) refuse('IMPORT_APPLIED');
    const where = { tenantId, id: found.id };
    const findings = new Findings();
    const { said, returns } = await (found.history
      ? pastIn(tx, filer, found, file)
      : returnsIn(tx, filer, found, file));
    findings.add(said);
    await forgetReturns(tx, where);
    let done = 0;
    for (const [scope, all] of byScope(attempt, returns.toSorted(inOneOrder)))
      for (let at = 0; at < all.length; at += batch) {
        const aim = { ...scope, target: found.history ? history : drafts };
        const some = all.slice(at, at + batch).map((one) => ({ ...one.read(), ...one }));
        for (const { verdicts } of some) findings.add(verdicts);
        const saying = some.filter(says);
        const checked = await checkReturns(tx, filer, aim, saying);
        checked.forEach((one, n) => {
          const { code = '', verdicts = [] } = saying[n] ?? {};
          findings.addReturn(one, code, verdicts);
        });
        await keepReturns(tx, where, checked);
        done += some.length;
        await progress(30 + Math.floor((55 * done) / (returns.length + batch)));
      }
    const problems = findings.inOrder(file.sheets);
    await keepCheck(tx, where, { counts: findings.counts, problems: shownOf(problems) });
    await hold(tx, 90);
    const name = `核对结果 ${found.fileName.replace(/\.[^.]+$/, '')}`;
    return { name, ...file.checked(problems, findings.byRow) };
  });
}

/** Returns are kept, and so taken over, by period and in the order of their unions' ids: two imports meet in one order. */
const inOneOrder = (one: Named, other: Named): number => {
  const [here, there] = [one, other].map(({ period, unionId }) => `${period} ${unionId}`) as [string, string];
  return here < there ? -1 : Number(here > there);
};

async function uploaded(store: FileStore, tenantId: string, importId: string): Promise<Buffer> {
  try {
    return await bytesOf(store, uploadOf(tenantId, importId));
  } catch (error) {
    if (error instanceof FileGone) refuse('ATTACHMENT_NOT_UPLOADED');
    throw error;
  }
}

/** A return that stands in a file, with the code of its union. */
interface Named extends Pick<FileReturn, 'unionId' | 'period'> {
  code: string;
  read: () => Pick<FilledUnion, 'cells' | 'tables' | 'cover' | 'verdicts'>;
}

/** What was read in a file: the verdicts on places of no return, and the returns. */
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
  const returnOf = (code: string, read: Named['read']): Named[] => {
    const union = unionOf(code);
    return union ? [{ unionId: union.id, period, code: union.code, read }] : [];
  };
  if (filled.of === 'MANY')
    return {
      said: filled.verdicts,
      returns: filled.unions.flatMap(({ unionCode, read }) => returnOf(unionCode, read)),
    };
  const returns = returnOf(filled.named.union_code ?? '', () => filled);
  return { said: returns.length === 0 ? filled.verdicts : [], returns };
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
    said: filled.verdicts,
    returns: filled.unions.flatMap(({ unionCode, period, read }): Named[] => {
      const union = unions.get(unionCode);
      return union && period ? [{ unionId: union.id, period, code: unionCode, read }] : [];
    }),
  };
}
