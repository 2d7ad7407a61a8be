import type { ASTNode } from '@marcbachmann/cel-js';

/** The parts of a node of an expression, in the order in which they are written. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  if (node.op === 'value' || node.op === 'id') return [];
  if (node.op === '.' || node.op === '.?') return [node.args[0]];
  if (node.op === 'call') return node.args[1];
  if (node.op === 'rcall') return [node.args[1], ...node.args[2]];
  if (node.op === 'map') return node.args.flat();
  if (node.op === '!_' || node.op === '-_') return [node.args];
  return node.args;
}

/** Every node, each before its parts. */
export function* nodesOf(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** A literal in quotes, or null. */
export const quoted = (node: ASTNode | undefined): string | null =>
  node?.op === 'value' && typeof node.args === 'string' ? node.args : null;

/** A figure that an expression names: by its place (`cell` is here, else the function that looks it up) and code. */
export interface Mention {
  place: 'cell' | 'previous' | 'lastYear' | 'yearToDate' | 'quarters' | 'below' | 'row' | 'referred';
  code: string;
}

const lookups = ['cell', 'previous', 'lastYear', 'yearToDate', 'quarters', 'below', 'given', 'blank'];

function mentionOf(node: ASTNode): Mention | null {
  if (node.op === 'id' && node.args !== 'row' && node.args !== 'referred')
    return { place: 'cell', code: node.args };
  if (node.op === '.' && node.args[0].op === 'id')
    return { place: node.args[0].args === 'row' ? 'row' : 'referred', code: node.args[1] };
  const code = node.op === 'call' ? quoted(node.args[1][0]) : null;
  if (code === null || node.op !== 'call' || !lookups.includes(node.args[0])) return null;
  const place = node.args[0] === 'given' || node.args[0] === 'blank' ? 'cell' : node.args[0];
  return { place: place as Mention['place'], code };
}

/** What an expression names, each once, in the order in which it is written. */
export function mentionsOf(ast: ASTNode): Mention[] {
  const found = new Map<string, Mention>();
  for (const node of nodesOf(ast)) {
    const mention = mentionOf(node);
    if (mention) found.set(`${mention.place} ${mention.code}`, mention);
  }
  return [...found.values()];
}
