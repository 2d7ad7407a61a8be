import { type SourceLine, type Report } from '@huiji/domain/work-report';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { ended, exported, fetched, paragraphsIn, type ToExport } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { drained } from './harness/recompute.js';
import { issueTargets } from './harness/targets.js';
import { buildTown, type Town } from './harness/town.js';
import { unzipped } from './harness/zip.js';

/** 工作总结, made again: what has changed since the one before is marked, and what it says can be looked at. */
let huiji: Huiji;
let town: Town;
let owner: pg.Client;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  const [one, two] = town.grassroots;
  await town.fileAndAccept(one, { comp_event_cnt: '12', mem_member_cnt: '100' });
  await town.fileAndAccept(two, { mem_member_cnt: '200' });
  await drained(owner);
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

interface Made {
  id: string;
  report: Report;
  /** The texts of its paragraphs, and its XML. */
  text: string[];
  xml: string;
}

const reportOf = async (client: Client, id: string): Promise<Report | null> =>
  (
    await client.get<{ operation: { report: Report | null } | null }>(
      'query ($id: ID!) { operation(id: $id) { report } }',
      { id },
    )
  ).operation?.report ?? null;

/** Has a report made of the bureau, and reads it both ways. */
async function made(client: Client, more: Partial<ToExport> = {}): Promise<Made> {
  const { id } = await exported(client, { table: 'WORK_REPORT', unionCode: 'B1', ...more });
  const { state, url } = await ended(client, id);
  expect(state).toBe('DONE');
  const { bytes } = await fetched(huiji.apiUrl, url ?? '');
  const document = unzipped(bytes).find(({ name }) => name === 'word/document.xml');
  const report = await reportOf(client, id);
  if (!report) throw new Error('the operation tells no report');
  return { id, report, text: paragraphsIn(bytes), xml: document?.content.toString('utf8') ?? '' };
}
const lineOf = ({ report }: Made, code: string): SourceLine | undefined =>
  report.lines.find((line) => line.code === code);
const marked = ({ report: { sections } }: Made): string[] =>
  sections.flatMap(({ paragraphs }) =>
    paragraphs.flat().flatMap(({ text, changed }) => (changed ? [text] : [])),
  );

describe('a report made again', () => {
  let first: Made;

  test('is compared with nothing where it is the first, and its preview says what its document says', async () => {
    first = await made(town.reviewer);
    expect(first.report.since).toBe('');
    expect(marked(first)).toEqual([]);
    expect(first.xml).not.toContain('w:highlight');
    const { title, opening, sections } = first.report;
    expect(first.text[0]).toBe(title);
    expect(first.text).toContain(opening);
    for (const { paragraphs } of sections)
      for (const parts of paragraphs)
        expect(first.text).toContain(
          parts.map(({ text, source }) => (source === undefined ? text : `${text}[${source}]`)).join(''),
        );
  });

  test('says so where nothing has changed, also to whoever else makes it', async () => {
    const again = await made(town.statistician);
    expect(again.report.since).toMatch(/^与\d{4}-\d\d-\d\d \d\d:\d\d生成的上一份相比，没有数字变动。$/);
    expect(again.text).toContain(again.report.since);
    expect(again.xml).not.toContain('w:highlight');
  });

  test('marks each figure that another return has moved, with what it was, in the document too', async () => {
    await town.fileAndAccept(town.grassroots[2], { mem_member_cnt: '50', comp_event_cnt: '3' });
    await drained(owner);
    const now = await made(town.reviewer);
    expect(lineOf(now, 'mem_member_cnt')).toMatchObject({ value: '350人', last: '300人（2/3）' });
    expect(lineOf(now, 'comp_event_cnt')).toMatchObject({ value: '15次', last: '12次（1/4）' });
    const differing = now.report.lines.filter(({ code, value, reports }) => {
      const there = lineOf(first, code);
      return there?.value !== value || there.reports !== reports;
    });
    expect(marked(now)).toHaveLength(differing.length);
    expect(now.report.lines.filter(({ last }) => last !== '')).toEqual(differing);
    expect(now.report.since).toContain(`${differing.length}个数字有变动`);
    expect(now.xml.split('<w:highlight w:val="yellow"/>')).toHaveLength(differing.length + 1);
    expect(now.text[now.text.indexOf('mem_member_cnt') + 5]).toBe('300人（2/3）');
  });

  test('of another body, of the year up to then or in today’s tree is compared with none of these', async () => {
    expect((await made(town.statistician, { unionCode: undefined, unionId: town.root })).report.since).toBe(
      '',
    );
    expect((await made(town.reviewer, { yearToDate: true })).report.since).toBe('');
    expect((await made(town.reviewer, { tree: 'CURRENT' })).report.since).toBe('');
  });

  test('tells how far the targets of the year have come, where it is of the year, and those of the next', async () => {
    expect(
      await issueTargets(town.statistician, town.root, [
        { unionId: town.root, value: '900', cell: 'mem_member_cnt' },
        { unionId: town.bureau, value: '700', cell: 'mem_member_cnt' },
      ]),
    ).toEqual([]);
    expect(
      await issueTargets(
        town.statistician,
        town.root,
        [
          { unionId: town.root, value: '80' },
          { unionId: town.bureau, value: '60' },
        ],
        { period: '2027' },
      ),
    ).toEqual([]);
    const said = ({ report: { sections } }: Made): string[] =>
      (sections.find(({ title }) => title.endsWith('、目标任务'))?.paragraphs ?? []).map((parts) =>
        parts.map(({ text }) => text).join(''),
      );
    const next = '2027年目标：本期新发展会员60人。';
    const year = await made(town.reviewer, { yearToDate: true });
    expect(said(year)).toEqual(['2026年目标任务：会员人数目标700人，完成350人，完成率50.0%。', next]);
    expect(lineOf(year, '2026 mem_member_cnt')).toMatchObject({ value: '700人', source: '目标', last: '无' });
    // Of a quarter by itself nothing of the year is told.
    expect(said(await made(town.reviewer))).toEqual([next]);
  });

  test('is shown to whoever had it made, as long as that person may read the figures', async () => {
    const { id } = first;
    expect(await reportOf(town.statistician, id)).toBeNull();
    expect(await reportOf(town.clerk, id)).toBeNull();
    expect((await reportOf(town.reviewer, id))?.title).toBe(first.report.title);
    const { rows } = await owner.query<{ id: string }>(
      `UPDATE appointment a SET valid_to = current_date - 1, valid_from = current_date - 2 FROM person p
       WHERE p.id = a.person_id AND p.login = 'reviewer' AND a.valid_to IS NULL RETURNING a.id`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(await reportOf(town.reviewer, id)).toBeNull();
  });
});
