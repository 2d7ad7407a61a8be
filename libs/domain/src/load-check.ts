import { employerColumns, unionColumns } from './load-columns.js';
import type { EmployerFile, EmployerRow, Place, UnionFile, UnionRow } from './load-rows.js';
import { kindsOf } from './organisation.js';

/** A union that the tenant has, by the columns of its file. `inside`: the actor maintains its registers. */
export type KnownUnion = Omit<UnionRow, keyof Place> & {
  id: string;
  /** null for the root, and where the parent is not `inside`. */
  parentCode: string | null;
  dissolvedOn: string | null;
  inside: boolean;
};

/** An employer that the tenant has, by the columns of its file, with its coverages of today. */
export type KnownEmployer = Omit<EmployerRow, keyof Place | 'coveredByCode' | 'coveredFrom'> & {
  coveredBy: ReadonlyArray<{ code: string; from: string }>;
  inside: boolean;
};

/** A union that a row names: as its parent, as accountable for it or as covering it. */
export interface Named {
  name: string;
  level: UnionRow['level'];
  start: string | null | undefined;
  dissolvedOn: string | null;
}

/** The union of a code, in the tenant as far as it is `inside`, or else in the file; null for none. */
export type Find = (code: string) => Named | null;

export function namedIn(rows: ReadonlyMap<string, UnionRow>, known: ReadonlyMap<string, KnownUnion>): Find {
  return (code) => {
    const there = known.get(code);
    const found = there ?? rows.get(code);
    if (!found || (there && !there.inside)) return null;
    return {
      name: found.name ?? code,
      level: found.level,
      start: startOf(found),
      dissolvedOn: there?.dissolvedOn ?? null,
    };
  };
}

/** The day from which a union stands in the tree: the approval to prepare, or else its founding. */
const startOf = (row: Pick<UnionRow, 'preparedOn' | 'establishedOn'>): string | null | undefined =>
  row.preparedOn === null ? row.establishedOn : row.preparedOn;

/** What is wrong with a new union in itself. */
export function checkUnion(file: UnionFile, row: UnionRow, today: string): void {
  const { level, kind, preparedOn, establishedOn } = row;
  const missing = (column: keyof typeof unionColumns): void => file.wrong(row, column, 'FIELD_REQUIRED');
  if (level && kind && !(kindsOf[level] as readonly string[]).includes(kind))
    file.wrong(row, 'kind', 'UNION_KIND_MISMATCH', { level, kind });
  if (level === 'FEDERATION') file.wrong(row, 'level', 'LOAD_FEDERATION');
  else if (row.parentCode === null) missing('parentCode');
  if (preparedOn === null && establishedOn === null) missing('establishedOn');
  if (preparedOn && establishedOn && establishedOn < preparedOn) {
    const [later, earlier] = [file.called('establishedOn'), file.called('preparedOn')];
    file.wrong(row, 'establishedOn', 'DATE_ORDER', { later, earlier });
  }
  for (const column of ['preparedOn', 'establishedOn'] as const) {
    const value = row[column];
    if (value && value > today) file.wrong(row, column, 'DATE_IN_FUTURE', { value });
  }
  if (establishedOn && row.approvalNo === null) missing('approvalNo');
}

/** A parent stands above the grassroots, is in the tree before its child, and is not dissolved. */
export function checkParent(file: UnionFile, row: UnionRow, find: Find): void {
  if (!row.parentCode || row.parentCode === row.code) return;
  const parent = find(row.parentCode);
  const start = startOf(row);
  if (!parent) return file.wrong(row, 'parentCode', 'LOAD_UNION_UNKNOWN', { code: row.parentCode });
  const { name: union, dissolvedOn } = parent;
  if (parent.level === 'GRASSROOTS') file.wrong(row, 'parentCode', 'PARENT_CANNOT_HAVE_CHILDREN', { union });
  else if (dissolvedOn) file.wrong(row, 'parentCode', 'UNION_DISSOLVED', { union, date: dissolvedOn });
  else if (start && parent.start && start < parent.start)
    file.wrong(row, 'parentCode', 'UNION_NOT_ESTABLISHED', { union, date: start });
}

