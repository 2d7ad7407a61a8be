import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Entry, type Mark, parseFigure } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { parseRows } from '@huiji/domain/rows';
import { ruleInput, runRules } from '@huiji/domain/rule-run';
import { statedRatioAgrees } from '@huiji/domain/stated-ratio';
import { demoPassword } from '@huiji/local/cases/federation';
import { caseUnions, jiangcheng, loadJiangcheng } from '@huiji/local/cases/jiangcheng';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from './harness/client.js';
import { ended, exported, fetched, paragraphsIn } from './harness/exports.js';
import { type Huiji, startHuiji } from './harness/huiji.js';
import { eventually, key } from './harness/town.js';

interface Expected {
  indicator: string;
  breakdown?: string;
  value: number | string;
  precision?: 'at_least';
  at: string;
  reading?: 'year_to_date';
  computed?: true;
  warning?: string;
}

interface Case {
  case: string;
  union: string;
  period: string;
  expected: Expected[];
  checks: Array<{ rule: string; expect: string; severity?: string }>;
  rows?: Array<{ unit: string; items?: unknown[] } & Record<string, unknown>>;
}

const read = (name: string): Case =>
  JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), 'utf8')) as Case;
const [zone, bureau, branch] = [
  read('development-zone-2007'),
  read('construction-bureau-2007'),
  read('bank-branch-2004'),
];

let huiji: Huiji;
let reader: Client;
/** The federation and the unions of the cases, by the name of the case. */
const ids: Record<string, string> = {};
beforeAll(async () => {
  huiji = await startHuiji();
  await loadJiangcheng({ ownerUrl: huiji.database.ownerUrl, apiUrl: huiji.apiUrl }, () => undefined);
  reader = await as('tongji');
  for (const [name, code] of Object.entries({ ...caseUnions, root: jiangcheng.root.code })) {
    ids[name] = await idOf(code);
  }
  for (const period of ['2004', '2007Q1', '2007Q2', '2007Q3']) {
    await eventually(async () => expect((await rollup(ids['root']!, period)).pending).toBe(0));
  }
}, 300_000);
afterAll(() => huiji.stop());

const as = (login: string): Promise<Client> =>
  new Client(huiji.apiUrl).signIn(jiangcheng.code, login, demoPassword);

async function idOf(code: string): Promise<string> {
  const { tradeUnion } = await reader.get<{ tradeUnion: { id: string } }>(
    'query ($code: String) { tradeUnion(code: $code) { id } }',
    { code },
  );
  return tradeUnion.id;
}

interface CellTotal {
  cell: string;
  value: string | null;
  mark: Mark;
}

interface Rollup {
  pending: number;
  reportsExpected: number;
  reportsAccepted: number;
  cells: CellTotal[];
  ratios: Array<{ indicator: string; value: string | null }>;
}

const figures = `pending reportsExpected reportsAccepted cells { cell value mark } ratios { indicator value }`;
const formOf = (period: string): string => (/^\d{4}$/.test(period) ? 'work-y' : 'work-q');

async function rollup(unionId: string, period: string, yearToDate = false): Promise<Rollup> {
  const { rollup: found } = await reader.get<{ rollup: Rollup }>(
    `query ($unionId: ID!, $form: String!, $period: String!, $yearToDate: Boolean) {
       rollup(unionId: $unionId, form: $form, period: $period, yearToDate: $yearToDate) { ${figures} } }`,
    { unionId, form: formOf(period), period, yearToDate },
  );
  return found;
}

/** A reading as checks take it, and its figures as they are: scaled integers. */
async function entries(name: string, period: string, yearToDate = false): Promise<Map<string, Entry>> {
  const layout = layoutOf(shippedForm(formOf(period)));
  const { cells } = await rollup(ids[name]!, period, yearToDate);
  return new Map(
    cells.map(({ cell, value, mark }) => {
      const decimals = layout.cell(cell)?.cell.decimals ?? 0;
      return [
        cell,
        { figure: value === null ? null : parseFigure(value, { cell, decimals, unit: '' }), mark },
      ];
    }),
  );
}

