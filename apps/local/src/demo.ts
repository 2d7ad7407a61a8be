/** The demonstration data that a first start loads. */
import type { Role } from '@huiji/domain/access';
import { addAdministrators, type Say, type Server, demoPassword } from './cases/federation.js';
import { hasJiangcheng, jiangcheng, jiangchengAdministrators, loadJiangcheng } from './cases/jiangcheng.js';
import {
  hasLinjiang,
  linjiang,
  linjiangAdministrators,
  linjiangPeriod,
  linjiangUnions,
  loadLinjiang,
} from './cases/linjiang.js';

/** Somebody who can sign in to the demonstration. */
export interface SignIn {
  tenant: string;
  login: string;
  password: string;
  who: string;
}

const person = (tenant: string, login: string, who: string): SignIn => ({
  tenant,
  login,
  password: demoPassword,
  who,
});

/** One person for each kind of work, in both tenants. Others sign in with the same password. */
const signIn: readonly SignIn[] = [
  person(jiangcheng.code, 'tongji', '周敏 统计员, 江城市总工会'),
  person(jiangcheng.code, 'lingdao', '李建国 领导, 江城市总工会'),
  person(jiangcheng.code, 'shenhe.kaifaqu', '陈静 审核员, 开发区工会 (68 unions, 2007Q1–Q3)'),
  person(jiangcheng.code, 'tianbao.jianzhu', '马超 填报员, 市建设局工会的基层工会 (2007Q3 not filed)'),
  person(linjiang.code, 'tongji', '沈洁 统计员, 临江市总工会'),
  person(linjiang.code, 'guanli', '高洁 单位管理员, 临江市总工会 (moves, merges, founds unions)'),
  person(
    linjiang.code,
    'xitong',
    '何伟 系统管理员, 临江市总工会 (parameters, calendar, self-check; no figures)',
  ),
  person(linjiang.code, 'anquan', '吕静 安全管理员, 临江市总工会 (people, appointments, sessions)'),
  person(linjiang.code, 'shenji', '施明 审计管理员, 临江市总工会 (auditEvents, and nothing else)'),
  person(linjiang.code, 'lingdao', '徐伟 领导, 临江市总工会'),
  person(linjiang.code, 'shenhe.dongcheng', '罗敏 审核员, 东城区总工会 (2026Q3: one report waits)'),
  person(linjiang.code, 'daibao', '方圆 代报, 东城区三家基层工会 (2026Q3: one returned, one not begun)'),
  person(linjiang.code, 'tianbao', '唐莉 填报员, 八家基层工会 (2026Q3: one returned, one half filled)'),
];

/** Whether people work here in earnest: then there is no demonstration, whose passwords are known to all. */
export const isProduction = ({ NODE_ENV, COOKIE_SECURE }: NodeJS.ProcessEnv): boolean =>
  NODE_ENV === 'production' || COOKIE_SECURE === 'true';

/** 以谁的身份看看？ Whom the door of the console offers a newcomer, as DEMO_PEOPLE of the api; nobody in earnest. */
export function demoPeople(environment: NodeJS.ProcessEnv): string {
  if (isProduction(environment)) return '[]';
  const { form, period } = linjiangPeriod;
  const halfFilled = linjiangUnions.halfFilled;
  const of = (login: string, name: string, role: Role, union: string, startsAt: string | null = null) => ({
    ...{ tenant: linjiang.code, login, password: demoPassword, name, role, union, startsAt },
  });
  return JSON.stringify([
    of('tianbao', '唐莉', 'FILER', halfFilled.name, `/filing/${halfFilled.code}/${form}/${period}`),
    of('shenhe.jiaotong', '谢军', 'REVIEWER', '市交通局工会'),
    of('lingdao', '徐伟', 'LEADER', linjiang.name),
  ]);
}

/**
 * Loads the demonstration when it is not there yet, and says who can sign in. What people have changed in it since stays
 * as it is; a load that was interrupted goes on.
 */
export async function loadDemo(server: Server): Promise<{ signIn: SignIn[] }> {
  const say: Say = (line) => console.log(`  ${line}`);
  // The second comes after the first: asking for an account before it is there counts as a failed sign-in.
  const cases = await hasJiangcheng(server);
  const quarter = cases && (await hasLinjiang(server));
  if (!cases || !quarter) console.log('Loading the demonstration, once:');
  if (!cases) await loadJiangcheng(server, say);
  if (!quarter) await loadLinjiang(server, say);
  await addAdministrators(server, jiangcheng.code, jiangchengAdministrators);
  await addAdministrators(server, linjiang.code, linjiangAdministrators);
  return { signIn: [...signIn] };
}
