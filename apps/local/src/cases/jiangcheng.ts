/** 江城市总工会: the three published cases under one federation. */
import { awardBranch, branchCode, buildBranch, fileBranch } from './bank-branch.js';
import { bureauCode, buildBureau, fileBureau } from './construction-bureau.js';
import { awardZone, buildZone, fileZone, zoneCode, zoneQuarters } from './development-zone.js';
import { openFederation, type Plan, type Say, type Server, signIn } from './federation.js';
import { fileAndAccept, type Report, statesOf } from './filing.js';
import { openPeriods } from './registers.js';

export const jiangcheng: Plan = {
  code: 'jiangcheng',
  name: '江城市总工会',
  root: { code: 'JC', establishedOn: '1950-06-01' },
  admin: { login: 'guanli', name: '许慧' },
};

/** The unions at which the published totals are read, by the name of their case. */
export const caseUnions: Readonly<Record<string, string>> = {
  'development-zone-2007': zoneCode,
  'construction-bureau-2007': bureauCode,
  'bank-branch-2004': branchCode,
};

/** The federation's own reports (本级). The last of them is the last thing that is loaded. */
const own = ['2004', ...zoneQuarters].map((period): Omit<Report, 'unionId'> => {
  const form = period.includes('Q') ? 'work-q' : 'work-y';
  return { form, period, cells: { info_research_cnt: 3, cul_event_cnt: 2 } };
});

export const jiangchengAdministrators = { system: '钱坤', security: '赵宁', audit: '孙平' };

/** Whether the cases are in: the federation's last own report was accepted. */
export async function hasJiangcheng(server: Server): Promise<boolean> {
  const reader = await signIn(server, jiangcheng.code, jiangcheng.admin.login);
  const states = reader && (await statesOf(reader, jiangcheng.root.code, own.at(-1)!));
  return states?.includes('ACCEPTED') ?? false;
}

/** Loads the cases from registers to accepted reports. Loading again goes on where it was interrupted. */
export async function loadJiangcheng(server: Server, say: Say): Promise<void> {
  const federation = await openFederation(server, jiangcheng);
  const { rootId, join } = federation;
  const statistician = await join({ login: 'tongji', name: '周敏', role: 'STATISTICIAN', at: [rootId] });
  const chief = await join({ login: 'shenhe', name: '王芳', role: 'REVIEWER', at: [rootId] });
  const clerk = await join({ login: 'tianbao', name: '林涛', role: 'FILER', at: [rootId] });
  await join({ login: 'lingdao', name: '李建国', role: 'LEADER', at: [rootId] });

  // Registers before periods: opening a period posts them all at once.
  const branch = await buildBranch(federation);
  const bureau = await buildBureau(federation);
  const zone = await buildZone(federation, statistician);
  say('江城市总工会: 73 grassroots unions, 108 employers and their people are registered');
  await openPeriods(statistician, ['2004', ...zoneQuarters]);
  await awardBranch(statistician, branch);
  await awardZone(statistician, zone);

  await fileBranch(branch, chief, say);
  await fileBureau(bureau, chief, say);
  await fileZone(zone, chief, say);
  for (const report of own) await fileAndAccept(clerk, chief, { unionId: rootId, ...report });
}
