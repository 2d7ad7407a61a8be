import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forbiddenField } from './fields.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

const char = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
const says = (...texts: string[]): string =>
  texts.map((text) => `<w:r><w:instrText xml:space="preserve">${text}</w:instrText></w:r>`).join('');
const field = (...inside: string[]): string =>
  `<w:p>${char('begin')}${inside.join('')}${char('separate')}<w:r><w:t>1</w:t></w:r>${char('end')}</w:p>`;

describe('a field', () => {
  test('that shows what is in the document, or the day, may stand in a template', () => {
    for (const one of [
      ...[
        ' PAGE ',
        'NUMPAGES \\* Arabic',
        'page',
        ' TOC \\o "1-3" \\h \\z \\u ',
        ' DATE \\@ "yyyy年M月d日" ',
      ],
      ...[
        'REF _Ref1 \\h',
        'STYLEREF "Heading 1"',
        'SEQ 表 \\* ARABIC',
        ' HYPERLINK \\l "_Toc1" ',
        '= 1 + 2',
        '=SUM(ABOVE)',
      ],
      ...['HYPERLINK "https://example.org/a"', 'HYPERLINK &quot;mailto:a@example.org&quot;'],
    ]) {
      expect([one, forbiddenField(field(says(one)))]).toEqual([one, null]);
      const attribute = one.replaceAll('"', '&quot;');
      expect([one, forbiddenField(`<w:fldSimple w:instr="${attribute}"><w:r/></w:fldSimple>`)]).toEqual([
        one,
        null,
      ]);
    }
    expect(forbiddenField('<w:p><w:r><w:t>INCLUDETEXT</w:t></w:r></w:p>')).toBeNull();
  });

  test('that fetches, runs or asks something may not, nor one that nobody knows', () => {
    for (const name of [
      ...[
        'INCLUDETEXT',
        'INCLUDEPICTURE',
        'INCLUDE',
        'IMPORT',
        'LINK',
        'EMBED',
        'DDE',
        'DDEAUTO',
        'DATABASE',
        'RD',
      ],
      ...[
        'MACROBUTTON',
        'GOTOBUTTON',
        'AUTOTEXT',
        'ADDIN',
        'CONTROL',
        'FILLIN',
        'ASK',
        'MERGEFIELD',
        'PAGES',
        '',
      ],
    ]) {
      const shown = name || '{ }';
      expect(forbiddenField(field(says(` ${name} "c:\\\\a" `)))).toBe(shown);
      expect(forbiddenField(`<w:fldSimple w:dirty="true" w:instr=' ${name} x'/>`)).toBe(
        name === '' ? 'X' : shown,
      );
    }
    for (const target of ['"\\\\\\\\host\\\\a"', 'file:///a', '"C:\\a.exe"', '"ftp://a"'])
      expect(forbiddenField(field(says(` HYPERLINK ${target} `)))).toBe('HYPERLINK');
  });

  test('is found however it is hidden: inside of another, in its result, never begun or ended, in other signs', () => {
    const bad = field(says('INCLUDETEXT a'));
    for (const hidden of [
      field(says('IF 1 = 1 '), bad, says(' ""')),
      `<w:p>${char('begin')}${says('PAGE')}${char('separate')}${bad}${char('end')}</w:p>`,
      `<w:p>${char('begin')}${says('INCLUDE', 'TEXT a')}</w:p>`,
      says('INCLUDETEXT a'),
      field('<w:r><w:instrText>INCLU<!-- PAGE -->DETEXT a</w:instrText></w:r>'),
      field('<w:r><w:instrText><![CDATA[INCLUDETEXT a]]></w:instrText></w:r>'),
      field(says('&#73;NCLUDE&#x54;EXT a')),
      bad.replaceAll('w:', 'x1:'),
      field('<w:del><w:r><w:delInstrText>INCLUDETEXT a</w:delInstrText></w:r></w:del>'),
    ])
      expect([hidden, forbiddenField(hidden)]).toEqual([hidden, 'INCLUDETEXT']);
    // What a field is called may not be made by another one.
    expect(forbiddenField(field(field(says('QUOTE "INCLUDETEXT a"')), says(' PAGE')))).toBe('PAGE');
    expect(forbiddenField('<w:fldSimple w:instrs="PAGE"/>')).toBe('{ }');
    expect(forbiddenField('<w:fldChar w:fldCharType="start"/>')).toBe('fldChar');
  });

  test(`is found over however many runs its words are split (seed ${seed})`, () => {
    const word = 'INCLUDETEXT "a"';
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: word.length - 1 })), (cuts) => {
        const at = [0, ...cuts.toSorted((one, other) => one - other), word.length];
        const pieces = at.slice(1).map((end, n) => word.slice(at[n], end));
        expect(forbiddenField(field(says(...pieces)))).toBe('INCLUDETEXT');
      }),
      { seed },
    );
  });
});
