import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Report, SourceLine } from '@huiji/domain/work-report';
import { markedSince } from './since.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const line = (number: number, code: string, more: Partial<SourceLine> = {}): SourceLine => ({
  ...{ number, code, name: `名${code}`, value: '9人', source: '甲', reports: '3/4', beside: '', last: '' },
  ...more,
});
const report = (lines: readonly SourceLine[]): Report => ({
  ...{
    title: '总结',
    body: '建设局工会',
    madeOn: '2027年1月8日',
    opening: '',
    since: '',
    chart: null,
    sources: [],
  },
  sections: [
    {
      title: '一、会员',
      paragraphs: [
        [{ text: '截至,' }, ...lines.map(({ number, value }) => ({ text: value, source: number }))],
      ],
    },
  ],
  lines,
});
const earlier = (lines: readonly SourceLine[]) => ({ madeAt: '2027-01-07 09:00', lines });
const marked = ({ sections }: Report) =>
  sections.flatMap(({ paragraphs }) =>
    paragraphs.flat().flatMap(({ source, changed }) => (changed ? [source] : [])),
  );

describe('since the report before', () => {
  test('a figure is marked that is another, is held by more reports, or stands beside another one', () => {
    const before = [
      ...[line(1, 'a'), line(2, 'b', { value: '8人以上' }), line(3, 'c', { reports: '2/4' })],
      ...[line(4, 'd', { beside: '乙：7人' }), line(5, 'gone', { value: '3户' })],
    ];
    const found = markedSince(
      report([line(1, 'new'), line(2, 'a'), line(3, 'b'), line(4, 'c'), line(5, 'd', { beside: '乙：6人' })]),
      earlier(before),
    );
    expect(marked(found)).toEqual([1, 3, 4, 5]);
    expect(found.lines.map(({ last }) => last)).toEqual([
      '无',
      '',
      '8人以上（3/4）',
      '9人（2/4）',
      '9人（3/4）；乙：7人',
    ]);
    expect(found.since).toBe(
      '与2027-01-07 09:00生成的上一份相比，4个数字有变动，已用黄色标出，原数见下表。上一份有而现在没有的数字：名gone（原为3户）。',
    );
  });

  test('nothing is marked where nothing changed, and that is said', () => {
    const found = markedSince(report([line(1, 'a')]), earlier([line(7, 'a', { last: '8人（3/4）' })]));
    expect(marked(found)).toEqual([]);
    expect(found.since).toBe('与2027-01-07 09:00生成的上一份相比，没有数字变动。');
  });
});

test(`what is marked is what differs, and no other word is altered (seed ${seed})`, () => {
  const lines = fc
    .uniqueArray(fc.record({ code: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.constantFrom('1', '2') }), {
      selector: ({ code }) => code,
    })
    .map((all) => all.map(({ code, value }, at) => line(at + 1, code, { value })));
  fc.assert(
    fc.property(lines, lines, (before, now) => {
      const there = new Map(before.map(({ code, value }) => [code, value]));
      const found = markedSince(report(now), earlier(before));
      const differing = now.filter(({ code, value }) => there.get(code) !== value);
      expect(marked(found)).toEqual(differing.map(({ number }) => number));
      const unmarked = JSON.parse(
        JSON.stringify(found, (key, value: unknown) => (key === 'changed' ? undefined : value)),
      ) as Report;
      expect(unmarked.sections).toEqual(report(now).sections);
    }),
    { seed, numRuns: 200 },
  );
});
