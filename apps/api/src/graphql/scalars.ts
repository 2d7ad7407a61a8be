import { parseDay } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';

const wrong = (what: string): never => {
  throw new GraphQLError(what);
};

/** What a person typed goes on as text, so that the domain reads it exactly and can name the cell. */
const typed = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return wrong('Decimal takes a string such as "12.50", or a whole number; other numbers are not exact.');
};

const literalOf = (node: ValueNode): string =>
  node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT
    ? node.value
    : wrong('Decimal takes a string such as "12.50", or a whole number.');

/** A day that PostgreSQL and a calendar know: no union is older than 1900, and year 0 is none. */
const asDay = (text: string): string =>
  text >= '1900'
    ? parseDay(text, 'Date')
    : refuse('DATE_INVALID', { field: 'Date', value: text.slice(0, 40) });

const momentPattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment with its zone, of a day that there is; what is finer than a millisecond is left off. */
function asMoment(text: string): Date {
  const [, day] = momentPattern.exec(text) ?? [];
  if (!day) return wrong('DateTime takes a moment with its zone such as "2026-09-30T01:02:03.456Z".');
  asDay(day);
  return new Date(text);
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : wrong('a string is expected');
const textOf = (node: ValueNode): string =>
  node.kind === Kind.STRING ? node.value : wrong('a string is expected');

const asRow = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : wrong('Row takes an object from column code to value.');

export const scalars = {
  Decimal: new GraphQLScalarType({
    name: 'Decimal',
    serialize: String,
    parseValue: typed,
    parseLiteral: literalOf,
  }),
  Date: new GraphQLScalarType({
    name: 'Date',
    serialize: String,
    parseValue: (value) => asDay(asText(value)),
    parseLiteral: (node) => asDay(textOf(node)),
  }),
  DateTime: new GraphQLScalarType({
    name: 'DateTime',
    serialize: (value) => (value as Date).toISOString(),
    parseValue: (value) => asMoment(asText(value)),
    parseLiteral: (node) => asMoment(textOf(node)),
  }),
  JSON: new GraphQLScalarType({ name: 'JSON', serialize: (value) => value }),
  Row: new GraphQLScalarType({
    name: 'Row',
    serialize: (value) => value,
    parseValue: asRow,
    parseLiteral: (node, variables) => asRow(valueFromASTUntyped(node, variables)),
  }),
};
