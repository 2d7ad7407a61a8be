import { getNamedType, type GraphQLOutputType, isLeafType, isNonNullType, isObjectType } from 'graphql';
import type { Chance } from './random.js';
import { anyOf, type Fill, omitted, rootFields, variablesOf } from './sdl.js';

export interface SentOperation {
  query: string;
  variables: Record<string, unknown>;
}

/** Some fields of a type, `depth` objects deep; those that need arguments are left out. */
function someOf(chance: Chance, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  // What a problem is told by is looked at (probe.ts).
  if (named.name === 'UserError') return '{ code severity field cell message messageZh messageEn }';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)) return [];
    if (chance.below(3) === 0) return [];
    if (isLeafType(getNamedType(field.type))) return [field.name];
    return depth > 0 ? [`${field.name} ${someOf(chance, field.type, depth - 1)}`] : [];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

const texts = [
  '',
  'x',
  '汇集',
  '2026-09-30',
  "'; --",
  '\u0000',
  '\ud800',
  'ａ'.repeat(3_000),
  '-1',
  '__proto__',
];

/** What a leaf is given: mostly what there is, now and then what there is not, or what it cannot be. */
const fillOf = (chance: Chance, ids: readonly string[]): Fill => {
  const named: Record<string, string> = { form: 'work-q', period: '2026Q3', tenant: 'alpha' };
  return (path, type) => {
    const name = path.split('.').at(-1) ?? '';
    const odd = chance.below(8);
    if (odd === 0) return chance.pick([...texts, null, 0, -1, 2 ** 31, 1.5, [], {}, true]);
    if (odd === 1) return omitted;
    if (type === 'ID') return chance.pick(ids);
    return named[name] ?? (type === 'String' && odd === 2 ? chance.pick(texts) : anyOf(type));
  };
};

/** An operation as somebody who knows the schema may write it. Nobody is signed out by it. */
export function operationOf(chance: Chance, ids: readonly string[]): SentOperation {
  const field = chance.pick(
    rootFields.filter(({ operation, name }) => operation !== 'subscription' && name !== 'signOut'),
  );
  const variables = variablesOf(field, fillOf(chance, ids));
  const { args, type } = field.field;
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const around = (text: string): string => (text === '' ? '' : `(${text})`);
  const selection = someOf(chance, type, chance.below(4));
  return {
    query: `${field.operation} ${around(declared)} { ${field.name}${around(passed)} ${selection} }`,
    variables,
  };
}

type Twist = (chance: Chance, sent: SentOperation) => string;

/** A few characters of a text put elsewhere, doubled or left out. */
const scrambled = (chance: Chance, text: string): string => {
  const [from, to] = [chance.below(text.length), chance.below(text.length)];
  const piece = text.slice(from, from + 1 + chance.below(20));
  return chance.pick([
    text.slice(0, to) + piece + text.slice(to),
    text.slice(0, from) + text.slice(from + piece.length),
    text.slice(0, to),
  ]);
};

const twists: Twist[] = [
  (chance, { query, variables }) => JSON.stringify({ query: scrambled(chance, query), variables }),
  (chance, sent) => scrambled(chance, JSON.stringify(sent)),
  (chance, { query }) =>
    JSON.stringify({ query, variables: chance.pick([null, [], 'x', 1, { a: { b: [[[]]] } }]) }),
  (chance, { query, variables }) =>
    JSON.stringify({
      query: query.replace(/\w+/g, (word) => (chance.below(9) ? word : `${word}x`)),
      variables,
    }),
  (chance, { query, variables }) =>
    JSON.stringify({
      query: `${query} ${chance.pick(['query b { me { id } }', '{ me { id } }', query])}`,
      variables,
      operationName: chance.pick(['b', 'c', '', null]),
    }),
  (chance, { query, variables }) =>
    JSON.stringify({
      query: query.replace('{', `@${chance.pick(['skip', 'include(if: 1)', 'no', 'defer'])} {`),
      variables,
    }),
  (chance, { query, variables }) =>
    JSON.stringify({
      query: `${query.replace(/\}\s*$/, '...f0 }')} ${Array.from({ length: 1 + chance.below(60) }, (_, n) => `fragment f${n} on ${chance.pick(['Query', 'Mutation', 'Me'])} { ...f${chance.below(60)} ...f${n + 1} }`).join(' ')}`,
      variables,
    }),
  (chance, { query, variables }) => {
    const inner = query.slice(query.indexOf('{') + 1, query.lastIndexOf('}'));
    const many = Array.from({ length: 1 + chance.below(80) }, (_, n) => `a${n}: ${inner}`).join(' ');
    return JSON.stringify({ query: query.replace(inner, many), variables });
  },
  (chance, { query, variables }) => {
    const deep = 1 + chance.below(3_000);
    return JSON.stringify({ query, variables: { ...variables, x: 0 } }).replace(
      '"x":0',
      `"x":${'['.repeat(deep)}${']'.repeat(deep)}`,
    );
  },
  (chance, sent) => JSON.stringify(Array.from({ length: chance.below(4) }, () => sent)),
  (chance, { variables }) =>
    JSON.stringify({
      query: `{ me { id } ${chance.pick(['__schema { types { name fields { name type { name } } } }', '__type(name: "Me") { name }', '__typename'])} }`,
      variables,
    }),
  (_chance, { variables }) =>
    JSON.stringify({ variables, extensions: { persistedQuery: { version: 1, sha256Hash: '__proto__' } } }),
];

/** The same as somebody may send it who looks for a crack. */
export const hostileOf = (chance: Chance, sent: SentOperation): string => chance.pick(twists)(chance, sent);
