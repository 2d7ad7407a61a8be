import { words } from '../../words/i18n.js';

/** What the page of history (历史数据) says. */
export const useWords = words('history', {
  zh: {
    title: '历史数据',
    how: '把过去报告期的数据导入进来,上期、去年同期和汇总马上就有数。先在“报告期”里开放这些报告期,再上传;导入的报表直接生效,并标明来源。已有填报的不会被覆盖,导完后请截止并定稿。',
    layout:
      '文件可以是明细数据(一行一个数:period、union_code、cell、value、mark),也可以是宽表(一行一个单位,一列一个指标代码,另有 period 列;或一个报告期一张工作表,以报告期命名)。空白表示没有数,不等于 0。',
    form: '报表',
    source: '来源',
    sourceHint: '如:2025年度手工汇总表',
    sourceDate: '来源日期',
    first: '先写明来源和来源日期,再选择文件。',
  },
  en: {
    title: 'History',
    how: 'Bring in the figures of past periods, and last period, last year and totals have them at once. Open these periods under “Periods” first. Returns that are imported hold at once, and bear their source. Returns that stand are never overwritten. Close the periods and make them final afterwards.',
    layout:
      'A file has one row a figure (period, union_code, cell, value, mark), or one row a union with a column for each cell code and one called period, or a sheet for each period, named by it. Blank is no figure, which is not 0.',
    form: 'Form',
    source: 'Source',
    sourceHint: 'Such as: summary of 2025 on paper',
    sourceDate: 'Date of the source',
    first: 'Say the source and its date first, then choose the file.',
  },
});
