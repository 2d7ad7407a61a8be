import { type Cell, type Table, cells } from './cell.js';

/** A body states what its subtree adds up to by its own books: it adds to no total, and is held against the sum below. */
const stated = (...codes: string[]): Cell[] =>
  codes.flatMap((code) =>
    cells('TYPED', code).map((cell): Cell => ({ ...cell, filedBy: ['INTERMEDIATE'], adds: false })),
  );

/** The tables of the quarterly summary statement (汇总表). */
export const statementTables: readonly Table[] = [
  {
    code: 'S1',
    zh: '汇总一 会员',
    en: 'Summary 1: members',
    cells: stated('mem_worker_cnt', 'mem_member_cnt', 'mem_new_member_cnt', 'mem_migrant_member_cnt'),
  },
  {
    code: 'S2',
    zh: '汇总二 培训与帮扶',
    en: 'Summary 2: training and aid',
    cells: stated('trn_class_cnt', 'trn_person_time_cnt', 'aid_family_cnt', 'aid_amount'),
  },
  {
    code: 'S3',
    zh: '汇总三 工会经费',
    en: 'Summary 3: fees',
    cells: stated('fee_allocated_amount', 'fee_remitted_amount', 'fee_own_remitted_amount'),
  },
];