const totalHits = (of: ReadonlyMap<string, Entry>): unknown[] =>
  runRules(shippedForm('work-q'), ruleInput(of), 'TOTAL').map((hit) => hit.details?.['check']);

/** The same figures with some of them changed. */
const but = (of: ReadonlyMap<string, Entry>, changed: Record<string, bigint>): Map<string, Entry> =>
  new Map([
    ...of,
    ...Object.entries(changed).map(([cell, figure]) => [cell, { figure, mark: 'EXACT' }] as const),
  ]);

interface Submission {
  state: string;
  explanation: string | null;
  hits: Array<{ severity: string; cell: string | null; messageZh: string }>;
  tables: Array<{ table: string; rows: Array<Record<string, unknown>> }>;
}

async function submission(code: string, period: string): Promise<Submission> {
  const { submissionHistory } = await reader.get<{ submissionHistory: Submission[] }>(
    `query ($unionId: ID!, $form: String!, $period: String!) {
       submissionHistory(unionId: $unionId, form: $form, period: $period) {
         state explanation hits { severity cell messageZh } tables { table rows } } }`,
    { unionId: await idOf(code), form: formOf(period), period },
  );
  return submissionHistory[0]!;
}

const rowsOf = ({ tables }: Submission, table: string) =>
  tables.find((one) => one.table === table)?.rows ?? [];

/** What an entry of `expected` warns of, as the software says it. */
const warnings: Record<string, () => Promise<void>> = {
  'equals a calendar year': async () => {
    const { hits, explanation } = await submission('JC-XJ', '2004');
    expect(hits.filter((hit) => hit.severity === 'PLAUSIBILITY')).toEqual([
      { severity: 'PLAUSIBILITY', cell: 'trn_person_day_cnt', messageZh: expect.stringContaining('2022') },
    ]);
    expect(explanation).toContain('2022');
  },
  'a stated 1.63 holds only by truncation': () => {
    expect(statedRatioAgrees('1.63', 2022n, 1236n)).toBe('TRUNCATED');
    return Promise.resolve();
  },
};

const cellOf = ({ indicator, breakdown }: Expected): string =>
  breakdown === undefined ? indicator : `${indicator}[${breakdown}]`;

describe.each([zone, bureau, branch])('$case shows', (published) => {
  test.each(published.expected.map((one) => [cellOf(one), one] as const))('%s', async (cell, expected) => {
    const found = await rollup(ids[published.case]!, expected.at, expected.reading === 'year_to_date');
    if (expected.computed) {
      const ratio = found.ratios.find((one) => one.indicator === cell);
      expect(ratio?.value).toBe(String(expected.value));
    } else {
      const mark = expected.precision === 'at_least' ? 'AT_LEAST' : 'EXACT';
      const total = found.cells.find((one) => one.cell === cell);
      expect(total).toEqual({ cell, value: String(expected.value), mark });
    }
    if (expected.warning) await warnings[expected.warning]!();
  });
});

