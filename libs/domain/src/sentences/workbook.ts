import type { Sentences } from './port.js';

/** What can be wrong with workbooks (工作簿) that come in or leave, and with operations (作业). */
export const workbookSentences = {
  WORKBOOK_UNREADABLE: {
    zh: '无法读取该文件。请在 Excel 或 WPS 中另存为不加密的 .xlsx 或 CSV 文件后再试。',
    en: 'The file cannot be read. Save it as .xlsx or CSV, without a password, in Excel or WPS, and try again.',
  },
  WORKBOOK_TOO_LARGE: {
    zh: '文件过大,最多 {limit} {what}。请删去无关的内容,或拆分后再试。',
    en: 'The file is too large: at most {limit} {what}. Take out what does not belong there, or split it.',
  },
  WORKBOOK_FORMULA: {
    zh: '“{cell}”是公式,文件里没有它的结果。请在 Excel 或 WPS 中打开并保存后再上传,或改成数字。',
    en: '“{cell}” is a formula without its result in the file. Open and save the file in Excel or WPS, or write the figure.',
  },
  IMPORT_OTHER_FORM: {
    zh: '该文件是“{found}”的,而要导入的是“{wanted}”。请选用对应报表和报告期的模板。',
    en: 'The file is of {found}, but {wanted} is to be imported. Use the template of that form and period.',
  },
  LINE_UNREADABLE: {
    zh: '这一行无法读取,问题在“{what}”。每行应是一个 JSON 对象,含 union、cells 等,同一名称只写一次。',
    en: 'The line cannot be read; see “{what}”. Each line is a JSON object with union, cells and so on, each name once.',
  },
  IMPORT_EMPTY: {
    zh: '文件里没有可导入的数据。请填写模板里的黄色格后再上传。',
    en: 'There is nothing in the file to be imported. Fill in the yellow cells of the template and upload it again.',
  },
  IMPORT_NOT_CHECKED: {
    zh: '该文件还没有核对。请先核对,看过结果后再导入。',
    en: 'The file has not been checked. Check it and look at what was found first.',
  },
  IMPORT_WRONG: {
    zh: '文件里有 {count} 处错误,一处也没有导入。请按核对结果改正后重新上传。',
    en: '{count} places of the file are wrong, so nothing is imported. Correct them and upload the file again.',
  },
  IMPORT_UNSOUND: {
    zh: '有 {count} 份报表还不能上报(见核对结果)。请改正文件,或先导入为草稿。',
    en: '{count} returns cannot be submitted as they would stand (see what was found). Correct the file, or import them as drafts.',
  },
  IMPORT_CHANGED: {
    zh: '“{union}”的报表在核对之后有了变化,整个文件都没有导入。请重新核对。',
    en: 'The return of {union} has changed since the file was checked, so nothing was imported. Check the file again.',
  },
  IMPORT_APPLIED: {
    zh: '该文件已经导入过。要再导入,请重新上传。',
    en: 'The file has been imported already. Upload it anew to import it again.',
  },
  IMPORT_NOT_APPLIED: {
    zh: '该文件没有导入,或已经撤销,没有可撤销的内容。请刷新后查看。',
    en: 'The file was not imported, or that was undone already. Refresh to see.',
  },
  IMPORT_UNDER_WAY: {
    zh: '该文件正在处理。请等待其完成,或取消该作业。',
    en: 'The file is being worked on. Wait until that has ended, or cancel it.',
  },
  WORKBOOK_UNION_UNKNOWN: {
    zh: '单位编码“{code}”不是可以在此填报的单位。请核对编码,或删去这一行。',
    en: 'Union code “{code}” is no union that can be filed for here. Check the code, or delete the row.',
  },
  WORKBOOK_MARK_UNKNOWN: {
    zh: '“{mark}”不是认得的标注。请用 EXACT、AT_LEAST、ABOUT 等,或写在数值里,如“300以上”。',
    en: '“{mark}” is no mark. Use EXACT, AT_LEAST, ABOUT, PLANNED or NOT_APPLICABLE, or write it with the figure, like “300以上”.',
  },
  HISTORY_LAYOUT: {
    zh: '文件里没有认得出的历史数据表。请用有 period、union_code、cell、value 列,或 period、union_code 列和指标代码列的表;附表的行另用一个工作表,有 period、union_code 列和附表各列的代码。',
    en: 'The file has no table of past figures. It needs the columns period, union_code, cell and value, or period, union_code and one for each cell code; rows of 附表 a sheet of their own with period, union_code and the codes of the columns.',
  },
  HISTORY_NOT_OVER: {
    zh: '报告期 {period} 还没有结束,不能按历史数据导入。请由填报单位填报。',
    en: 'Period {period} is not over, so it is no history. Let the unions file it.',
  },
  HISTORY_FINAL: {
    zh: '报告期 {period} 已定稿,不能再导入或撤销历史数据。请通过更正窗口修改。',
    en: 'Period {period} is FINAL: no history is imported into it or taken back. Restate it through a window.',
  },
  HISTORY_STANDS: {
    zh: '“{union}”在报告期 {period} 已有填报,历史数据不会覆盖它。请删去这一行;要改数请用“更正”。',
    en: '{union} has a return for {period} already, which history does not overwrite. Delete the row; to change figures, restate the return.',
  },
  HISTORY_UNSOUND: {
    zh: '有 {count} 份历史报表不满足硬性关系(见核对结果)。请改正文件;如确认原表如此,请填写说明后再导入。',
    en: '{count} past returns break arithmetic rules (see what was found). Correct the file, or say in an explanation that this is what was published.',
  },
  EXPORT_TOO_LARGE: {
    zh: '导出的内容过多,最多 {limit} {what}。请改选下级单位,分次导出。',
    en: 'There is too much to export: at most {limit} {what}. Export the unions below one at a time.',
  },
  OPERATIONS_TOO_MANY: {
    zh: '您已有 {limit} 个作业尚未完成。请等待其完成,或取消其中的作业。',
    en: 'You have {limit} operations under way already. Wait for them, or cancel some.',
  },
  OPERATION_ENDED: {
    zh: '该作业已经结束,不能取消。请刷新后查看结果。',
    en: 'The operation has ended, so it cannot be cancelled. Refresh to see what became of it.',
  },
  OPERATION_FAILED: {
    zh: '作业多次尝试后未能完成。请稍后重新发起;仍不成功时请联系系统运维人员。',
    en: 'The operation failed several times. Ask for it again later, and tell whoever operates the installation if it fails again.',
  },
} as const satisfies Sentences;
