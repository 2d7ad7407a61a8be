import type { ActingRole } from '@huiji/domain/access';
import type { Sheet } from '../workbook.js';
import { type About, listSheet } from './lists.js';
import { label } from './figures.js';

const roles: Readonly<Record<ActingRole, string>> = {
  ...{ FILER: '填报员', ENTRUSTED_FILER: '代报', REVIEWER: '审核员', STATISTICIAN: '统计员' },
  ...{ LEADER: '领导', UNION_ADMIN: '单位管理员', SYSTEM_ADMIN: '系统管理员' },
  ...{ SECURITY_ADMIN: '安全管理员', AUDIT_ADMIN: '审计管理员', PLATFORM_OPERATOR: '平台运营' },
};

/** An appointment of a person; moments as they are shown, `until` null where it is open. */
export interface AppointmentLine {
  login: string;
  name: string;
  role: ActingRole;
  union: { code: string; name: string };
  from: string;
  until: string | null;
  invited: boolean;
  secondFactor: boolean;
  lastSignInAt: string;
}

/** 人员: people and what they are appointed to, one line an appointment. */
export const peopleSheet = (about: About, rows: readonly AppointmentLine[]): Sheet =>
  listSheet(
    about,
    [
      ['账号', 20],
      ['姓名', 14],
      ['角色', 12],
      ['单位编码', 18],
      ['单位', 40],
      ['起始日', 12],
      ['终止日', 12],
      ['账号状态', 14],
      ['两步验证', 10],
      ['最近登录', 18],
    ],
    rows.map((row) => [
      ...[label(row.login, 'code'), label(row.name), label(roles[row.role])],
      ...[label(row.union.code, 'code'), label(row.union.name), label(row.from), label(row.until ?? '')],
      ...[label(row.invited ? '待设密码' : '已启用'), label(row.secondFactor ? '有' : '无')],
      label(row.lastSignInAt),
    ]),
  );
