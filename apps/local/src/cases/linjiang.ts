/** 临江市总工会: a small federation in the middle of its quarter. */
import { openFederation, type Plan, type Say, type Server, signIn } from './federation.js';
import {
  fileAndAccept,
  fileAndReturn,
  type Figure,
  type Report,
  saveDraft,
  statesOf,
  submit,
} from './filing.js';
import { halfFilledDraft } from './linjiang-half-filled.js';
import { loadAppraisals } from './linjiang-appraisals.js';
import { loadHistory, mergedUnion, movedUnion } from './linjiang-history.js';
import { loadNotices } from './linjiang-notices.js';
import { loadHomes } from './linjiang-homes.js';
import { loadRecords } from './linjiang-records.js';
import { loadTargets } from './linjiang-targets.js';
import { loadTransfers } from './linjiang-transfers.js';
import { awardHomes, entrust, found, type NewUnion, openPeriods } from './registers.js';

export const linjiang: Plan = {
  code: 'linjiang',
  name: '临江市总工会',
  root: { code: 'LJ', establishedOn: '1951-05-01' },
  admin: { login: 'guanli', name: '高洁' },
};

export const linjiangAdministrators = { system: '何伟', security: '吕静', audit: '施明' };

export const linjiangPeriod = { form: 'work-q', period: '2026Q3' } as const;

const district: NewUnion = {
  code: 'LJ-DC',
  name: '东城区总工会',
  kind: 'DISTRICT',
  establishedOn: '1984-03-08',
};
const bureau: NewUnion = { code: 'LJ-JT', name: '市交通局工会', kind: 'BUREAU', establishedOn: '1979-10-06' };
const base = (code: string, name: string, kind: 'SINGLE' | 'JOINT' = 'SINGLE'): NewUnion => ({
  ...{ code, name, kind, establishedOn: '2012-09-01' },
});

/** The grassroots unions, by how far each has come. */
export const linjiangUnions = {
  accepted: base('LJ-JT-01', '公交公司工会'),
  acceptedToo: base('LJ-DC-01', '东城一中工会'),
  waiting: base('LJ-DC-02', '东城区人民医院工会'),
  returned: base('LJ-DC-03', '东城商业街联合工会', 'JOINT'),
  halfFilled: base('LJ-JT-02', '长途汽车站工会'),
  notBegun: base('LJ-DC-04', '东方纺织公司工会'),
};

const members = (workers: number, count: number, added: number): Record<string, Figure> => ({
  mem_worker_cnt: workers,
  mem_member_cnt: count,
  mem_new_member_cnt: added,
  mem_leave_cnt: 0,
});

/** Whether the quarter is laid out: the half-filled draft, saved last, has been there. */
export async function hasLinjiang(server: Server): Promise<boolean> {
  const reader = await signIn(server, linjiang.code, linjiang.admin.login);
  const states = reader && (await statesOf(reader, linjiangUnions.halfFilled.code, linjiangPeriod));
  return states !== null && states.length > 0;
}

