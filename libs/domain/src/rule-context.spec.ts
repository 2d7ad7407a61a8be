import { expect, test } from '@jest/globals';
import type { Entries } from './figure.js';
import type { Form } from './form.js';
import { readContext, returnChecks, type RuleContext, writeContext } from './rule-context.js';
import { runRules } from './rule-run.js';
import { inputOf } from './rule-world.js';
import { shippedForm } from './shipped-forms.js';

const shipped = shippedForm('work-q');
const form: Form = {
  ...shipped,
  rules: [
    {
      ...{ code: 'handed-over', severity: 'PLAUSIBILITY', scope: 'FILED', zh: '', en: '', source: '' },
      expression: 'handedOver("out") == 0 && handedOver("in") == 0',
    },
    ...shipped.rules,
  ],
};
const figures = (values: Record<string, bigint>): Entries =>
  new Map(Object.entries(values).map(([code, figure]) => [code, { figure, mark: 'EXACT' }]));
const around: RuleContext['around'] = {
  registry: figures({ org_grassroots_union_cnt: 1n }),
  parameters: {},
  handover: { in: 0, out: 3 },
  level: 'GRASSROOTS',
  period: { startsOn: '2026-07-01', endsOn: '2026-09-30' },
  previous: figures({ mem_member_cnt: 400n, mem_worker_cnt: 410n }),
  earlier: [figures({ mem_new_member_cnt: 9_007_199_254_740_993n })],
};
const context: RuleContext = { form, around };
const entries = figures({ mem_member_cnt: 10n, 'mem_member_cnt[women]': 11n, mem_worker_cnt: 900n });

test('a context that travelled as text finds what the rules find where it came from', () => {
  const here = runRules(form, inputOf(around, entries, {}), 'FILED');
  expect(here.length).toBeGreaterThan(1);
  const there = returnChecks(readContext(writeContext(context)), entries, {});
  expect(there).toMatchObject(here);
  expect(there?.map((hit) => hit.messageZh).join()).toContain('会员人数');
  expect(readContext(writeContext(context))).toEqual(context);
});

test('rows are looked at as they would be sent, and nothing is said while one of them cannot be read', () => {
  const checks = (rows: Record<string, unknown>) =>
    returnChecks(context, figures({}), rows)?.map(({ details, table, row }) => [
      details['check'],
      table,
      row,
    ]);
  expect(checks({ trn_class: [{ nothing: '1' }] })).toBeUndefined();
  const handedOver = ['handed-over', undefined, undefined];
  expect(checks({})).toEqual([handedOver]);
  const session = (present: string) => ({
    wc_session: [{ session_no: '1', held_on: '2026-08-01', due: '40', present, proxy: '0', absent: '0' }],
  });
  expect(checks(session('40'))).toEqual([handedOver]);
  expect(checks(session('41'))).toEqual([handedOver, ['delegates-add-up', 'wc_session', 1]]);
});
