import { judged } from '@huiji/report/judge';
import { templateLimits } from '@huiji/report/judge-apart';
import { starterTemplate } from '@huiji/report/starter';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { filesIn } from './harness/attachments.js';
import type { Client } from './harness/client.js';
import { ended, exported, fetched, paragraphsIn } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { beginTemplate, sendTemplate, setTemplate, templateNow } from './harness/report-templates.js';
import { act, buildTown, eventually, key, mutationOf, told, type Town } from './harness/town.js';
import { type Packed, unzipped, zipped } from './harness/zip.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let starter: Packed[];

beforeAll(async () => {
  huiji = await startHuiji();
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  starter = unzipped(await starterTemplate());
  const [one, two] = town.grassroots;
  await town.fileAndAccept(one, { comp_event_cnt: '12', mem_member_cnt: '100' });
  const draft = await act(town.clerk, 'save', {
    ...{ unionId: two, form: 'work-q', period: '2026Q3' },
    cells: [{ cell: 'mem_member_cnt', value: '200', mark: 'AT_LEAST' }],
  });
  await town.accept(await town.submit(draft));
  await eventually(async () => {
    const { rollup } = await town.reviewer.get<{ rollup: { reportsAccepted: number } }>(
      '{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { reportsAccepted } }',
    );
    expect(rollup.reportsAccepted).toBe(2);
  });
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const main = 'word/document.xml';
const runs = (...texts: string[]): string => texts.map((text) => `<w:r><w:t>${text}</w:t></w:r>`).join('');
const paragraph = (...texts: string[]): string => `<w:p>${runs(...texts)}</w:p>`;

/** The starter with parts of its own, in place of those of the same name. */
const packed = (...more: Packed[]): Buffer =>
  zipped([...starter.filter(({ name }) => !more.some((one) => one.name === name)), ...more]);

/** The starter with other paragraphs, each of which Word may have split into runs. */
function template(...paragraphs: string[]): Buffer {
  const xml = starter.find(({ name }) => name === main)?.content.toString('utf8') ?? '';
  const body = xml.replace(/(<w:body>).*(<w:sectPr)/s, (_, from: string, to: string) =>
    [from, ...paragraphs, to].join(''),
  );
  return packed({ name: main, content: Buffer.from(body) });
}
const sources = [paragraph('{{sources}}'), paragraph('{{lines}}')];

/** The texts of the work report of the bureau, but for empty ones. */
async function report(client: Client = town.reviewer): Promise<string[]> {
  const { id } = await exported(client, { table: 'WORK_REPORT', unionCode: 'B1' });
  const done = await ended(client, id);
  expect(done).toMatchObject({ state: 'DONE', problem: null, fileName: '工作总结 建设局工会 2026Q3.docx' });
  const { bytes } = await fetched(huiji.apiUrl, done.url ?? '');
  return paragraphsIn(bytes).filter((text) => text !== '');
}

const set = async (...paragraphs: string[]): Promise<void> => {
  const { told: wrong } = await sendTemplate(
    town.statistician,
    huiji.apiUrl,
    template(...paragraphs, ...sources),
  );
  expect(wrong).toEqual([]);
};

describe('a tenant’s own template', () => {
  test('is what its work reports come in: figures with unit, mark and source, and nothing blank', async () => {
    const byStarter = await report();
    const [worded] = byStarter.slice(byStarter.indexOf('mem_member_cnt') + 1);
    expect(worded).toBe('300人以上');
    await set(
      paragraph('{{bo', 'dy}}：会员{{figure:mem_', 'member', '_cnt}}，帮扶{{figure:', 'aid_family_cnt}}。'),
      paragraph('会员{{change:mem_member_cnt:LAST_YEAR}}。新建工会：{{founded}}。'),
      ...[
        '{{section:劳动竞赛/技能}}',
        '{{children:mem_member_cnt,comp_event_cnt}}',
        '{{figures:mem_member_cnt,aid_family_cnt}}',
      ].map((one) => paragraph(one)),
    );
    const text = await report();
    const at = text.findIndex((one) => one.startsWith('建设局工会：会员300人以上（尚缺'));
    expect(at).toBe(0);
    expect(text[0]).toMatch(/^建设局工会：会员300人以上（尚缺\d份）\[1\]，帮扶未报。$/);
    expect(text[1]).toBe('会员与去年同期不可比。新建工会：无。');
    expect(text[2]).toMatch(/^2026年7月1日至9月30日，.*12.*（尚缺\d份）\[2\]/);
    const names = text.indexOf('单位');
    expect(text.slice(names, names + 6)).toEqual([
      ...['单位', expect.stringContaining('（人）'), expect.any(String), '第1工会', '100', '12'],
    ]);
    expect(text.slice(names).join('\n')).toContain('第2工会\n200以上\n未报');
    const figures = text.indexOf('指标');
    expect(text.slice(figures, figures + 6)).toEqual([
      ...['指标', '本期', '上期', '与上期相比', '去年同期', '与去年同期相比'],
    ]);
    expect(text.slice(figures + 6, figures + 12)).toEqual([
      ...[
        '会员人数',
        expect.stringMatching(/^300人以上（尚缺\d份）\[1\]$/),
        '无',
        '与上期不可比',
        '无',
        '与去年同期不可比',
      ],
    ]);
    expect(text).toEqual(expect.arrayContaining(['mem_member_cnt', '300人以上', 'comp_event_cnt']));
    expect(text).not.toContain('附件');
  });

  test('may be downloaded as it was sent, and who set it is in the audit', async () => {
    const bytes = template(paragraph('{{title}}'), ...sources);
    const { template: made } = await sendTemplate(town.statistician, huiji.apiUrl, bytes);
    expect(made).toMatchObject({ form: 'work-q', fileName: '总结模板.docx', size: bytes.length });
    expect(made?.placeholders).toEqual(['title', 'sources', 'lines']);
    const got = await fetched(huiji.apiUrl, made!.url);
    expect([got.status, Buffer.from(got.bytes).equals(bytes)]).toEqual([200, true]);
    expect(got.headers.get('content-disposition')).toMatch(/^attachment;.*\.docx/);
    const { rows } = await owner.query(
      `SELECT action, before, after FROM audit_event WHERE object_id = $1 ORDER BY id`,
      [made!.id],
    );
    expect(rows).toMatchObject([
      { action: 'BEGIN_REPORT_TEMPLATE', after: { form: 'work-q', size: bytes.length } },
      { action: 'SET_REPORT_TEMPLATE', before: { form: 'work-q' }, after: { size: bytes.length } },
    ]);
  });

  test('may begin from the starter, which anybody may have', async () => {
    const { status, headers, bytes } = await fetched(huiji.apiUrl, '/work-report-template.docx');
    expect([status, headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    expect(await judged({ bytes, limits: templateLimits })).toMatchObject({ misplaced: [] });
    const { template: made } = await sendTemplate(town.statistician, huiji.apiUrl, bytes);
    expect(made?.placeholders).toContain('sections');
    expect((await report())[0]).toBe('建设局工会2026年第三季度工作总结');
  });

  test('is replaced at once; the one before can be read for an hour, by whoever is writing in it', async () => {
    await set(paragraph('第一版'));
    const first = await templateNow(town.statistician);
    await set(paragraph('第二版'));
    expect((await report())[0]).toBe('第二版');
    const kept = (await filesIn(huiji.attachments)).filter((path) => path.includes(first!.id));
    expect(kept.length).toBeGreaterThan(0);
    const due = `SELECT due_at > now() + interval '50 min' AS later, claimed FROM attachment_removal
      WHERE attachment_id = $1 AND file <> 'upload'`;
    expect((await owner.query(due, [first!.id])).rows).toEqual([{ later: true, claimed: false }]);
    expect((await fetched(huiji.apiUrl, first!.url)).status).toBe(404);
    await owner.query('UPDATE attachment_removal SET due_at = now() WHERE attachment_id = $1', [first!.id]);
    await eventually(async () =>
      expect((await filesIn(huiji.attachments)).filter((path) => path.includes(first!.id))).toEqual([]),
    );
  });

  test('is taken away: reports come in the starter again', async () => {
    await set(paragraph('自己的'));
    const drop = async (): Promise<unknown> =>
      (
        await town.statistician.get<{ dropReportTemplate: { dropped: boolean } }>(
          mutationOf('dropReportTemplate', 'dropped'),
          { input: { form: 'work-q' } },
        )
      ).dropReportTemplate.dropped;
    expect([await drop(), await drop()]).toEqual([true, false]);
    expect(await templateNow(town.statistician)).toBeNull();
    expect(await report()).toContain('附件');
    const { rows } = await owner.query(
      `SELECT before FROM audit_event WHERE action = 'DROP_REPORT_TEMPLATE'`,
    );
    expect(rows).toEqual([{ before: { form: 'work-q' } }]);
  });

  test('is one, whoever sets it at the same time: one after the other', async () => {
    const bytes = template(paragraph('同时'), ...sources);
    const [one, other] = [
      await beginTemplate(town.statistician, { size: bytes.length }),
      await beginTemplate(town.statistician, { size: bytes.length }),
    ];
    for (const { url } of [one, other])
      await fetch(new URL(url, huiji.apiUrl), { method: 'PUT', body: Buffer.from(bytes) });
    const lock = `SELECT pg_advisory_xact_lock(hashtextextended('template ' || tenant_id || ' work-q', 0)) FROM tenant WHERE code = 'alpha'`;
    const waiting = `SELECT count(*)::int AS count FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await owner.query('BEGIN');
    await owner.query(lock);
    const setting = [one, one, other].map(({ templateId }) => setTemplate(town.statistician, templateId));
    await eventually(async () => expect((await owner.query(waiting)).rows).toEqual([{ count: 3 }]), 30);
    await owner.query('COMMIT');
    const answers = await Promise.all(setting);
    expect(answers.filter(({ template: made }) => made !== null).length).toBeGreaterThan(0);
    for (const { told: wrong } of answers)
      expect(wrong.filter(({ code }) => code !== 'NOT_FOUND')).toEqual([]);
    const { rows } = await owner.query(`SELECT id FROM report_template WHERE set_at IS NOT NULL`);
    expect(rows).toEqual([{ id: (await templateNow(town.statistician))?.id }]);
  });
});

describe('is refused', () => {
  const refusal = async (bytes: Uint8Array) =>
    (await sendTemplate(town.statistician, huiji.apiUrl, bytes)).told;
  const code = async (bytes: Uint8Array): Promise<string[]> => (await refusal(bytes)).map((one) => one.code);

  test('with every placeholder that does not exist, in one sentence a language; what stood stays', async () => {
    await set(paragraph('原来的'));
    const wrong = template(
      paragraph('{{tit', 'tle}} {{figure:no_such_cnt}} {{section:财务}}'),
      paragraph('正文 {{sections}}'),
      paragraph('{{lines}}'),
    );
    const found = await refusal(wrong);
    expect(found.map((one) => one.code)).toEqual([
      ...['REPORT_TEMPLATE_UNKNOWN', 'REPORT_TEMPLATE_MISPLACED', 'REPORT_TEMPLATE_LACKS'],
    ]);
    for (const name of ['{{tittle}}', '{{figure:no_such_cnt}}', '{{section:财务}}'])
      expect([found[0]?.messageZh, found[0]?.messageEn]).toEqual([
        ...[expect.stringContaining(name), expect.stringContaining(name)],
      ]);
    expect(found[1]?.messageZh).toContain('{{sections}}');
    expect(found[2]?.messageZh).toContain('{{sources}}');
    expect((await report())[0]).toBe('原来的');
  });

  test('and is over then: what was sent is deleted, and as many may be tried as it takes', async () => {
    const wrong = template(paragraph('{{tittle}}'), ...sources);
    const { templateId, url } = await beginTemplate(town.statistician, { size: wrong.length });
    await fetch(new URL(url, huiji.apiUrl), { method: 'PUT', body: Buffer.from(wrong) });
    const codes = async () => (await setTemplate(town.statistician, templateId)).told.map((one) => one.code);
    expect(await codes()).toEqual(['REPORT_TEMPLATE_UNKNOWN']);
    expect(await codes()).toEqual(['NOT_FOUND']);
    await eventually(async () =>
      expect((await filesIn(huiji.attachments)).filter((path) => path.includes(templateId))).toEqual([]),
    );
    for (let time = 0; time < 11; time += 1) expect(await code(Buffer.from('x'))).toHaveLength(1);
  });

  test('where it is no Word document, is broken, or would be read in two ways', async () => {
    const unreadable = ['REPORT_TEMPLATE_UNREADABLE'];
    const sound = template(paragraph('x'), ...sources);
    expect(await code(Buffer.from('只有文字'))).toEqual(unreadable);
    expect(await code(sound.subarray(0, sound.length / 2))).toEqual(unreadable);
    expect(await code(zipped([{ name: 'a.txt', content: Buffer.from('x') }]))).toEqual(unreadable);
    expect(await code(zipped([...starter, starter.find(({ name }) => name === main)!]))).toEqual(unreadable);
    expect(await code(packed({ name: main, content: Buffer.from('<w:document><w:body>') }))).toEqual(
      unreadable,
    );
    const types = starter.find(({ name }) => name === '[Content_Types].xml')!;
    const dotm = types.content
      .toString()
      .replace('wordprocessingml.document.main', 'wordprocessingml.template.main');
    expect(await code(packed({ ...types, content: Buffer.from(dotm) }))).toEqual(unreadable);
    const dtd = Buffer.from('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document/>');
    expect(await code(packed({ name: main, content: dtd }))).toEqual(unreadable);
    // What Word would read, and who looks would not.
    const footer = starter.find(({ name }) => name.startsWith('word/footer'))!;
    const said = footer.content.toString();
    for (const content of [
      Buffer.from(`\ufeff${said}`, 'utf16le'),
      Buffer.from(said.replace('encoding="UTF-8"', 'encoding="UTF-7"')),
      Buffer.from(said.replace('?>', '?><!DOCTYPE a [<!ENTITY x "INCLUDETEXT">]>')),
    ])
      expect(await code(packed({ name: footer.name, content }))).toEqual(unreadable);
    const renamed = Buffer.from(types.content.toString().replace(`/${footer.name}`, '/word/footer.dat'));
    expect(await code(packed({ ...types, content: renamed }))).toEqual(unreadable);
  });

  test('where a placeholder stands so that it could not be filled', async () => {
    const odd = template('<w:p><w:pPr><w:t>{{body}}</w:t></w:pPr></w:p>', ...sources);
    expect(await refusal(odd)).toMatchObject([
      { code: 'REPORT_TEMPLATE_MISPLACED', messageZh: expect.stringContaining('{{body}}') },
    ]);
  });

  test('where more is packed in it than it may hold, whatever its directory says', async () => {
    const bomb = packed({
      ...{ name: 'word/media/image1.png', claims: 100 },
      content: Buffer.alloc(templateLimits.inflatedBytes + 10),
    });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await code(bomb)).toEqual(['WORKBOOK_TOO_LARGE']);
  });

  test('where it runs, or fetches from elsewhere; a link to click is none', async () => {
    const rels = starter.find(({ name }) => name === 'word/_rels/document.xml.rels')!;
    const related = (type: string, target: string): Buffer =>
      packed({
        name: rels.name,
        content: Buffer.from(
          rels.content
            .toString('utf8')
            .replace(
              '</Relationships>',
              `<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`,
            ),
        ),
      });
    expect(await code(packed({ name: 'word/vbaProject.bin', content: Buffer.from('x') }))).toEqual([
      'REPORT_TEMPLATE_UNSAFE',
    ]);
    const [found] = await refusal(related('attachedTemplate', 'https://evil.example/t.dotm'));
    expect(found).toMatchObject({
      code: 'REPORT_TEMPLATE_UNSAFE',
      messageZh: expect.stringContaining('https://evil.example/t.dotm'),
    });
    expect(await code(related('hyperlink', 'https://hj.example.cn/'))).toEqual([]);
    const instruction = (...texts: string[]): string => {
      const pieces = texts.map(
        (text) => `<w:r><w:instrText xml:space="preserve">${text}</w:instrText></w:r>`,
      );
      const char = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
      return `<w:p>${char('begin')}${pieces.join('')}${char('separate')}${runs('1')}${char('end')}</w:p>`;
    };
    const [field] = await refusal(
      template(instruction(' INCL', 'UDE', 'TEXT &quot;\\\\host\\a&quot; '), ...sources),
    );
    expect(field).toMatchObject({
      code: 'REPORT_TEMPLATE_UNSAFE',
      messageZh: expect.stringContaining('INCLUDETEXT'),
    });
    expect(await code(template(instruction(' PA', 'GE '), ...sources))).toEqual([]);
  });

  test('before it is sent, by its name and size; and where it never came', async () => {
    const input = { form: 'work-q', fileName: '模板.docx', size: 9, idempotencyKey: key() };
    const begin = async (more: object): Promise<string[]> =>
      (await told(town.statistician, 'beginReportTemplate', { ...input, ...more })).map((one) => one.code);
    expect(await begin({ fileName: '模板.doc' })).toEqual(['ATTACHMENT_TYPE']);
    expect(await begin({ size: 5 * 1024 * 1024 + 1 })).toEqual(['ATTACHMENT_TOO_LARGE']);
    expect(await begin({ size: 0 })).toEqual(['NUMBER_OUT_OF_RANGE']);
    expect(await begin({ form: 'no-such' })).toEqual(['FORM_UNKNOWN']);
    const { templateId } = await beginTemplate(town.statistician);
    expect((await setTemplate(town.statistician, templateId)).told).toMatchObject([
      { code: 'ATTACHMENT_NOT_UPLOADED' },
    ]);
  });

  test('after its upload is over, and beyond ten that were begun', async () => {
    const bytes = template(paragraph('x'), ...sources);
    const { templateId, url } = await beginTemplate(town.statistician, { size: bytes.length });
    await fetch(new URL(url, huiji.apiUrl), { method: 'PUT', body: Buffer.from(bytes) });
    await owner.query(`UPDATE report_template SET upload_until = now() - interval '1 s' WHERE id = $1`, [
      templateId,
    ]);
    expect((await setTemplate(town.statistician, templateId)).told).toMatchObject([
      { code: 'ATTACHMENT_EXPIRED' },
    ]);
    await owner.query(
      `UPDATE report_template SET upload_until = now() - interval '1 s' WHERE set_at IS NULL`,
    );
    for (let n = 0; n < 10; n += 1) await beginTemplate(town.statistician);
    const eleventh = { form: 'work-q', fileName: 'a.docx', size: 9, idempotencyKey: key() };
    expect(await told(town.statistician, 'beginReportTemplate', eleventh)).toMatchObject([
      { code: 'REQUEST_TOO_LARGE' },
    ]);
    const { rows } = await owner.query(
      `SELECT id FROM report_template WHERE upload_until < now() AND set_at IS NULL`,
    );
    expect(rows).toEqual([]);
    await owner.query(`DELETE FROM report_template WHERE set_at IS NULL`);
  });
});

test('only who defines the forms of the federation may see it or touch it; no other tenant has it', async () => {
  await set(paragraph('只有我们的'));
  const { id } = (await templateNow(town.statistician))!;
  const input = { form: 'work-q', fileName: 'a.docx', size: 9, idempotencyKey: key() };
  for (const client of [town.clerk, town.reviewer, town.chief, town.admin]) {
    const codes = async (...asked: Parameters<typeof told>) => (await told(...asked)).map((one) => one.code);
    expect(await codes(client, 'beginReportTemplate', input)).toEqual(['FORBIDDEN']);
    expect(await codes(client, 'setReportTemplate', { templateId: id })).toEqual(['FORBIDDEN']);
    expect(await codes(client, 'dropReportTemplate', { form: 'work-q' })).toEqual(['FORBIDDEN']);
    await expect(templateNow(client)).rejects.toThrow('FORBIDDEN');
  }
  const theirs = await buildTown(huiji, 'beta');
  expect(await templateNow(theirs.statistician)).toBeNull();
  expect((await setTemplate(theirs.statistician, id)).told).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await report(theirs.reviewer)).toContain('附件');
  expect((await report())[0]).toBe('只有我们的');
});