describe.each([zone, bureau, branch])('the work report of $case', (published) => {
  const form = shippedForm(formOf(published.period));
  const unitOf = (cell: string): string | undefined =>
    (layoutOf(form).cell(cell)?.cell ?? form.ratios.find(({ code }) => code === cell))?.unit;
  let bytes: Uint8Array;
  let text: string[];
  let said: string;
  beforeAll(async () => {
    const { id } = await exported(reader, {
      ...{ table: 'WORK_REPORT', unionId: ids[published.case]!, form: form.code, period: published.period },
      yearToDate: published.expected.some(({ reading }) => reading === 'year_to_date'),
    });
    const { url, fileName } = await ended(reader, id);
    expect(fileName).toBe(`工作总结 ${published.union} ${published.period}.docx`);
    bytes = (await fetched(huiji.apiUrl, url ?? '')).bytes;
    text = paragraphsIn(bytes);
    said = text.slice(0, text.indexOf('附件')).join('\n');
  });

  test.each(published.expected.map((one) => [cellOf(one), one] as const))(
    'says %s with its unit and mark, and where it is from',
    (cell, { value, precision }) => {
      const [number, , , worded] = text.slice(text.indexOf(cell) - 2);
      expect(worded).toBe(`${value}${unitOf(cell)}${precision === 'at_least' ? '以上' : ''}`);
      expect(said.replace(/（尚缺\d+份）/g, '')).toContain(`${worded}[${number}]`);
    },
  );

  test('numbers every figure, and names those that have none', () => {
    const numbers = [...said.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
    expect(text.at(-8)).toBe(String(numbers.length));
    expect(said).toMatch(/未报：/);
  });

  test('names what was founded and awarded meanwhile, as many as are counted', () => {
    for (const [cell, word] of [
      ['org_new_union_cnt', '新建工会'],
      ['home_new_award_cnt', '新授职工之家'],
    ] as const) {
      const counted = parseInt(text[text.indexOf(cell) + 1] ?? '');
      const names = new RegExp(`${word}：(.*)。`).exec(said)?.[1]?.split('、') ?? [];
      expect([word, names.length]).toEqual([word, counted]);
    }
    if (published === bureau) expect(said).toContain('新建工会：港华燃气公司工会（2007年2月12日）。');
  });

  const office = spawnSync('soffice', ['--version']).status === 0;
  (office ? test : test.skip)('opens in LibreOffice as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'huiji-report-'));
    await writeFile(join(folder, 'report.docx'), bytes);
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
    spawnSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, 'report.docx'], {
      cwd: folder,
    });
    expect((await readFile(join(folder, 'report.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    await rm(folder, { recursive: true });
  });
});

/** Each entry of a case's `checks`, by its rule: the figures are in `expect`, and a wrong one must be noticed. */
const zoneChecks: Record<string, () => Promise<void>> = {
  'org_grassroots_union_cnt = cov_large_single_union_cnt + cov_other_single_union_cnt + org_joint_union_cnt':
    async () => {
      const total = await entries(zone.case, '2007Q3');
      expect(totalHits(total)).toEqual([]);
      expect(totalHits(but(total, { cov_other_single_union_cnt: 13n }))).toContain(
        'unions-by-enterprise-exceed',
      );
      expect(totalHits(but(total, { cov_other_single_union_cnt: 11n }))).toContain(
        'unions-by-enterprise-short',
      );
    },
  'cov_covered_enterprise_cnt = large single + other single + under joint unions': async () => {
    const total = await entries(zone.case, '2007Q3');
    expect(totalHits(total)).toEqual([]);
    expect(totalHits(but(total, { cov_joint_covered_enterprise_cnt: 42n }))).toEqual([
      'covered-by-own-or-joint-union-short',
    ]);
  },
  'opening stock = closing - new': async () => {
    const total = await entries(zone.case, '2007Q3', true);
    const opening = (closing: string, added: string): bigint =>
      total.get(closing)!.figure! - total.get(added)!.figure!;
    const members = opening('mem_member_cnt', 'mem_new_member_cnt');
    const migrants = opening('mem_migrant_member_cnt', 'mem_new_migrant_member_cnt');
    expect(opening('org_grassroots_union_cnt', 'org_new_union_cnt')).toBe(19n);
    expect(members).toBe(5020n);
    expect(migrants).toBe(2514n);
    const filed = (of: ReadonlyMap<string, Entry>): unknown[] =>
      runRules(shippedForm('work-q'), ruleInput(of), 'FILED').map((hit) => hit.details?.['check']);
    expect(filed(total)).toEqual([]);
    expect(filed(but(total, { mem_new_member_cnt: 7511n }))).toContain('new-members-within-members');
    expect(filed(but(total, { mem_new_migrant_member_cnt: 0n, mem_new_member_cnt: 4000n }))).toContain(
      'opening-migrants-within-members',
    );
  },
  'migrant <= total': async () => {
    const total = await entries(zone.case, '2007Q3', true);
    const hits = (changed: Record<string, bigint>): unknown[] =>
      runRules(shippedForm('work-q'), ruleInput(but(total, changed)), 'FILED')
        .filter((hit) => hit.severity === 'ARITHMETIC')
        .map((hit) => hit.details?.['check']);
    expect(hits({})).toEqual([]);
    expect(hits({ mem_migrant_member_cnt: 7511n })).toEqual(['migrants-within-members']);
    expect(hits({ mem_new_migrant_member_cnt: 2491n })).toEqual(['new-migrants-within-new-members']);
    expect(statedRatioAgrees('58.4', 4388n, 7510n, { percent: true })).toBe('ROUNDED');
  },
  'cov_joint_covered_enterprise_cnt >= 2 * org_joint_union_cnt': async () => {
    const total = await entries(zone.case, '2007Q3');
    expect(totalHits(but(total, { cov_joint_covered_enterprise_cnt: 5n }))).toContain(
      'two-employers-a-joint-union',
    );
    expect(totalHits(total)).not.toContain('two-employers-a-joint-union');
  },
  'coverage rate': async () => {
    const rates: Array<string | null | undefined> = [];
    for (const period of ['2007Q1', '2007Q2', '2007Q3']) {
      const { ratios } = await rollup(ids[zone.case]!, period);
      rates.push(ratios.find((ratio) => ratio.indicator === 'cov_unionised_rate')?.value);
    }
    expect(rates).toEqual(['59.3', '88.9', '100.0']);
  },
};

/** Checks on rows, with some columns of the 一建公司 session changed. */
async function congressHits(session: object = {}, ballots: object[] = []): Promise<unknown[]> {
  const filed = await submission('JC-JSJ-02', '2007Q1');
  const form = shippedForm('work-q');
  const { rows, problems } = parseRows(form, {
    wc_session: rowsOf(filed, 'wc_session').map((row) => ({ ...row, ...session })),
    wc_ballot: rowsOf(filed, 'wc_ballot').map((row, at) => ({ ...row, ...ballots[at] })),
  });
  expect(problems).toEqual([]);
  return runRules(form, ruleInput(new Map(), rows), 'FILED').map((hit) => hit.details?.['check']);
}

const bureauChecks: Record<string, () => Promise<void>> = {
  'due = present + proxy + absent': async () => {
    expect(await congressHits()).not.toContain('delegates-add-up');
    expect(await congressHits({ absent: '5' })).toContain('delegates-add-up');
  },
  'for + against + abstain <= present + proxy': async () => {
    const hits = await congressHits();
    expect(hits).not.toContain('votes-within-voters');
    expect(hits).not.toContain('votes-below-voters'); // 104 of 104
    expect(await congressHits({}, [{ abstain: '28' }])).toContain('votes-within-voters');
    expect(await congressHits({}, [{}, { abstain: '4' }])).toContain('votes-within-voters');
  },
  'quorum two thirds of due, on persons present': async () => {
    expect(await congressHits()).not.toContain('quorum-two-thirds');
    expect(await congressHits({ present: '72', proxy: '32' })).not.toContain('quorum-two-thirds');
    expect(await congressHits({ present: '71', proxy: '33' })).toContain('quorum-two-thirds');
    const { hits } = await submission('JC-JSJ-02', '2007Q1');
    // 16 proxies, 27 abstentions, and no audit committee registered: flagged, accepted.
    expect(hits.map((hit) => hit.severity)).toEqual(['LAW', 'LAW', 'LAW']);
  },
  'pass line on all delegates': async () => {
    const without = { for: '60' };
    expect(await congressHits()).not.toContain('pass-line');
    expect(await congressHits({}, [without, { for: '68' }])).not.toContain('pass-line');
    expect(await congressHits()).not.toContain('passed-by-proxies');
    expect(await congressHits({}, [{ for: '54' }])).toContain('pass-line');
    expect(await congressHits({}, [{ for: '70' }])).toContain('passed-by-proxies');
  },
  'wom_pioneer_post_cnt by awarding level': async () => {
    const total = await entries(bureau.case, '2007H1');
    const hits = (changed: Record<string, bigint>): unknown[] =>
      runRules(shippedForm('work-q'), ruleInput(but(total, changed)), 'FILED').map(
        (hit) => hit.details?.['check'],
      );
    expect(hits({})).toEqual([]);
    expect(hits({ wom_pioneer_post_cnt: 8n })).toEqual(['pioneer-posts-by-level-short']);
    expect(hits({ wom_pioneer_post_cnt: 6n })).toEqual(['pioneer-posts-by-level-exceed']);
  },
  trn_person_time_cnt: async () => {
    const { cells } = await rollup(ids[bureau.case]!, '2007H1');
    const parts = ['岗位', '技能鉴定', '其他'].map((type) =>
      cells.find((one) => one.cell === `trn_person_time_cnt[${type}]`),
    );
    expect(parts.map((part) => [part?.value, part?.mark])).toEqual([
      ['500', 'EXACT'],
      ['8500', 'AT_LEAST'],
      ['1100', 'AT_LEAST'],
    ]);
  },
};

/** What the branch filed, apart from what the registers know: they know of no audit committee there, which is flagged. */
async function branchHits(changed: Record<string, bigint>): Promise<unknown[]> {
  const form = shippedForm('work-y');
  const isFiled = (cell: string) => layoutOf(form).filed.some((one) => one.code === cell);
  const filed = [...(await entries(branch.case, '2004'))].filter(([cell]) => isFiled(cell));
  return runRules(form, ruleInput(but(new Map(filed), changed)), 'FILED').map(
    (hit) => hit.details?.['check'],
  );
}

const branchChecks: Record<string, () => Promise<void>> = {
  'trn_avg_day = trn_person_day_cnt / trn_person_time_cnt': async () => {
    expect(statedRatioAgrees('1.63', 2022n, 1236n)).toBe('TRUNCATED');
    expect(statedRatioAgrees('1.636', 2022n, 1236n)).toBe('ROUNDED');
    expect(await branchHits({})).toEqual(['person-days-look-like-a-year']);
    expect(await branchHits({ trn_person_day_cnt: 2122n })).toEqual([]);
  },
  'sum of hon_advanced_person_cnt by category': async () => {
    expect(await branchHits({ hon_advanced_person_cnt: 50n })).toContain(
      'advanced-persons-by-category-exceed',
    );
    expect(await branchHits({ hon_advanced_person_cnt: 52n })).toContain(
      'advanced-persons-by-category-short',
    );
  },
  'wc_proposal_item_cnt >= wc_proposal_cnt': async () => {
    expect(await branchHits({ wc_proposal_item_cnt: 23n })).toContain('proposals-within-items');
  },
  'aid_amount total': async () => {
    const total = await entries(branch.case, '2004');
    const types = ['生活', '助学', '结对扶贫'].map((type) => total.get(`aid_amount[${type}]`)?.figure);
    expect(types).toEqual([2000_00n, 500_00n, 3n * 1500_00n]);
    expect(total.get('aid_amount')?.figure).toBe(7000_00n);
    expect(total.get('aid_donation_amount')?.figure).toBe(4000_00n + 6780_00n);
    expect(await branchHits({ aid_amount: 6999_00n })).toContain('aid-amount-by-type-exceed');
  },
  'ratio given without its counts (women 67 %) cannot be filed': async () => {
    const clerk = await as('tianbao.xianju');
    const { data } = await clerk.ask<{
      saveDraft: { userErrors: Array<{ code: string; messageEn: string }> };
    }>('mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { userErrors { code messageEn } } }', {
      input: {
        ...{ unionId: ids[branch.case], form: 'work-q', period: '2007Q1', idempotencyKey: key() },
        cells: [{ cell: 'wom_female_worker_share', value: '67' }],
      },
    });
    const [error, ...others] = data?.saveDraft.userErrors ?? [];
    expect(others).toEqual([]);
    expect(error?.code).toBe('RATIO_TYPED');
    expect(error?.messageEn).toContain('mem_worker_cnt[women]');
    expect(error?.messageEn).toMatch(/mem_worker_cnt(?!\[)/);
  },
};

const byCase = { [zone.case]: zoneChecks, [bureau.case]: bureauChecks, [branch.case]: branchChecks };
describe.each([zone, bureau, branch])('$case verifies', (published) => {
  test.each(published.checks)('$rule: $expect', async ({ rule }) => {
    await byCase[published.case]![rule]!();
  });
});

test('the rows of the two congresses are as published', async () => {
  const [first, water] = bureau.rows!;
  const filed = await submission('JC-JSJ-02', '2007Q1');
  const numbers = ({ due, present, proxy, absent }: Record<string, unknown>) =>
    [due, present, proxy, absent].map(String);
  expect(rowsOf(filed, 'wc_session').map((row) => [row['session_no'], ...numbers(row)])).toEqual([
    [String(first!['session_no']), ...numbers(first!)],
  ]);
  const votes = (row: Record<string, unknown>) => [
    row['item'],
    ...['for', 'against', 'abstain'].map((v) => String(row[v])),
  ];
  expect(rowsOf(filed, 'wc_ballot').map(votes)).toEqual(
    (first!.items as Array<Record<string, unknown>>).map(votes),
  );
  const other = rowsOf(await submission('JC-JSJ-03', '2007Q1'), 'wc_session');
  expect(other.map((row) => row['adopted'])).toEqual([String(water!['adopted'])]);
});

interface Child {
  union: { code: string };
  figures: Array<string | null>;
}

/** The totals of a union and of all below it, side by side, page by page. */
async function sideBySide(
  unionId: string,
  period: string,
): Promise<{ total: Array<string | null>; children: Child[] }> {
  const children: Child[] = [];
  for (let after: string | null = null; ;) {
    const page: {
      rollup: Pick<Child, 'figures'> & {
        children: { nodes: Child[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      };
    } = await reader.get(
      `query ($unionId: ID!, $period: String!, $after: String) {
         rollup(unionId: $unionId, form: "work-q", period: $period) { figures
           children(first: 25, after: $after) { nodes { union { code } figures } pageInfo { endCursor hasNextPage } } } }`,
      { unionId, period, after },
    );
    children.push(...page.rollup.children.nodes);
    after = page.rollup.children.pageInfo.endCursor;
    if (!page.rollup.children.pageInfo.hasNextPage) return { total: page.rollup.figures, children };
  }
}

/** What a total holds beyond the sum of the totals below it, by cell: the body's own figures (本级). */
async function beyondChildren(unionId: string, period: string): Promise<{ own: object; children: Child[] }> {
  const layout = layoutOf(shippedForm('work-q'));
  const { total, children } = await sideBySide(unionId, period);
  const own: Record<string, string> = {};
  layout.parts
    .flatMap((part) => part.positions)
    .forEach((cell, at) => {
      if (!cell.adds) return;
      const scaled = (text: string | null | undefined) => BigInt((text ?? '0').replace('.', ''));
      const sum = children.reduce((all, child) => all + scaled(child.figures[at]), 0n);
      if (scaled(total[at]) !== sum) own[cell.code] = String(scaled(total[at]) - sum);
    });
  return { own, children };
}

describe('the totals add up', () => {
  const body = {
    reports_expected_own: '1',
    reports_accepted_own: '1',
    // The demonstration opens these years today, so what it files for them is late.
    reports_started: '1',
    reports_submitted: '1',
    reports_late: '1',
    org_above_base_union_cnt: '1',
    org_legal_person_cnt: '1',
  };

  test('of the zone: its own figures and those of 68 unions', async () => {
    const { own, children } = await beyondChildren(ids[zone.case]!, '2007Q3');
    expect(children).toHaveLength(68);
    expect(new Set(children.map((child) => child.union.code)).size).toBe(68);
    // The employers that nobody covered at the turn of the year count at the zone.
    expect(own).toEqual({
      ...body,
      ...{ info_research_cnt: '1', hon_superior_title_cnt: '1', 'hon_superior_title_cnt[全国]': '1' },
      ...{
        cov_operating_enterprise_cnt: '75',
        cov_covered_enterprise_cnt: '75',
        cov_large_enterprise_cnt: '39',
      },
      ...{
        cov_large_single_union_cnt: '39',
        cov_other_single_union_cnt: '8',
        cov_joint_covered_enterprise_cnt: '28',
      },
      cov_operating_worker_cnt: expect.any(String),
    });
  });

  test.each(['2007Q1', '2007Q2', '2007Q3'])('of the federation in %s', async (period) => {
    const { own, children } = await beyondChildren(ids['root']!, period);
    expect(own).toEqual({ ...body, info_research_cnt: '3', cul_event_cnt: '2' });
    expect(children.map((child) => child.union.code)).toEqual(['JC-JSJ', 'JC-KFQ', 'JC-XJ']);
  });

  test('every report of the zone is in', async () => {
    const { reportsExpected, reportsAccepted } = await rollup(ids[zone.case]!, '2007Q3');
    expect([reportsExpected, reportsAccepted]).toEqual([69, 69]);
  });

  test('every one of the 68 unions stands on one step of the 职工之家 ladder', async () => {
    const total = await entries(zone.case, '2007Q3');
    const steps = ['none', 'qualified', 'advanced', 'model'].map(
      (step) => total.get(`home_${step}_cnt`)?.figure,
    );
    expect(steps).toEqual([46n, 15n, 5n, 2n]);
    expect(steps.reduce((sum, step) => sum! + step!, 0n)).toBe(68n);
  });
});

test('the zone grows from quarter to quarter', async () => {
  const { rollupTrend } = await reader.get<{ rollupTrend: Array<{ period: string; cells: CellTotal[] }> }>(
    `query ($unionId: ID!, $cells: [String!]) {
       rollupTrend(unionId: $unionId, form: "work-q", periods: ["2007Q1", "2007Q2", "2007Q3"]) {
         period cells(codes: $cells) { cell value mark } } }`,
    {
      unionId: ids[zone.case],
      cells: [
        'org_grassroots_union_cnt',
        'org_new_union_cnt',
        'org_preparing_union_cnt',
        'mem_member_cnt',
        'mem_new_member_cnt',
      ],
    },
  );
  expect(rollupTrend.map(({ period, cells }) => [period, ...cells.map((one) => one.value)])).toEqual([
    ['2007Q1', '37', '18', '19', '5930', '910'],
    ['2007Q2', '56', '19', '12', '6910', '980'],
    ['2007Q3', '68', '12', '0', '7510', '600'],
  ]);
});

test('the trend of a union leaves out the periods before its founding, and there is none where it never stood', async () => {
  const below = async (period: string) =>
    (
      await reader.get<{ rollup: { children: { nodes: { union: { id: string } }[] } } }>(
        `query ($unionId: ID!, $period: String!) { rollup(unionId: $unionId, form: "work-q", period: $period) {
           children(first: 200) { nodes { union { id } } } } }`,
        { unionId: ids[zone.case], period },
      )
    ).rollup.children.nodes.map(({ union }) => union.id);
  const first = new Set(await below('2007Q1'));
  const founded = (await below('2007Q2')).find((id) => !first.has(id));
  const trend = (periods: string[]) =>
    reader.ask<{ rollupTrend: Array<{ period: string }> }>(
      `query ($unionId: ID!, $periods: [String!]!) {
         rollupTrend(unionId: $unionId, form: "work-q", periods: $periods) { period } }`,
      { unionId: founded, periods },
    );
  const { data } = await trend(['2007Q3', '2007Q1', '2007Q2']);
  expect(data?.rollupTrend).toEqual([{ period: '2007Q3' }, { period: '2007Q2' }]);
  const { errors } = await trend(['2007Q1']);
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['NOT_FOUND']);
});
