/**
 * Writes the tables of docs/rules.md: the shipped rules, their parameters, and what was decided about each clause of the
 * catalogue. It reads what is built, so build libs/domain first; a spec compares the page with the sources.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import Papa from 'papaparse';
import { format, resolveConfig } from 'prettier';
import { tablesOf } from './dist/rules/page.js';

const page = new URL('../../docs/rules.md', import.meta.url);
const csv = readFileSync(new URL('catalogue/rule-clauses.csv', import.meta.url), 'utf8');
const clauses = Papa.parse(csv, { header: true, skipEmptyLines: true }).data;

const row = (cells) =>
  `| ${cells.map((cell) => cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|')).join(' | ')} |`;
const codes = { rules: [0, 3], parameters: [0], clauses: [0, 2] };
const quoted = (name, cells) =>
  cells.map((cell, at) => (codes[name].includes(at) && cell !== '' ? `\`${cell}\`` : cell));

let text = readFileSync(page, 'utf8');
for (const [name, [head, ...rows]] of Object.entries(tablesOf(clauses))) {
  const table = [row(head), row(head.map(() => '---')), ...rows.map((cells) => row(quoted(name, cells)))];
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(start);
  text = `${before}${start}\n\n${table.join('\n')}\n\n${end}${rest.split(end)[1]}`;
}
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
