import { describe, expect, test } from '@jest/globals';
import {
  Document,
  Footer,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  SimpleField,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { templateLimits } from './judge-apart.js';
import { judged } from './judge.js';
import { starterTemplate } from './starter.js';

const template = (paragraphs: Array<Paragraph | Table>, footer: string): Promise<Uint8Array> =>
  Packer.pack(
    new Document({
      sections: [
        { footers: { default: new Footer({ children: [new Paragraph(footer)] }) }, children: paragraphs },
      ],
    }),
    'uint8array',
  );
const found = async (paragraphs: Array<string | Paragraph | Table>, footer = '') =>
  judged({
    bytes: await template(
      paragraphs.map((one) => (typeof one === 'string' ? new Paragraph(one) : one)),
      footer,
    ),
    limits: templateLimits,
  });

describe('a template', () => {
  test('of ours is one', async () => {
    const keys = ['title', 'opening', 'sections', 'chart', 'body', 'madeOn', 'sources', 'lines'];
    expect(await judged({ bytes: await starterTemplate(), limits: templateLimits })).toEqual({
      ...{ keys, misplaced: [] },
    });
  });

  test('is searched everywhere, also where Word has split a placeholder, or spaces stand in it', async () => {
    const split = new Paragraph({
      children: [
        new TextRun('会员{{fig'),
        new TextRun({ text: 'ure:mem_', bold: true }),
        new TextRun('member_cnt'),
        new TextRun('}}、{{founded}}。'),
      ],
    });
    const cell = new TableCell({ children: [new Paragraph('{{ body }}')] });
    const table = new Table({ rows: [new TableRow({ children: [cell] })] });
    expect(await found([split, table, ' {{ lines }} '], '{{title}}')).toEqual({
      keys: expect.arrayContaining(['figure:mem_member_cnt', 'founded', 'body', 'lines', 'title']),
      misplaced: [],
    });
  });

  test('names what does not exist, and what is not closed, as it stands there', async () => {
    expect(await found(['{{tittle}} {{body}}', '{{title', '{{ {{madeOn}}', '{{}}'])).toEqual({
      keys: ['tittle', 'body', 'title…', '…', 'madeOn', ''],
      misplaced: [],
    });
  });

  test('may not have a block beside words, or twice', async () => {
    expect(await found(['来源：{{sources}}', '{{lines}}', '{{lines}}', '{{sections}}'])).toEqual({
      keys: ['sources', 'lines', 'sections'],
      misplaced: ['sources', 'lines'],
    });
  });

  test('has no field that fetches or runs something, wherever it stands; one that shows a page or a day is none', async () => {
    const holding = (said: string) => new Paragraph({ children: [new SimpleField(said)] });
    const said = async (
      places: Partial<Record<'body' | 'table' | 'header' | 'footer' | 'footnote', Paragraph>>,
    ) => {
      const { body = new Paragraph('x'), table = new Paragraph('x'), header, footer, footnote } = places;
      const bytes = await Packer.pack(
        new Document({
          ...(footnote ? { footnotes: { 1: { children: [footnote] } } } : {}),
          sections: [
            {
              ...(header ? { headers: { default: new Header({ children: [header] }) } } : {}),
              ...(footer ? { footers: { default: new Footer({ children: [footer] }) } } : {}),
              children: [
                body,
                new Table({ rows: [new TableRow({ children: [new TableCell({ children: [table] })] })] }),
              ],
            },
          ],
        }),
        'uint8array',
      );
      return judged({ bytes, limits: templateLimits });
    };
    for (const place of ['body', 'table', 'header', 'footer', 'footnote'] as const) {
      expect([place, await said({ [place]: holding(' INCLUDETEXT "//host/a.docx" ') })]).toMatchObject([
        ...[place, { code: 'REPORT_TEMPLATE_UNSAFE', details: { what: 'INCLUDETEXT' } }],
      ]);
      const harmless = new Paragraph({
        children: [new SimpleField('DATE'), new TextRun({ children: [PageNumber.CURRENT] })],
      });
      expect([place, await said({ [place]: harmless })]).toEqual([place, { keys: [], misplaced: [] }]);
    }
  });

  test('is a Word document', async () => {
    const unreadable = { code: 'REPORT_TEMPLATE_UNREADABLE' };
    for (const bytes of [
      new Uint8Array(),
      Buffer.from('只有文字'),
      (await starterTemplate()).slice(0, 3_000),
    ])
      expect(await judged({ bytes, limits: templateLimits })).toMatchObject(unreadable);
  });

  test('packs no more than the limit', async () => {
    const limits = { ...templateLimits, inflatedBytes: 1_000 };
    expect(await judged({ bytes: await starterTemplate(), limits })).toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
    });
  });
});
