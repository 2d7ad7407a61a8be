import type { ExportList } from '@huiji/store/operation-list';
import type { Sheet } from '@huiji/workbook/workbook';
import type { ListSource } from './list-source.js';
import { events, people } from './lists/accounts.js';
import { coverage } from './lists/coverage.js';
import { awards, plan, tallies } from './lists/home-year.js';
import { homes } from './lists/homes.js';
import { receipts } from './lists/notices.js';
import { records } from './lists/records.js';
import { changes, employers, unions } from './lists/register.js';
import { noticeBodies, notices } from './lists/sent-notices.js';
import { terms } from './lists/terms.js';

/** How each list is read and laid out, and what it is called. */
const lists: Readonly<
  Record<ExportList, { zh: string; made: (source: ListSource, title: string) => Promise<Sheet | Sheet[]> }>
> = {
  UNIONS: { zh: '组织名册', made: unions },
  EMPLOYERS: { zh: '用人单位', made: employers },
  COVERAGE: { zh: '覆盖率', made: coverage },
  CHANGES: { zh: '组织变动', made: changes },
  HOMES: { zh: '职工之家', made: homes },
  HOME_TALLIES: { zh: '建家统计', made: tallies },
  HOME_PLAN: { zh: '建家规划', made: plan },
  HOME_AWARDS: { zh: '命名与复查', made: awards },
  NOTICE_RECEIPTS: { zh: '通知签收', made: receipts },
  WORK_RECORDS: { zh: '工作台账', made: records },
  PEOPLE: { zh: '人员账号', made: people },
  AUDIT: { zh: '审计', made: events },
  NOTICES: { zh: '下发通知', made: notices },
  NOTICE_BODIES: { zh: '通知进度', made: noticeBodies },
  TERMS: { zh: '换届', made: terms },
};

/** A list with the name of its file: what it is, of whom (unless no union was named), as of which day. */
export async function madeList(source: ListSource): Promise<{ sheets: Sheet[]; name: string }> {
  const { body, input } = source;
  const { zh, made } = lists[input.list];
  const of = input.whole ? [] : [body.name];
  return {
    sheets: [await made(source, [...of, zh].join(' '))].flat(),
    name: [zh, ...of, input.day].join(' '),
  };
}
