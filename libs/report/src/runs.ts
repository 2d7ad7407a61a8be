import { TextRun } from 'docx';
import type { Part } from '@huiji/domain/work-report';
import { sayable } from './sayable.js';

/** Words as they stand in a paragraph or cell: what has changed highlighted, the number of a figure raised behind it. */
export const runsOf = ({ text, source, changed }: Part): TextRun[] => [
  changed ? new TextRun({ text: sayable(text), highlight: 'yellow' }) : new TextRun(sayable(text)),
  ...(source === undefined ? [] : [new TextRun({ text: `[${source}]`, superScript: true })]),
];
