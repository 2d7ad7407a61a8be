import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { layoutOf } from '@huiji/domain/form';
import { findIndicator, indicators } from '@huiji/domain/indicator';
import { shippedForms as forms } from '@huiji/domain/shipped-forms';
import { workKinds } from '@huiji/domain/work-kinds';
import { expect, test } from '@jest/globals';
import { isInputObjectType, isNonNullType, isObjectType, isSpecifiedScalarType } from 'graphql';
import { schema } from './harness/sdl.js';

const api = fileURLToPath(new URL('../../apps/api/', import.meta.url));
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];

test('the committed schema is what the SDL files make: else run `npm run generate`', () => {
  const generated = execFileSync(process.execPath, [`${api}generate-schema.mjs`, '--print'], {
    encoding: 'utf8',
  });
  expect(readFileSync(`${api}schema.graphql`, 'utf8')).toBe(generated);
});

test('what the console asks is valid, and its generated types and operations are up to date', () => {
  const script = fileURLToPath(new URL('../../apps/web/generate-operations.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--check'], { stdio: ['ignore', 'ignore', 'pipe'] });
});

// A required input with a default is legal, but graphql-jit refuses a request that leaves it out: the second request
// for the same document would fail where the first passed. Without the `!` the default holds, and null is the code's.
test('no input is both required and given a default', () => {
  const inputs = types.flatMap((type) => {
    if (isInputObjectType(type))
      return Object.values(type.getFields()).map((field) => ({ at: `${type.name}.${field.name}`, ...field }));
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      field.args.map((arg) => ({ at: `${type.name}.${field.name}(${arg.name})`, ...arg })),
    );
  });
  expect(inputs.length).toBeGreaterThan(100);
  expect(
    inputs
      .filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue !== undefined)
      .map(({ at }) => at),
  ).toEqual([]);
});

test('every type and every operation says what it is', () => {
  const nameless = types
    .filter((type) => !type.description && !roots.includes(type as never))
    .map((type) => type.name);
  const operations = roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
  expect([
    ...nameless,
    ...operations.filter((field) => !field.description).map((field) => field.name),
  ]).toEqual([]);
});

test('every mutation takes one input, or one name, and answers userErrors', () => {
  for (const field of Object.values(schema.getMutationType()!.getFields())) {
    expect(field.args.length).toBeLessThanOrEqual(1);
    expect(String(field.type)).toMatch(/^\w+Payload!$/);
    const payload = schema.getType(String(field.type).replace('!', ''));
    expect(isObjectType(payload) && String(payload.getFields()['userErrors']?.type)).toBe('[UserError!]!');
  }
});

test('what files, accepts or corrects takes an idempotency key', () => {
  const reviewing = ['AcceptSubmission', 'AcceptSubmissions', 'ReturnSubmission', 'CommentSubmission'];
  for (const name of ['SaveDraft', 'Submit', 'WithdrawSubmission', ...reviewing, 'RestateSubmission']) {
    const input = schema.getType(`${name}Input`);
    expect(isInputObjectType(input) && String(input.getFields()['idempotencyKey']?.type)).toBe('String!');
  }
});

test('docs/work.md has each group of the catalogue, and names only operations and cells that there are', () => {
  const page = readFileSync(new URL('../../docs/work.md', import.meta.url), 'utf8');
  const [byGroup = '', byWork = '', byRecord = ''] = page.split(/^## By kind of .*$/m);
  const rowsOf = (part: string) =>
    part
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
  const coded = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  const groups = rowsOf(byGroup);
  expect(new Set(groups.map(([group]) => group))).toEqual(new Set(indicators.map(({ group }) => group)));
  for (const [group, , figures] of groups)
    for (const code of coded(figures)) {
      const cell = forms.map((form) => layoutOf(form).cell(code)?.cell).find(Boolean);
      expect([code, findIndicator(cell?.indicator ?? '')?.group]).toEqual([code, group]);
    }
  const tables = forms.flatMap(({ repeatingTables }) => repeatingTables.map(({ code }) => code));
  const operations = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
  const named = [...groups.map(([, entered]) => entered), ...rowsOf(byWork).flatMap(([, ...rest]) => rest)];
  expect(
    named
      .flatMap((text) => coded(text))
      .filter((name) => !operations.includes(name) && !tables.includes(name)),
  ).toEqual([]);
  // Of the kinds of records, each with the indicators that it feeds, or the 附表.
  const fed = workKinds.map(({ code, feeds, rows }) => [
    ...[code, ...new Set(feeds.map(({ cell }) => cell.split('[')[0]))],
    ...(rows ? [rows.table] : []),
  ]);
  expect(rowsOf(byRecord).map(([, kind, , feeds]) => [...coded(kind), ...coded(feeds)])).toEqual(fed);
});
