import type { Sentences } from './port.js';

/** What can be wrong with workbooks (工作簿) that come in or leave. */
export const workbookSentences = {
  WORKBOOK_UNREADABLE: {
    zh: '无法读取该文件。请在 Excel 或 WPS 中另存为不加密的 .xlsx 或 CSV 文件后再试。',
    en: 'The file cannot be read. Save it as .xlsx or CSV, without a password, in Excel or WPS, and try again.',
  },
  WORKBOOK_TOO_LARGE: {
    zh: '文件过大,最多 {limit} {what}。请删去无关的内容,或拆分后再试。',
    en: 'The file is too large: at most {limit} {what}. Take out what does not belong there, or split it.',
  },
} as const satisfies Sentences;