/** What is wrong with a new employer: in itself, and with the unions that it names. */
export function checkEmployer(file: EmployerFile, row: EmployerRow, find: Find, today: string): void {
  for (const column of ['operatingFrom', 'sourceDate', 'coveredFrom'] as const) {
    const value = row[column];
    if (value && value > today) file.wrong(row, column, 'DATE_IN_FUTURE', { value });
  }
  if (row.coveredByCode?.length && row.coveredFrom === null) file.wrong(row, 'coveredFrom', 'FIELD_REQUIRED');
  if (row.coveredFrom && row.coveredByCode === null) file.wrong(row, 'coveredByCode', 'FIELD_REQUIRED');
  const standing = (column: 'accountableUnionCode' | 'coveredByCode', code: string): Named | null => {
    const named = find(code);
    if (!named) file.wrong(row, column, 'LOAD_UNION_UNKNOWN', { code });
    else if (named.dissolvedOn)
      file.wrong(row, column, 'UNION_DISSOLVED', { union: named.name, date: named.dissolvedOn });
    return named;
  };
  const accountable = row.accountableUnionCode
    ? standing('accountableUnionCode', row.accountableUnionCode)
    : null;
  const from = row.operatingFrom;
  // It counts from its first day, and so needs a place in the tree by then.
  if (accountable?.start && from && from < accountable.start)
    file.wrong(row, 'accountableUnionCode', 'UNION_NOT_ESTABLISHED', { union: accountable.name, date: from });
  for (const code of row.coveredByCode ?? []) {
    const covering = standing('coveredByCode', code);
    if (covering?.level && covering.level !== 'GRASSROOTS')
      file.wrong(row, 'coveredByCode', 'LOAD_COVERED_BY_BODY', { union: covering.name });
  }
}

/** Whether a union that is there already is just as in the file; tells what differs. */
export function sameUnion(file: UnionFile, row: UnionRow, there: KnownUnion): boolean {
  if (!there.inside) return taken(file, row);
  const hidden = there.parentCode === null && there.level !== 'FEDERATION';
  const different = (Object.keys(unionColumns) as Array<keyof typeof unionColumns>)
    .filter((column) => file.has(column))
    .filter((column) => there[column] !== (column === 'legalPerson' ? (row[column] ?? false) : row[column]));
  for (const column of different.filter((one) => row[one] !== undefined)) {
    if (column === 'parentCode' && hidden)
      file.wrong(row, column, 'LOAD_UNION_UNKNOWN', { code: row.parentCode ?? '' });
    else file.wrong(row, column, 'LOAD_DIFFERS', { code: row.code ?? '', name: there.name ?? '' });
  }
  return different.length === 0;
}

/** Whether an employer that is there already is just as in the file, its coverages of today included. */
export function sameEmployer(file: EmployerFile, row: EmployerRow, there: KnownEmployer): boolean {
  if (!there.inside) return taken(file, row);
  const { coveredBy, ...own } = there;
  const codes = row.coveredByCode ?? [];
  const sameUnions = codes.length === coveredBy.length && coveredBy.every(({ code }) => codes.includes(code));
  const sameDays = coveredBy.every(({ from }) => from === row.coveredFrom);
  const different = (Object.keys(employerColumns) as Array<keyof typeof employerColumns>)
    .filter((column) => file.has(column))
    .filter((column) => {
      if (column === 'coveredByCode') return !sameUnions;
      return column === 'coveredFrom' ? sameUnions && !sameDays : own[column] !== row[column];
    });
  for (const column of different.filter((one) => row[one] !== undefined))
    file.wrong(row, column, 'LOAD_DIFFERS', { code: row.code ?? '', name: there.name ?? '' });
  return different.length === 0;
}

/** The code is that of something which the actor may not change: it is taken, and nothing more is said. */
function taken(file: UnionFile | EmployerFile, row: UnionRow | EmployerRow): false {
  (file as UnionFile).wrong(row as UnionRow, 'code', 'CODE_TAKEN', { code: row.code ?? '' });
  return false;
}
