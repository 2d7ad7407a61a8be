import { beforeAll, describe, expect, test } from '@jest/globals';
import { Document, Header, Packer, Paragraph, TextRun } from 'docx';
import { fromBufferPromise } from 'yauzl';
import { reportDocument } from './document.js';
import type { Report } from '@huiji/domain/work-report';
import type { WrittenReport } from './model.js';
import { starterTemplate } from './starter.js';

const report: Report = {
  ...{ title: '建设局工会2026年工作总结', body: '建设局工会', madeOn: '2027年1月8日' },
  opening: '本总结的数字由《工作报表》汇总。',
  since: '',
  sections: [
    {
      title: '一、会员',
      paragraphs: [[{ text: '截至2026年12月31日,' }, { text: '会员数9人以上', source: 1 }, { text: '。' }]],
    },
  ],
  chart: { title: '会员数(人)', note: '图中为2个。', names: ['一建<公司>&工会', '自来水'], values: [5, 4] },
  sources: [
    {
      ...{ name: '甲', form: '工作报表(work-y第3版)', periods: '2026', body: '建设局工会' },
      ...{ tree: '报告期末的组织关系', reports: '3/4', upTo: '2027-01-08 09:00' },
    },
  ],
  lines: [
    {
      ...{ number: 1, name: '会员数', code: 'mem_member_cnt', value: '9人以上' },
      ...{ source: '甲', reports: '3/4', beside: '', last: '' },
    },
  ],
};

/** The XML parts of a document, by their path in it. */
async function partsOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const file = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  const parts = new Map<string, string>();
  for await (const entry of file.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await file.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    parts.set(entry.fileName, Buffer.concat(pieces).toString('utf8'));
  }
  return parts;
}

/** The paragraphs of a part as they are read. */
const paragraphs = (xml = ''): string[] =>
  [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) =>
    [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''),
  );

const written = async (of: Report): Promise<Map<string, string>> =>
  partsOf(await reportDocument(of, template));
let template: Uint8Array;
let parts: Map<string, string>;
beforeAll(async () => {
  template = await starterTemplate();
  parts = await written(report);
});

describe('the starter template', () => {
  test('is in the layout of official documents', () => {
    const [document, styles] = ['word/document.xml', 'word/styles.xml'].map((name) => parts.get(name) ?? '');
    const twips = (millimetres: number): string => String(Math.floor((millimetres * 1440) / 25.4));
    const margin = /<w:pgMar [^>]*>/.exec(document ?? '')?.[0];
    for (const [side, millimetres] of Object.entries({ top: 37, bottom: 35, left: 28, right: 26 }))
      expect(margin).toMatch(new RegExp(`w:${side}="(${twips(millimetres)}|${millimetres}mm)"`));
    expect(document).toMatch(/<w:pgSz [^>]*w:w="(11906|11905|210mm)"/);
    expect(styles).toMatch(/w:eastAsia="仿宋".*?<w:sz w:val="32"\/>/s);
    expect(styles).toMatch(/w:styleId="Title".*?w:eastAsia="方正小标宋简体".*?<w:sz w:val="44"\/>/s);
    expect(styles).toMatch(/w:styleId="Heading1".*?w:eastAsia="黑体".*?<w:sz w:val="32"\/>/s);
    expect(parts.get('word/settings.xml')).toContain('<w:evenAndOddHeaders/>');
  });
});

