import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  type IParagraphOptions,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import { cellStyle } from './tables.js';

// The layout of official documents (GB/T 9704-2012). Sizes of type are in half points: 二号 22 pt, 三号 16 pt, 四号 14 pt, 五号 10.5 pt.
const [second, third, fourth, fifth] = [44, 32, 28, 21] as const;
/** 22 lines fill the 225 mm of a page: in twentieths of a point. */
const line = 579;
/** Where a machine lacks a font, Word and LibreOffice take what they have for Chinese. */
const fonts = (eastAsia: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia });
const [song, title, hei, fang] = ['宋体', '方正小标宋简体', '黑体', '仿宋'].map(fonts);
/** How far a first line stands in, in characters; LibreOffice goes by the width of these in 三号, in twentieths of a point. */
const indented = (characters: number) => ({
  ...{ firstLineChars: characters * 100, firstLine: characters * 320 },
});
const exactly = { line, lineRule: 'exact' as const };

/** The page number stands outside: — 1 — to the right on odd pages, to the left on even ones. */
const footer = (alignment: 'left' | 'right'): Footer =>
  new Footer({
    children: [
      new Paragraph({
        ...{ alignment, indent: { ...indented(0), [alignment]: 280 } },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: fourth, font: song })],
      }),
    ],
  });

const paragraph = (text: string, more: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ ...more, children: [new TextRun(text)] });

/** The template that a work report has without one of the tenant's own: A4, 公文 layout, the list of sources as its annex (附件). */
export function starterTemplate(): Promise<Uint8Array> {
  const document = new Document({
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: fang, size: third },
          paragraph: { spacing: exactly, indent: indented(2) },
        },
        title: {
          run: { font: title, size: second },
          paragraph: {
            alignment: AlignmentType.CENTER,
            spacing: { ...exactly, before: line, after: line },
            indent: indented(0),
          },
        },
        heading1: { run: { font: hei, size: third, color: '000000' }, paragraph: { keepNext: true } },
      },
      paragraphStyles: [
        {
          ...{ id: cellStyle, name: cellStyle, basedOn: 'Normal', run: { size: fifth } },
          paragraph: {
            spacing: { line: 300, lineRule: 'auto' },
            indent: indented(0),
          },
        },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: '210mm', height: '297mm' },
            margin: { top: '37mm', bottom: '35mm', left: '28mm', right: '26mm', footer: '28mm' },
          },
        },
        footers: { default: footer('right'), even: footer('left') },
        children: [
          paragraph('{{title}}', { heading: HeadingLevel.TITLE }),
          paragraph('{{opening}}'),
          paragraph('{{sections}}'),
          paragraph('{{chart}}'),
          paragraph('{{body}}', { alignment: AlignmentType.RIGHT, spacing: { ...exactly, before: line } }),
          paragraph('{{madeOn}}', { alignment: AlignmentType.RIGHT, indent: { right: 1280 } }),
          paragraph('附件', {
            ...{ heading: HeadingLevel.HEADING_1, pageBreakBefore: true, indent: indented(0) },
          }),
          paragraph('数据来源', { heading: HeadingLevel.TITLE }),
          paragraph('{{sources}}'),
          paragraph('', { style: cellStyle }),
          paragraph('{{lines}}'),
        ],
      },
    ],
  });
  return Packer.pack(document, 'uint8array');
}
