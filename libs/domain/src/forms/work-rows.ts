import type { Column, ComputedCell, RepeatingTable } from './cell.js';
import { trainingTypes } from './work-tables.js';

const integer = (code: string, zh: string, en: string, more: Partial<Column> = {}): Column => ({
  ...{ code, zh, en, type: 'integer' },
  ...more,
});

/** The repeating tables (附表) of the work reports. */
export const workRepeatingTables: readonly RepeatingTable[] = [
  {
    code: 'wc_session',
    zh: '附表一 职代会',
    en: 'Sessions of the worker congress',
    limit: 500,
    columns: [
      integer('session_no', '届次中的次', 'Session no.', { minimum: 1 }),
      { code: 'held_on', zh: '召开日期', en: 'Held on', type: 'date', required: true },
      integer('due', '应到代表', 'Delegates due'),
      integer('present', '实到代表', 'Present'),
      integer('proxy', '委托代表', 'By proxy'),
      integer('absent', '缺席代表', 'Absent'),
      integer('adopted', '表决通过事项数', 'Items adopted'),
    ],
  },
  {
    code: 'wc_ballot',
    zh: '附表二 职代会表决事项',
    en: 'Ballots of the worker congress',
    limit: 500,
    columns: [
      integer('session_no', '届次中的次', 'Session no.', {
        minimum: 1,
        required: true,
        refersTo: { table: 'wc_session', column: 'session_no' },
      }),
      { code: 'item', zh: '表决事项', en: 'Item', type: 'text', required: true },
      integer('for', '赞成', 'For'),
      integer('against', '反对', 'Against'),
      integer('abstain', '弃权', 'Abstaining'),
      { code: 'passed', zh: '是否通过', en: 'Passed', type: 'boolean' },
    ],
  },
  {
    code: 'trn_class',
    zh: '附表三 培训班',
    en: 'Training classes',
    limit: 500,
    columns: [
      { code: 'name', zh: '培训班名称', en: 'Name', type: 'text', required: true },
      { code: 'type', zh: '类别', en: 'Type', type: 'choice', choices: trainingTypes },
      { code: 'held_on', zh: '开班日期', en: 'Held on', type: 'date' },
      integer('classes', '期数', 'Classes', { marked: true }),
      integer('person_times', '参训人次', 'Person-times', { marked: true }),
      integer('person_days', '培训人天', 'Person-days', { marked: true }),
    ],
  },
];

/** The cells that follow from the rows above, and how. */
export const workComputed: readonly ComputedCell[] = [
  { cell: 'wc_meeting_cnt', table: 'wc_session' },
  { cell: 'wc_resolution_cnt', table: 'wc_session', sum: 'adopted' },
  { cell: 'trn_class_cnt', table: 'trn_class', sum: 'classes' },
  { cell: 'trn_person_time_cnt', table: 'trn_class', sum: 'person_times' },
  ...trainingTypes.map((type) => ({
    cell: `trn_person_time_cnt[${type}]`,
    table: 'trn_class',
    sum: 'person_times',
    where: { column: 'type', is: type },
  })),
  { cell: 'trn_person_day_cnt', table: 'trn_class', sum: 'person_days' },
];
