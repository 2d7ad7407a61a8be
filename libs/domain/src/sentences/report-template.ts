import type { Sentences } from './port.js';

/** What can be wrong with a template for the work report (工作总结模板). */
export const reportTemplateSentences = {
  REPORT_TEMPLATE_UNREADABLE: {
    zh: '该文件不是能打开的 Word 文档。请在 Word 或 WPS 中另存为不加密的 .docx 文件后再上传。',
    en: 'The file is no Word document that can be opened. Save it as .docx, without a password, in Word or WPS, and upload it again.',
  },
  REPORT_TEMPLATE_UNSAFE: {
    zh: '模板里有宏、控件、嵌入对象,或向别处取内容的链接、域({what})。请在 Word 中去掉(域可用 Ctrl+Shift+F9 改为文字),再另存为 .docx 上传。',
    en: 'The template holds macros, controls, embedded objects, or links or fields that fetch something ({what}). Take them out in Word (Ctrl+Shift+F9 turns a field into text), save it as .docx and upload it again.',
  },
  REPORT_TEMPLATE_UNKNOWN: {
    zh: '模板里有不存在的占位符:{names}。请对照占位符表和报表的指标编码改正,冒号和逗号用半角。',
    en: 'The template names placeholders that do not exist: {names}. Compare them with the list and with the codes of the form, and correct them.',
  },
  REPORT_TEMPLATE_MISPLACED: {
    zh: '这些占位符应独占一段,且只出现一次:{names}。请把同段的其他文字移到别的段落,删去重复的。',
    en: 'These placeholders stand in a paragraph of their own, and once: {names}. Move other words to another paragraph, and delete the second.',
  },
  REPORT_TEMPLATE_LACKS: {
    zh: '模板里缺少 {names}。总结里的每个数都要能查到来源,请在文末各加一段。',
    en: 'The template lacks {names}. Each figure must lead to where it is from: add them at its end, a paragraph each.',
  },
} as const satisfies Sentences;
