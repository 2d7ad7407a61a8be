import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

const committed = new URL('../../../apps/api/schema.graphql', import.meta.url);

/** The schema as committed; schema.test.ts keeps it the one that runs. */
export const schema = buildSchema(readFileSync(committed, 'utf8'));

export type Operation = 'query' | 'mutation' | 'subscription';

export interface Field {
  operation: Operation;
  name: string;
  field: GraphQLField<unknown, unknown>;
}

const roots = {
  query: schema.getQueryType(),
  mutation: schema.getMutationType(),
  subscription: schema.getSubscriptionType(),
};

/** Every field that a client may ask at the top. */
export const rootFields: Field[] = (Object.keys(roots) as Operation[]).flatMap((operation) =>
  Object.values(roots[operation]?.getFields() ?? {}).map((field) => ({ operation, name: field.name, field })),
);

/** What a leaf of an input is given: its path such as `input.appointments.unionId`, and its type's name. */
export type Fill = (path: string, type: string) => unknown;

const leave = Symbol('leave out');
/** Answered by a Fill for an argument that may be left out. */
export const omitted: unknown = leave;

function valueOf(type: GraphQLInputType, path: string, fill: Fill): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, path, fill);
  if (isListType(type)) {
    const item = valueOf(type.ofType, path, fill);
    return item === leave ? leave : [item];
  }
  if (!isInputObjectType(type)) return fill(path, type.name);
  const values = valuesOf(Object.values(type.getFields()), `${path}.`, fill);
  return Object.keys(values).length > 0 ? values : leave;
}

function valuesOf(
  inputs: ReadonlyArray<GraphQLArgument | GraphQLInputField>,
  at: string,
  fill: Fill,
): Record<string, unknown> {
  const values = inputs.map((input): [string, unknown] => [
    input.name,
    valueOf(input.type, at + input.name, fill),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== leave));
}

/** The variables of a field, every leaf filled. */
export const variablesOf = ({ field }: Field, fill: Fill): Record<string, unknown> =>
  valuesOf(field.args, '', fill);

/** The paths of a field's input leaves with their types' names. */
export function leavesOf(field: Field): Array<{ path: string; type: string }> {
  const leaves: Array<{ path: string; type: string }> = [];
  variablesOf(field, (path, type) => void leaves.push({ path, type }));
  return leaves;
}

/** Everything a type holds, `depth` objects deep, of pages within it two items; fields with required arguments are left out. */
function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    ({ args }) => !args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined),
  );
  const parts = fields.flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) return [field.name];
    const page = field.args.some(({ name }) => name === 'first') ? '(first: 2)' : '';
    return depth > 0 ? [`${field.name}${page} ${selection(field.type, depth - 1)}`] : [];
  });
  return parts.length > 0 ? `{ ${parts.join(' ')} }` : '{ __typename }';
}

/** The document that asks a field for all that it has. */
export function documentOf({ operation, name, field }: Field, depth = 3): string {
  const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const around = (text: string): string => (text === '' ? '' : `(${text})`);
  return `${operation} ${around(declared)} { ${name}${around(passed)} ${selection(field.type, depth)} }`;
}

/** Some valid value of a scalar or enum, for arguments that a test is not about. */
export function anyOf(type: string): unknown {
  const named = schema.getType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  const values: Record<string, unknown> = {
    Int: 1,
    Boolean: false,
    Decimal: '1',
    Date: '2026-08-01',
    // As of which moment something is known depends on the test: as-of.test.ts.
    DateTime: omitted,
    Row: {},
  };
  return values[type] ?? 'text';
}
