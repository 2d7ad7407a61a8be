// eslint-disable-next-line no-restricted-imports -- a spec, which compares the placeholders with the page that states them
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { placeholderOf, placeholders, templateProblems } from './report-template.js';
import { shippedForm } from './shipped-forms.js';

const form = shippedForm('work-q');
const needed = ['sources', 'lines'];
const problems = (keys: string[], misplaced: string[] = []) =>
  templateProblems({ keys: [...keys, ...needed], misplaced }, { form, groups: ['会员', '劳动保护/法律'] });

describe('what a template names', () => {
  test('every placeholder of the list can be read as it is shown there', () => {
    for (const [name, { example, says }] of Object.entries(placeholders)) {
      const [, key = ''] = /^\{\{(.*)\}\}$/.exec(example) ?? [];
      expect(placeholderOf(key)).toEqual({ key, name, said: key.split(':').slice(1) });
      expect(key.split(':')).toHaveLength(1 + says.length);
    }
  });

  test('docs/work-report.md shows the same list', () => {
    const page = readFileSync(new URL('../../../docs/work-report.md', import.meta.url), 'utf8');
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| `{{'))
      .map((line) => line.split('|').map((part) => part.trim()));
    expect(rows.map((row) => row.slice(1, 5))).toEqual(
      Object.values(placeholders).map(({ example, stands, zh, en }) => [
        `\`${example}\``,
        stands === 'TEXT' ? 'text' : 'block',
        zh,
        en,
      ]),
    );
  });

  const cells = form.tables.flatMap((table) => table.cells.map(({ code }) => code));

  test('may be what the form asks and how its indicators are grouped', () => {
    const good = [
      ...['title', 'figure:mem_member_cnt', 'figure:aid_amount[生活]', 'figure:mem_join_rate'],
      ...['change:mem_member_cnt:PREVIOUS', 'section:劳动保护/法律', 'chartOf:mem_worker_cnt'],
      'children:mem_member_cnt, mem_worker_cnt',
      `figures:${cells.slice(0, 30).join(',')}`,
    ];
    expect(form.ratios.map(({ code }) => code)).toContain('mem_join_rate');
    expect(problems(good)).toEqual([]);
  });

  test('is named in one sentence where it does not exist', () => {
    const unknown = [
      ...['tittle', 'figure', 'figure:no_such_cnt', 'title:x', 'figure:mem_member_cnt:x'],
      ...['change:mem_member_cnt:NEXT_YEAR', 'change:mem_join_rate:PREVIOUS', 'section:财务', 'constructor'],
      ...['children:mem_member_cnt,no_such_cnt', `children:${cells.slice(0, 9).join(',')}`],
      ...[
        'figures',
        'figures:mem_join_rate',
        'figures:aid_amount,aid_amount',
        `figures:${cells.slice(0, 31).join(',')}`,
      ],
      'figure：mem_member_cnt',
    ];
    const [found, ...others] = problems([...unknown, 'body']);
    expect([found?.code, others]).toEqual(['REPORT_TEMPLATE_UNKNOWN', []]);
    for (const key of unknown) expect(found?.details['names']).toContain(`{{${key.slice(0, 60)}`);
    expect(found?.details['names']).not.toContain('{{body}}');
  });

  test('leads to its sources, stands in its place, and is no more than can be filled', () => {
    expect(templateProblems({ keys: ['lines'], misplaced: [] }, { form, groups: [] })).toMatchObject([
      { code: 'REPORT_TEMPLATE_LACKS', details: { names: '{{sources}}' } },
    ]);
    expect(problems(['sections'], ['sections'])).toMatchObject([
      { code: 'REPORT_TEMPLATE_MISPLACED', details: { names: '{{sections}}' } },
    ]);
    const cells = form.tables.flatMap((table) => table.cells).map(({ code }) => code);
    const many = [
      ...cells.map((code) => `figure:${code}`),
      ...cells.map((code) => `change:${code}:PREVIOUS`),
      ...cells.map((code) => `change:${code}:LAST_YEAR`),
    ];
    expect(many.length).toBeGreaterThan(300);
    expect(problems(many)).toMatchObject([{ code: 'REQUEST_TOO_LARGE', details: { limit: 300 } }]);
  });
});
