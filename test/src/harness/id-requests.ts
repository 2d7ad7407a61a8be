import { randomUUID } from 'node:crypto';
import { type Thing, thingAt } from './id-arguments.js';
import { anyOf, documentOf, type Field, leavesOf, omitted, rootFields, variablesOf } from './sdl.js';

/** An argument of the schema that takes an id. */
export interface IdArgument {
  field: Field;
  path: string;
  /** Its place in the schema, such as `query.rollup.unionId`. */
  at: string;
}

/** Every argument that takes an id. */
export const idArguments: readonly IdArgument[] = rootFields.flatMap((field) =>
  leavesOf(field)
    .filter(({ type }) => type === 'ID')
    .map(({ path }) => ({ field, path, at: `${field.operation}.${field.name}.${path}` })),
);

/** Those asked over HTTP; subscriptions have a protocol of their own: subscription.test.ts. */
export const idArgumentsOverHttp = idArguments.filter(({ field }) => field.operation !== 'subscription');

/** What is asked about a year; all else about a quarter. */
const yearly = /target|apprais|appeal/i;

/** Values with which a request of a field gets as far as its ids, by the last name of their path. */
export const plain = ({ name }: Pick<Field, 'name'>, path: string): unknown => {
  const values: Record<string, unknown> = {
    ...{
      form: 'work-q',
      regionCode: '32',
      period: yearly.test(name) ? '2026' : '2026Q3',
      periods: '2026Q3',
      year: 2026,
    },
    ...{ from: '2026-01-01', until: '2100-01-01T00:00:00Z', preparedOn: '2026-08-01', validUntil: omitted },
    ...{ objectType: 'submission', action: omitted, level: 'GRASSROOTS', kind: 'SINGLE', body: 'COMMITTEE' },
    ...{ cell: 'mem_leave_cnt', mark: 'EXACT', table: omitted, rows: omitted, state: 'ACCEPTED' },
    ...{ code: `N${randomUUID()}`, login: `l${randomUUID()}`, password: 'a-long-password' },
    ...{ idempotencyKey: randomUUID(), first: 50, after: omitted, unionCode: omitted, group: omitted },
    ...(path.includes('.appointments.') && { until: omitted }),
    ...{ grade: 1, ...(['on', 'due'].includes(path) && { [path]: omitted }) },
    ...{ heldOn: '2026-08-01', checkedOn: '2026-08-01', awardedOn: '2026-08-01' },
    ...{ members: 9, issued: 9, returned: 9, satisfied: 3, basically: 3, unsatisfied: 3 },
    ...(path === 'input.table' && { table: 'TOTALS' }),
    ...(path === 'input.list' && { list: 'NOTICE_RECEIPTS' }),
    ...{ search: 'x_', ownership: '私营', unitType: '企业' },
    ...{ audience: 'NAMED', dueOn: '2100-01-01', kinds: omitted, to: '2026-12-31' },
    ...(/^(send|receive)Transfer$/.test(name) && {
      on: '2026-08-01',
      outside: '市外工会',
      toUnionCode: omitted,
    }),
    ...(name === 'acceptTransfer' && { on: '2026-08-01' }),
    ...(/\.records?\./.test(path) && { kind: 'research', day: '2026-08-01', heldBy: omitted, values: {} }),
    ...(/\.items\./.test(path) && { kind: 'SCORED' }),
    ...(/\.grades\./.test(path) && { from: '60' }),
    ...(path === 'input.fileName' && { fileName: 'a.xlsx' }),
  };
  return values[path.split('.').at(-1)!];
};

/** What is asked for less deeply, so that it stays below the limits. */
const costly = new Set(['searchUnions', 'statementBreaches']);
const documents = new Map<Field, string>();
/** The document that asks a field for all it has, within the limits. */
export function wholeDocument(field: Field): string {
  const document = documents.get(field) ?? documentOf(field, costly.has(field.name) ? 3 : 4);
  documents.set(field, document);
  return document;
}

/** What may not be named beside the id that is asked about: a file belongs to a return, with a cell, or to a record. */
const beside = ({ name }: Field, path: string, asked = 'input.submissionId'): boolean =>
  name === 'requestUpload' &&
  (asked === 'input.workRecordId'
    ? ['input.submissionId', 'input.cell'].includes(path)
    : path === 'input.workRecordId');

/** The body of a request with one of `things` in each argument that takes an id, but `id` in the chosen one. */
export function requestOf(
  field: Field,
  things: Readonly<Record<Thing, string>>,
  chosen?: { path: string; id: string },
): string {
  const variables = variablesOf(field, (path, type) => {
    if (path === chosen?.path) return chosen.id;
    // A list looks at what belongs to it alone.
    if (path === 'input.list' && chosen?.path === 'input.personId') return 'AUDIT';
    if (beside(field, path, chosen?.path)) return omitted;
    if (type === 'ID') return things[thingAt[`${field.operation}.${field.name}.${path}`]!];
    return path.includes('.definition.') ||
      path.includes('.tables.') ||
      (['tradeUnion', 'employer'].includes(field.name) && path === 'code')
      ? omitted
      : (plain(field, path) ?? anyOf(type));
  });
  return JSON.stringify({ query: wholeDocument(field), variables });
}
