import { words } from '../../words/i18n.js';

export const useWords = words('export', {
  zh: {
    TOTALS: '导出汇总表',
    OFFICIAL: '导出正式报表',
    GRID: '导出审核总表',
    NOT_FILED: '导出未报名单',
    CONTRIBUTIONS: '导出构成明细',
    TIDY: '导出明细数据(CSV)',
    CATALOGUE: '导出指标库',
    making: '正在生成文件',
    cancel: '取消',
    cancelled: '已取消。',
    ready: '文件已生成:',
    download: '下载 {{name}}',
    gone: '文件已不能下载,请重新导出。',
  },
  en: {
    TOTALS: 'Export the totals',
    OFFICIAL: 'Export the official report',
    GRID: 'Export the grid',
    NOT_FILED: 'Export who has not filed',
    CONTRIBUTIONS: 'Export what it is made of',
    TIDY: 'Export the data (CSV)',
    CATALOGUE: 'Export the catalogue',
    making: 'The file is being made',
    cancel: 'Cancel',
    cancelled: 'Cancelled.',
    ready: 'The file is ready:',
    download: 'Download {{name}}',
    gone: 'The file cannot be had any more; export it again.',
  },
});
