/** 台账 of the union whose return is half filled: the work of the quarter that its blank cells ask for. */
import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';

const records = [
  {
    ...{ kind: 'aid', day: '2026-07-22', name: '高温慰问一线职工' },
    values: { type: '生活', families: '36', amount: '7200' },
  },
  {
    ...{ kind: 'aid', day: '2026-08-25', name: '金秋助学' },
    values: { type: '助学', families: '4', amount: '12000' },
  },
  {
    ...{ kind: 'aid', day: '2026-09-23', name: '中秋走访困难职工家庭' },
    values: { type: '生活', families: '9', amount: '5400.50' },
  },
  {
    ...{ kind: 'visit', day: '2026-08-06', name: '看望住院职工' },
    values: { type: '伤病', person_times: '3' },
  },
  {
    ...{ kind: 'visit', day: '2026-09-10', name: '职工体检' },
    values: { type: '体检', person_times: '120' },
  },
  {
    ...{ kind: 'culture', day: '2026-07-03', name: '女职工读书分享会' },
    values: { type: '女职工', participants: '22' },
  },
  {
    ...{ kind: 'contest', day: '2026-09-16', name: '全市网约车驾驶员安全技能竞赛' },
    ...{ heldBy: '临江市总工会', values: { participants: '6' } },
  },
  {
    kind: 'information',
    day: '2026-07-30',
    name: '司机之家夏季送清凉',
    values: { adopted_on: '2026-08-12' },
  },
  { kind: 'information', day: '2026-09-18', name: '职代会通过工资集体协议', values: {} },
];

/** Writes the book, where it has nothing yet. */
export async function loadRecords(clerk: Client, unionId: string): Promise<void> {
  const { workRecords } = await clerk.read<{ workRecords: { nodes: unknown[] } }>(
    'query ($unionId: ID) { workRecords(unionId: $unionId, first: 1) { nodes { id } } }',
    { unionId },
  );
  if (workRecords.nodes.length > 0) return;
  await clerk.change(
    'recordWork',
    'RecordWorkInput',
    { unionId, records, idempotencyKey: randomUUID() },
    'records { id }',
  );
}
