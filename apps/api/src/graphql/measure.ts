import { tell } from '@huiji/store/trace';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What is counted of a document. */
export interface Measure {
  depth: number;
  aliases: number;
  directives: number;
  fields: number;
  /** Fields that stand in one place twice: validation compares each with each. */
  repeats: number;
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export const fragmentDefinitionsOf = (document: DocumentNode): FragmentDefinitionNode[] =>
  document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);

export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(fragmentDefinitionsOf(document).map((fragment) => [fragment.name.value, fragment]));

export const operationsOf = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

/** Says in the trace which operation a request asks for: the name is the client's, a name of GraphQL and no text. */
export function tellOperation(document: DocumentNode): void {
  const [asked] = operationsOf(document);
  const name = asked?.name?.value.slice(0, 100) ?? '';
  const type = asked?.operation ?? '';
  tell({ 'graphql.operation.type': type, 'graphql.operation.name': name }, `${type} ${name}`.trim());
}

const nothing: Measure = { depth: 0, aliases: 0, directives: 0, fields: 0, repeats: 0 };

const together = (one: Measure, other: Measure): Measure => ({
  depth: Math.max(one.depth, other.depth),
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  fields: one.fields + other.fields,
  repeats: one.repeats + other.repeats,
});

const most = (one: Measure, other: Measure): Measure => ({
  depth: Math.max(one.depth, other.depth),
  aliases: Math.max(one.aliases, other.aliases),
  directives: Math.max(one.directives, other.directives),
  fields: Math.max(one.fields, other.fields),
  repeats: Math.max(one.repeats, other.repeats),
});

/** Of introspection only the fields are counted: its own depth is bounded by a rule of graphql-js. */
const isIntrospection = (name: string): boolean => name === '__schema' || name === '__type';

/**
 * Counts what a document holds with its fragments written out, each fragment once, so that fragments that multiply one another
 * are counted and not followed. Knows no schema: what the schema does not have, and a fragment in itself, is for validation.
 */
export class Measurer {
  private readonly measured = new Map<string, Measure>();

  constructor(private readonly fragments: Fragments) {}

  /** Of an operation, or of what a fragment holds. */
  of({ directives, selectionSet }: OperationDefinitionNode | FragmentDefinitionNode): Measure {
    return this.around(directives?.length ?? 0, this.ofSet(selectionSet));
  }

  private around(directives: number, inner: Measure): Measure {
    return { ...inner, directives: inner.directives + directives };
  }

  /** `names`: what has been asked for in the same place already, inline fragments being part of it. */
  private ofSet(set: SelectionSetNode | undefined, names = new Set<string>()): Measure {
    return (set?.selections ?? []).map((selection) => this.ofOne(selection, names)).reduce(together, nothing);
  }

  private ofOne(selection: SelectionNode, names: Set<string>): Measure {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      return this.around(directives, this.ofFragment(selection.name.value));
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return this.around(directives, this.ofSet(selection.selectionSet, names));
    const inner = this.around(directives, this.ofSet(selection.selectionSet));
    const name = (selection.alias ?? selection.name).value;
    const repeated = names.has(name);
    names.add(name);
    return {
      ...inner,
      depth: isIntrospection(selection.name.value) ? 1 : inner.depth + 1,
      aliases: inner.aliases + (selection.alias ? 1 : 0),
      fields: inner.fields + 1,
      repeats: inner.repeats + (repeated ? 1 : 0),
    };
  }

  private ofFragment(name: string): Measure {
    const fragment = this.fragments.get(name);
    if (!fragment) return nothing;
    const known = this.measured.get(name);
    if (known) return known;
    this.measured.set(name, nothing);
    const found = this.of(fragment);
    this.measured.set(name, found);
    return found;
  }
}

/** What all operations of a document hold together, or more where one of its fragments alone does; the deepest of them. */
export function measureOf(document: DocumentNode): Measure {
  const measurer = new Measurer(fragmentsOf(document));
  const asked = operationsOf(document)
    .map((operation) => measurer.of(operation))
    .reduce(together, nothing);
  // Validation looks into each fragment, whether it is spread or not, and if two have one name.
  return fragmentDefinitionsOf(document)
    .map((fragment) => measurer.of(fragment))
    .reduce(most, asked);
}

/** How many fields the mutations of a document ask for at their top, with fragments written out. */
export function mutationsOf(document: DocumentNode): number {
  const bare = withoutInner(document);
  const measurer = new Measurer(fragmentsOf(bare));
  return operationsOf(bare)
    .filter(({ operation }) => operation === OperationTypeNode.MUTATION)
    .map((operation) => measurer.of(operation).fields)
    .reduce((sum, one) => sum + one, 0);
}

/** The same document, of its fields only those at the top of operations and fragments. */
const withoutInner = (document: DocumentNode): DocumentNode =>
  visit(document, { Field: ({ selectionSet: _, ...field }) => field });
