import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { largestPage } from './ask.js';
import { listSizes } from './list-sizes.js';
import { type Fragments, fragmentsOf, operationsOf } from './measure.js';

type Variables = Readonly<Record<string, unknown>>;

/** Where in a document the cost is counted: the type there, and how many items the page around it asks for. */
interface Place {
  type: GraphQLObjectType | null;
  page: number | null;
}

const pageOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? Math.min(Math.max(value, 1), largestPage) : otherwise;

const isList = (field: GraphQLField<unknown, unknown>): boolean =>
  isListType(isNonNullType(field.type) ? field.type.ofType : field.type);

/** Counts one operation for given variables. The document is valid, and its fields are few (documentLimits). */
class Counter {
  /** Whether a variable was looked at, so that the next request may cost something else. */
  varies = false;

  constructor(
    private readonly fragments: Fragments,
    private readonly operation: OperationDefinitionNode,
    private readonly variables: Variables,
    private readonly schema: GraphQLSchema,
  ) {}

  of(set: SelectionSetNode, place: Place): number {
    return set.selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD) return this.ofField(selection, place);
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
        const narrowed = this.schema.getType(inner?.typeCondition?.name.value ?? '');
        const type = isObjectType(narrowed) ? narrowed : place.type;
        return inner ? this.of(inner.selectionSet, { ...place, type }) : 0;
      })
      .reduce((sum, one) => sum + one, 0);
  }

  private ofField(node: FieldNode, { type, page }: Place): number {
    const name = node.name.value;
    const field = type?.getFields()[name];
    const asked = field && this.firstOf(node, field);
    const named = field && getNamedType(field.type);
    if (!node.selectionSet) return 1;
    const inside = isObjectType(named) ? named : null;
    const list = field !== undefined && isList(field);
    const within = this.of(node.selectionSet, {
      type: inside,
      page: list ? null : (asked ?? (inside ? page : null)),
    });
    if (!list) return 1 + within;
    const items =
      asked ??
      (name === 'nodes' ? page : null) ??
      this.given(node) ??
      listSizes[`${type?.name}.${name}`] ??
      1;
    return 1 + items * within;
  }

  /** The page a field is asked for; null where it has none. */
  private firstOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    const argument = field.args.find((arg) => arg.name === 'first');
    if (!argument) return null;
    const standard = pageOf(argument.defaultValue, largestPage);
    const given = node.arguments?.find((arg) => arg.name.value === 'first');
    return given ? pageOf(this.valueOf(given.value), standard) : standard;
  }

  /** The length of the list of codes or periods that a field is asked for; it answers one item for each at most. */
  private given(node: FieldNode): number | null {
    for (const { value } of node.arguments ?? []) {
      const found = this.valueOf(value);
      if (Array.isArray(found)) return found.length;
    }
    return null;
  }

  private valueOf(node: ValueNode): unknown {
    if (node.kind === Kind.INT) return Number(node.value);
    if (node.kind === Kind.LIST) return node.values;
    if (node.kind !== Kind.VARIABLE) return null;
    this.varies = true;
    const name = node.name.value;
    const declared = this.operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    const sent = this.variables[name];
    return sent !== undefined || !declared?.defaultValue ? sent : this.valueOf(declared.defaultValue);
  }
}

const constant = new WeakMap<DocumentNode, number>();

/**
 * How many values the answer to a document may hold, with each page full and each list as long as list-sizes.ts says. A document
 * whose pages do not depend on variables is counted once.
 */
export function costOf(schema: GraphQLSchema, document: DocumentNode, variables: Variables = {}): number {
  const known = constant.get(document);
  if (known !== undefined) return known;
  const fragments = fragmentsOf(document);
  let varies = false;
  const costs = operationsOf(document).map((operation) => {
    const counter = new Counter(fragments, operation, variables, schema);
    const type = schema.getRootType(operation.operation) ?? null;
    const cost = counter.of(operation.selectionSet, { type, page: null });
    varies ||= counter.varies;
    return cost;
  });
  const cost = Math.max(0, ...costs);
  if (!varies) constant.set(document, cost);
  return cost;
}
