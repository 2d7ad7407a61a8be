/** Finds what decides in the built api who may see or do what, and weakens one place of it at a time. */
import ts from 'typescript';

/** One weakening of a file: its text from `start` to `end` is replaced. */
export interface Weakening {
  /** What is weakened, such as `requireMay 'SIGN'`, and in which line. */
  name: string;
  start: number;
  end: number;
  text: string;
  /** What the file needs besides, in front. */
  prelude: string;
}

/** Guards that are given a transaction and who asks; they refuse, or leave out, what that person may not see. */
const asking = new Set([
  ...['visibleUnion', 'visibleInTree', 'visibleAmong', 'requireMay', 'requireMayBelow', 'requireAtRoot'],
  ...['holdForFiling', 'requireAppointing', 'requireAdministered', 'requireFullyAdministered'],
]);

/** Whoever asks holds every role at every union, for one guard. */
const everyRole = `
const everyRole = (guard) => async (tx, who, ...rest) => {
  const actor = who.actor ?? who;
  const unions = await tx.query('SELECT id FROM trade_union WHERE tenant_id = $1', [actor.tenantId]);
  const roles = ['FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN', 'SECURITY_ADMIN'];
  const appointments = unions.flatMap(({ id }) => roles.map((role) => ({ role, unionId: id })));
  const everywhere = { ...actor, appointments };
  return guard(tx, who.actor ? Object.create(who, { actor: { value: everywhere } }) : everywhere, ...rest);
};
`;

/** A condition of SQL that keeps rows to one person, or to what still holds. */
const conditions =
  /\b(?:\w+\.)?(?:person_id = \$\d+|revoked_at IS NULL|used_at IS NULL|expires_at > now\(\))/g;

/**
 * Each use of a guard in a built file, weakened: `may` and `mayDo` say yes, `allowed` lets pass, the others take whoever asks for everybody.
 * Not what finds a union after `requireAtRoot` in the same function: whoever has a role at the root sees all of them.
 */
export function weakenedGuards(source: string): Weakening[] {
  const file = ts.createSourceFile('built.js', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const found: Weakening[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isIdentifier(node) && isUse(node) && !seesAll(node)) {
      const text = weakened(node.text);
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const call = ts.isCallExpression(node.parent) ? [...node.parent.arguments] : [];
      const action = call.find((argument) => ts.isStringLiteral(argument))?.text ?? '';
      const name = [node.text, action, `line ${line}`].filter(Boolean).join(' ');
      if (text) found.push({ name, start: node.getStart(), end: node.end, text, prelude: everyRole });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether it finds a union for somebody who has been found at the root. */
function seesAll(node: ts.Identifier): boolean {
  if (node.text !== 'visibleUnion') return false;
  const within = ts.findAncestor(node, ts.isFunctionLike);
  return (
    within
      ?.getText()
      .slice(0, node.getStart() - within.getStart())
      .includes('requireAtRoot(') ?? false
  );
}

function weakened(name: string): string | null {
  if (asking.has(name)) return `everyRole(${name})`;
  if (name === 'may' || name === 'mayDo') return '(() => true)';
  return name === 'allowed' ? '((_, seen) => seen)' : null;
}

/** Called, or handed over to be called; not where it is declared, nor a property of that name. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isCallExpression(parent) && (parent.expression === node || parent.arguments.includes(node));
}

/** Each condition in the SQL of a built file, made to hold for every row. */
export function weakenedConditions(source: string): Weakening[] {
  return [...source.matchAll(conditions)].map((match) => {
    const line = source.slice(0, match.index).split('\n').length;
    const [text] = match;
    const [start, end] = [match.index, match.index + text.length];
    return { name: `${text} line ${line}`, start, end, text: `(${text} OR true)`, prelude: '' };
  });
}

/** The file with one weakening. */
export const apply = (source: string, { start, end, text, prelude }: Weakening): string =>
  `${source.slice(0, start)}${text}${source.slice(end)}${prelude}`;