describe('a report', () => {
  test('stands where the placeholders were, and none of these is left', () => {
    const text = paragraphs(parts.get('word/document.xml'));
    expect(text.join('\n')).not.toMatch(/[{}]/);
    expect(text.filter((one) => one !== '').slice(0, 4)).toEqual([
      ...[report.title, report.opening, '一、会员', '截至2026年12月31日,会员数9人以上[1]。'],
    ]);
    expect(text).toEqual(expect.arrayContaining(['附件', '数据来源', 'mem_member_cnt', '2027-01-08 09:00']));
  });

  test('holds a chart of Word’s own with its figures and their workbook', () => {
    const chart = parts.get('word/charts/chart1.xml') ?? '';
    expect([...chart.matchAll(/<c:v>([^<]*)<\/c:v>/g)].map(([, value]) => value)).toEqual(
      expect.arrayContaining(['一建&lt;公司&gt;&amp;工会', '自来水', '5', '4']),
    );
    expect([...parts.keys()].filter((name) => name.endsWith('.xlsx'))).toHaveLength(1);
  });

  test('without a chart has none', async () => {
    const names = [...(await written({ ...report, chart: null })).keys()];
    expect(names.filter((name) => /chart|xlsx/.test(name))).toEqual([]);
  });

  test('says a name as it is, whatever signs are in it', async () => {
    const odd = '工会{{title}}<w:t>&\u0007"终"';
    const text = paragraphs((await written({ ...report, body: odd })).get('word/document.xml'));
    expect(text).toContain('工会{\u2060{title}}&lt;w:t&gt;&amp; "终"');
  });
});

describe('a template of the tenant’s own', () => {
  const chart = { title: '经费', note: '图中为2个。', names: ['甲', '乙'], values: [2, 1] };
  const key = 'figure:mem_member_cnt';
  const own = async (placed: WrittenReport['placed']): Promise<Map<string, string>> => {
    const red = (text: string) => new TextRun({ text, color: 'FF0000' });
    const document = new Document({
      sections: [
        {
          headers: { default: new Header({ children: [new Paragraph(`{{${key}}}`)] }) },
          children: [
            new Paragraph({
              children: [red('会员{{figure:mem_'), red('member'), red('_cnt }}，'), red('{{body}}。')],
            }),
            ...['{{section:会员}}', '{{chart}}', '{{chartOf:aid_amount}}', '{{children:aid_amount}}'].map(
              (text) => new Paragraph(text),
            ),
          ],
        },
      ],
    });
    return partsOf(await reportDocument({ ...report, placed }, await Packer.pack(document, 'uint8array')));
  };
  let filled: Map<string, string>;
  beforeAll(async () => {
    filled = await own({
      [key]: { text: [{ text: '9人以上', source: 1 }] },
      'section:会员': { paragraphs: [[{ text: '甲{{body}}<b>' }], [{ text: '乙' }]] },
      'chartOf:aid_amount': { chart },
      'children:aid_amount': {
        headings: ['单位', '金额（元）'],
        rows: [['甲工会', [{ text: '未报', source: 2, changed: true }]]],
      },
    });
  });

  test('has each thing where its placeholder was, also where Word has split that, and in a header', () => {
    const text = paragraphs(filled.get('word/document.xml')).filter((one) => one !== '');
    expect(text).toEqual([
      ...['会员9人以上[1]，建设局工会。', '甲{\u2060{body}}&lt;b&gt;', '乙', '图中为2个。', '图中为2个。'],
      ...['单位', '金额（元）', '甲工会', '未报[2]'],
    ]);
    const headers = [...filled].filter(([name]) => /header\d*\.xml$/.test(name));
    expect(headers.map(([, xml]) => paragraphs(xml).join(''))).toEqual(['9人以上[1]']);
  });

  test('keeps its own looks, and the number stands raised', () => {
    const runs = [...(filled.get('word/document.xml') ?? '').matchAll(/<w:r>.*?<\/w:r>/gs)].map(
      ([run]) => run,
    );
    const run = (text: string) => runs.find((one) => one.includes(`>${text}<`));
    expect(run('9人以上')).toContain('<w:color w:val="FF0000"/>');
    expect(run('[1]')).toContain('<w:vertAlign w:val="superscript"/>');
  });

  test('may have several charts, each with its own figures', () => {
    const charts = [...filled].filter(([name]) => /charts\/chart\d+\.xml$/.test(name)).map(([, xml]) => xml);
    expect(charts.map((xml) => (xml.includes('经费') ? '经费' : '会员')).toSorted()).toEqual([
      '会员',
      '经费',
    ]);
    expect([...filled.keys()].filter((name) => name.endsWith('.xlsx'))).toHaveLength(2);
  });
});
