import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { CHECKOUT } from './places.js';
import { settingRows, withSettings } from './settings-page.js';

const readme = join(CHECKOUT, 'README.md');

test('every setting says what it means', () => {
  expect(settingRows().length).toBeGreaterThan(30);
  for (const [name, , meaning] of settingRows())
    expect([name, meaning]).toEqual([name, expect.stringMatching(/\w/)]);
});

test('the README says what api and worker read (else: npm run generate)', async () => {
  const page = readFileSync(readme, 'utf8');
  const config = { ...(await resolveConfig(readme)), parser: 'markdown' };
  expect(await format(withSettings(page), config)).toBe(page);
});

test('Docker gives api and worker nothing that neither reads', () => {
  const compose = readFileSync(join(CHECKOUT, 'docker/compose.yaml'), 'utf8');
  const [, given = ''] = /environment: &app\n([\s\S]*?)\n {4}volumes:/.exec(compose) ?? [];
  const names = [...given.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => `\`${name}\``);
  expect(names.length).toBeGreaterThan(20);
  const read = settingRows().map(([name]) => name);
  expect(names.filter((name) => !read.includes(name))).toEqual([]);
});
