/**
 * Writes src/generated/catalogue.ts from catalogue/indicators.csv, the source of the fact. `--print` prints the
 * same entries as JSON and writes nothing: the drift test compares that with the committed file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { breakdowns, dimensions } from './catalogue/breakdowns.mjs';

/**
 * Where two entries of catalogue v1 contradict each other. The CSV stays as it was published, so that a newer one can be
 * compared with it; `was` makes this script stop when the entry has changed, for the decision is then open again.
 */
const corrections = [
  {
    code: 'mem_transfer_out_cnt',
    column: 'levels',
    was: 'G,J (computed)',
    becomes: 'G,J',
    why: 'its twin mem_transfer_in_cnt is typed, and both have the rule “= accepted transfer orders”',
  },
  {
    code: 'home_eval_satisfied_rate',
    column: 'agg_periods',
    was: 'last',
    becomes: 'recompute',
    why: 'a ratio is divided from sums at every level and over every span (domain rule 4)',
  },
];

const kinds = { stock: 'STOCK', flow: 'FLOW', ratio: 'RATIO', grade: 'GRADE' };
const acrossUnions = { sum: 'SUM', none: 'NONE', 'ratio-of-sums': 'RATIO', distribution: 'DISTRIBUTION' };
const acrossPeriods = { last: 'LAST', sum: 'SUM', none: 'NONE', recompute: 'RECOMPUTE' };

const frequencies = { Q: 'QUARTER', Y: 'YEAR', event: 'EVENT', S: 'STATISTICAL' };

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

function pick(map, value, code) {
  const found = map[value];
  if (found === undefined) throw new Error(`${code}: “${value}” is none of ${Object.keys(map).join(', ')}`);
  return found;
}

function decimalsOf(row) {
  if (row.unit === '元') return 2;
  if (row.kind !== 'ratio') return 0;
  return row.unit === '天' ? 3 : 1;
}

/** Cell codes joined by +; undefined when the CSV describes the count in words instead of naming cells. */
function cellsOf(text) {
  const codes = text.split('+');
  return codes.every((code) => /^[a-z_]+(\[[^\]]+\])?$/.test(code)) ? codes : undefined;
}

/** The levels that type the figure, from “G,J,B(own)”: nobody types what is computed, and a ratio always is. */
function filedByOf(row) {
  if (row.kind === 'ratio' || row.levels.includes('(computed')) return [];
  const letters = row.levels.replace(/\((?!own)[^)]*\)/g, '').split(',');
  const has = (...wanted) => letters.some((letter) => wanted.includes(letter.trim()));
  return [
    ...(has('G', 'J') ? ['GRASSROOTS'] : []),
    ...(has('B', 'B(own)') ? ['INTERMEDIATE'] : []),
    ...(has('B(own)', 'M', 'M(own)') ? ['FEDERATION'] : []),
  ];
}

/** The counted parts and the attributes of an entry, as breakdowns.mjs reads its text. */
function breakdownsOf(row) {
  const read = breakdowns.find((one) => one.code === row.code);
  if ((read?.was ?? '') !== row.disaggregations) {
    throw new Error(
      `${row.code}.disaggregations is “${row.disaggregations}”: read it anew in breakdowns.mjs`,
    );
  }
  const counted = Object.entries(read?.counted ?? {}).flatMap(([dimension, parts]) =>
    parts.split('|').map((code) => {
      const [zh, en] = pick(dimensions[dimension], code, `${row.code} ${dimension}`);
      return { dimension, code, zh, en };
    }),
  );
  return { breakdowns: counted, attributes: read?.attributes ?? [] };
}

function correct(row) {
  for (const { code, column, was, becomes } of corrections.filter((one) => one.code === row.code)) {
    if (row[column] !== was) throw new Error(`${code}.${column} is no longer “${was}”: decide again`);
    row[column] = becomes;
  }
  return row;
}

function entry(row) {
  const numerator = cellsOf(row.numerator);
  const denominator = cellsOf(row.denominator);
  return {
    code: row.code,
    group: row.group_zh,
    zh: row.name_zh,
    en: row.name_en,
    unit: row.unit,
    kind: pick(kinds, row.kind, row.code),
    decimals: decimalsOf(row),
    acrossUnions: pick(acrossUnions, row.agg_orgs.replace(/^sum .*/, 'sum'), row.code),
    acrossPeriods: pick(acrossPeriods, row.agg_periods, row.code),
    filedBy: filedByOf(row),
    frequencies: row.frequency.split('+').map((one) => pick(frequencies, one, row.code)),
    ...(numerator && denominator ? { numerator, denominator } : {}),
    ...breakdownsOf(row),
    definition: row.definition,
    basis: row.basis,
  };
}

const { data, errors } = Papa.parse(readFileSync(file('catalogue/indicators.csv'), 'utf8'), {
  header: true,
  skipEmptyLines: true,
});
if (errors.length > 0) throw new Error(`indicators.csv: ${JSON.stringify(errors[0])}`);
const unknown = [...corrections, ...breakdowns].find((one) => !data.some((row) => row.code === one.code));
if (unknown) throw new Error(`indicators.csv has no ${unknown.code} any more: decide again`);
const entries = data.map(correct).map(entry);

if (process.argv.includes('--print')) console.log(JSON.stringify(entries));
else {
  writeFileSync(
    file('src/generated/catalogue.ts'),
    `// Written by generate-catalogue.mjs from catalogue/indicators.csv; do not edit.\n` +
      `export const catalogue = ${JSON.stringify(entries, null, 2)} as const;\n`,
  );
}