/** Loads the federation up to the middle of its quarter. Loading again goes on where it was interrupted. */
export async function loadLinjiang(server: Server, say: Say): Promise<void> {
  const { admin, rootId, join } = await openFederation(server, linjiang);
  const statistician = await join({ login: 'tongji', name: '沈洁', role: 'STATISTICIAN', at: [rootId] });
  await join({ login: 'lingdao', name: '徐伟', role: 'LEADER', at: [rootId] });
  await join({ login: 'shenhe', name: '胡军', role: 'REVIEWER', at: [rootId] });

  const districtId = await found(admin, rootId, district);
  const bureauId = await found(admin, rootId, bureau);
  const parentOf = ({ code }: NewUnion): string => (code.startsWith(district.code) ? districtId : bureauId);
  const ids = new Map<NewUnion, string>();
  for (const union of [...Object.values(linjiangUnions), movedUnion, mergedUnion])
    ids.set(union, await found(admin, parentOf(union), union));
  const idOf = (union: NewUnion): string => ids.get(union)!;

  const districtReviewer = await join({
    login: 'shenhe.dongcheng',
    name: '罗敏',
    role: 'REVIEWER',
    at: [districtId],
  });
  const bureauReviewer = await join({
    login: 'shenhe.jiaotong',
    name: '谢军',
    role: 'REVIEWER',
    at: [bureauId],
  });
  const clerk = await join({ login: 'tianbao', name: '唐莉', role: 'FILER', at: [...ids.values()] });
  await join({ login: 'tianbao.benji', name: '韩雪', role: 'FILER', at: [rootId, districtId, bureauId] });

  await loadHistory({
    ...{ admin, statistician, clerk },
    reviewerOf: (code) => (code.startsWith(district.code) ? districtReviewer : bureauReviewer),
  });
  await openPeriods(statistician, [linjiangPeriod.period]);
  await awardHomes(statistician, linjiangPeriod, [
    {
      ...{ unionId: idOf(linjiangUnions.accepted), grade: 2, awardingLevel: '市' },
      ...{ documentNo: '临工发〔2025〕8号', awardedOn: '2025-12-10' },
    },
  ]);

  const { accepted, acceptedToo, waiting, returned, halfFilled, notBegun } = linjiangUnions;
  const entrusted = { login: 'daibao', name: '方圆' };
  const agent = await join({ ...entrusted, role: 'FILER', at: [idOf(acceptedToo)] });
  await entrust(admin, {
    ...{ to: entrusted, unionIds: [waiting, returned, notBegun].map(idOf) },
    documentNo: '东工委〔2026〕3号',
  });
  const report = (union: NewUnion, cells: Report['cells'], more: Partial<Report> = {}): Report => ({
    ...{ ...linjiangPeriod, unionId: idOf(union), cells },
    ...more,
  });
  await fileAndAccept(clerk, bureauReviewer, report(accepted, members(640, 612, 18)));
  await fileAndAccept(clerk, districtReviewer, report(acceptedToo, members(236, 231, 4)));
  await submit(clerk, report(waiting, members(1180, 1102, 35)));
  await fileAndReturn(
    agent,
    districtReviewer,
    report(returned, members(143, 1310, 9), { explanation: '含商业街各店铺流动人员。' }),
    '会员 1310 人多于职工 143 人,疑似多填一个 0,请核对后重新上报。',
  );
  await loadTargets(
    { statistician, districtReviewer },
    {
      ...{ root: rootId, district: districtId, bureau: bureauId },
      ...{ schools: idOf(acceptedToo), hospital: idOf(waiting), street: idOf(returned) },
    },
  );
  await loadNotices(
    { statistician, districtReviewer, clerk },
    { ...{ root: rootId, district: districtId }, ...{ schools: idOf(acceptedToo), hospital: idOf(waiting) } },
  );
  await loadRecords(clerk, idOf(halfFilled));
  await loadHomes(
    { districtReviewer, bureauReviewer, clerk },
    {
      ...{ schools: idOf(acceptedToo), hospital: idOf(waiting), street: idOf(returned) },
      ...{ station: idOf(accepted), drivers: idOf(halfFilled) },
    },
  );
  await loadAppraisals(
    { statistician, districtReviewer, clerk },
    { ...{ root: rootId, district: districtId }, ...{ schools: idOf(acceptedToo), hospital: idOf(waiting) } },
  );
  const party = (union: NewUnion) => ({ id: idOf(union), code: union.code });
  await loadTransfers(clerk, {
    ...{ drivers: party(halfFilled), ferry: party(movedUnion), textile: party(notBegun) },
  });
  await saveDraft(clerk, report(halfFilled, halfFilledDraft.cells, halfFilledDraft));
  say('临江市总工会: 2026Q2 is final; since then one union was moved and one merged');
  say('临江市总工会: 2026Q3 is under way, two reports accepted, one waiting, one returned, one half filled');
}
