/** What `npm start` reads from and says to the person at the terminal. */
import type { SignIn } from './demo.js';
import { PlainError } from './plain-error.js';

/** The API's port, from the environment or 3000. */
export function portFrom(text: string | undefined): number {
  const port = Number(text || 3000);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new PlainError(`PORT must be a number from 1 to 65535, and is "${text}".`);
}

const escaped = (query: string): string => JSON.stringify({ query });

/** What a newcomer pastes first: sign in as the demo's statistician, and read a published total of the zone. */
const signInBody = escaped(
  'mutation { signIn(input: { tenant: "jiangcheng", login: "tongji", password: "huiji-demo-2026" }) { me { name } } }',
);
const totalBody = escaped(
  '{ rollup(unionCode: "JC-KFQ", form: "work-q", period: "2007Q3") { reportsAccepted reportsExpected ' +
    'cells(codes: ["org_grassroots_union_cnt", "mem_member_cnt"]) { cell value mark } } }',
);

/** The last words of a start: where it is, who may sign in, what to try. */
export function welcome(address: string, signIn: readonly SignIn[], seconds: number): string {
  const header = ['tenant', 'login', 'password', 'who'];
  const people = signIn.map(({ tenant, login, password, who }) => [tenant, login, password, who]);
  return [
    '',
    `汇集 Huiji is up after ${seconds.toFixed(1)} s. Ctrl-C stops it, the data stays.`,
    '',
    `  打开 Open  ${address}`,
    `  GraphQL    ${address}/graphql`,
    ...(people.length > 0 ? ['', 'Sign in as one of these:', '', ...table([header, ...people])] : []),
    '',
    'Try next (more in README.md):',
    '',
    `  ask() { curl -s -b .cookies -c .cookies ${address}/graphql -H 'content-type: application/json' -d "$1"; }`,
    `  ask '${signInBody}'`,
    `  ask '${totalBody}'`,
    '',
  ].join('\n');
}

/** Columns of equal width; a Chinese character takes two places in a terminal. */
export function table(rows: readonly string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? '')))) ?? [];
  return rows.map((row) => {
    const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)));
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

function width(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u1100-\u115f\u2e80-\uffe6]/.test(character) ? 2 : 1),
    0,
  );
}
