/** 下发通知 of 临江市总工会: one to all, one of its district that some of its unions have answered. */
import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';

/** A notice as it is written; by its document it is told from the others. */
interface Written {
  issuerId: string;
  documentNo: string;
  title: string;
  body: string;
  wantsReply: boolean;
  audience: 'ALL_BELOW' | 'GRASSROOTS';
}

/** Issues a notice, where the body has not issued it yet; answers its id, null where it has. */
async function issue(client: Client, written: Written): Promise<string | null> {
  const { notices } = await client.read<{ notices: { nodes: Array<{ notice: { documentNo: string } }> } }>(
    'query ($id: ID) { notices(unionId: $id) { nodes { notice { documentNo } } } }',
    { id: written.issuerId },
  );
  if (notices.nodes.some(({ notice }) => notice.documentNo === written.documentNo)) return null;
  const { notice } = await client.change<{ notice: { id: string } }>(
    'issueNotice',
    'IssueNoticeInput',
    { ...written, idempotencyKey: randomUUID() },
    'notice { id }',
  );
  return notice.id;
}

/** Issues the notices; the schools and the hospital of the district have answered its own. */
export async function loadNotices(
  { statistician, districtReviewer, clerk }: Record<'statistician' | 'districtReviewer' | 'clerk', Client>,
  ids: { root: string; district: string; schools: string; hospital: string },
): Promise<void> {
  await issue(statistician, {
    ...{ issuerId: ids.root, documentNo: '临工办〔2026〕18号', audience: 'ALL_BELOW', wantsReply: false },
    title: '关于做好2026年第三季度工会工作统计上报的通知',
    body: '各区总工会、局工会、基层工会:\n第三季度工会工作统计即日起填报,基层工会填报后由上级工会审核。\n请核对会员、经费等数据,与上期变动较大的请在上报说明中写明原因。',
  });
  const ofDistrict = await issue(districtReviewer, {
    ...{ issuerId: ids.district, documentNo: '东工办〔2026〕9号', audience: 'GRASSROOTS', wantsReply: true },
    title: '关于报送“冬送温暖”困难职工帮扶安排的通知',
    body: '各基层工会:\n请将本单位今冬走访慰问的安排(时间、户数,不写姓名)回复我会。',
  });
  if (ofDistrict === null) return;
  const answered = [
    [ids.schools, '计划12月中旬走访8户。'],
    [ids.hospital, null],
  ] as const;
  for (const [unionId, reply] of answered)
    await clerk.change(
      'answerNotice',
      'AnswerNoticeInput',
      { noticeId: ofDistrict, unionIds: [unionId], reply, idempotencyKey: randomUUID() },
      'receipts { state }',
    );
}
