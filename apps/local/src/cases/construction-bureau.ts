/** The construction bureau in the first half of 2007, reported in two quarters. */
import { type Client, fourAtOnce } from './client.js';
import type { Federation, Say } from './federation.js';
import { type Figure, fileAndAccept, type Report } from './filing.js';
import { found, type NewUnion } from './registers.js';

export const bureauCode = 'JC-JSJ';
const form = 'work-q';

const [office, first, water, gas]: readonly [NewUnion, NewUnion, NewUnion, NewUnion] = [
  { code: 'JC-JSJ-01', name: '建设局机关工会', kind: 'SINGLE', establishedOn: '2005-04-12' },
  { code: 'JC-JSJ-02', name: '一建公司工会', kind: 'SINGLE', establishedOn: '2005-05-20' },
  { code: 'JC-JSJ-03', name: '自来水公司工会', kind: 'SINGLE', establishedOn: '2005-06-08' },
  {
    code: 'JC-JSJ-04',
    name: '港华燃气公司工会',
    kind: 'SINGLE',
    preparedOn: '2006-12-25',
    establishedOn: '2007-02-12',
  },
];
const unions = [office, first, water, gas];

/** The bureau as registered, with the people who work in it. */
export interface Bureau {
  id: string;
  /** In the order of `unions`. */
  unionIds: readonly string[];
  clerk: Client;
  reviewer: Client;
  /** Files for the unions below. */
  unionClerk: Client;
}

/** Founds the bureau union and the four below, and staffs them. */
export async function buildBureau({ admin, rootId, join }: Federation): Promise<Bureau> {
  const bureau = {
    code: bureauCode,
    name: '市建设局工会',
    kind: 'BUREAU',
    establishedOn: '2005-01-20',
  } as const;
  const id = await found(admin, rootId, bureau);
  const unionIds = await fourAtOnce(unions, (union) => found(admin, id, union));
  const reviewer = await join({ login: 'shenhe.jianshe', name: '刘洋', role: 'REVIEWER', at: [id] });
  const clerk = await join({ login: 'tianbao.jianshe', name: '何敏', role: 'FILER', at: [id] });
  const unionClerk = await join({ login: 'tianbao.jianzhu', name: '马超', role: 'FILER', at: unionIds });
  return { id, unionIds, clerk, reviewer, unionClerk };
}

type Content = Pick<Report, 'cells' | 'tables' | 'explanation'>;

/** Members, and whether the employer has a collective contract and open affairs: stocks, told again each quarter. */
const stocks = (members: number, newMembers: number, agreed: 0 | 1): Record<string, Figure> => ({
  mem_member_cnt: members,
  mem_new_member_cnt: newMembers,
  mem_leave_cnt: 0,
  wc_collective_contract_unit_cnt: agreed,
  wc_open_affairs_unit_cnt: agreed,
});

/** 巾帼文明示范岗 by awarding level. */
const posts = (province: number, city: number, county: number): Record<string, Figure> => ({
  wom_pioneer_post_cnt: province + city + county,
  'wom_pioneer_post_cnt[全国]': 0,
  'wom_pioneer_post_cnt[省]': province,
  'wom_pioneer_post_cnt[市]': city,
  'wom_pioneer_post_cnt[县]': county,
});

const ballot = (item: string, votes: { for: string; against: string; abstain: string }) => ({
  ...{ session_no: '4', item, ...votes, passed: true },
});

/** The fourth session at 一建公司 with its two ballots on the conversion of the company (改制). */
const firstCongress = {
  wc_session: [
    {
      session_no: '4',
      held_on: '2007-02-09',
      due: '108',
      present: '88',
      proxy: '16',
      absent: '4',
      adopted: '2',
    },
  ],
  wc_ballot: [
    ballot('改制方案', { for: '76', against: '1', abstain: '27' }),
    ballot('安置方案', { for: '84', against: '17', abstain: '3' }),
  ],
};

/** By quarter: what each union files, in the order of `unions`, and what the bureau files itself (本级). */
const quarters: ReadonlyArray<{ period: string; below: readonly Content[]; own: Content }> = [
  {
    period: '2007Q1',
    below: [
      { cells: stocks(58, 0, 0) },
      { cells: stocks(820, 0, 0), tables: firstCongress },
      {
        cells: stocks(260, 0, 1),
        tables: { wc_session: [{ held_on: '2007-02-09', adopted: '4' }] },
        explanation: '四项文件均由职代会举手表决通过,会议记录没有分项票数。',
      },
      { cells: stocks(96, 96, 0) },
    ],
    own: {
      cells: {
        aid_family_cnt: 37,
        aid_amount: '69000.00',
        wom_event_participant_cnt: 80,
        comp_event_cnt: 1,
        cul_event_cnt: 1,
        info_research_cnt: 0,
      },
    },
  },
  {
    period: '2007Q2',
    below: [
      { cells: { ...stocks(58, 0, 0), ...posts(0, 0, 1) } },
      { cells: { ...stocks(832, 12, 0), ...posts(1, 1, 2), comp_ankang_unit_cnt: { atLeast: 1 } } },
      { cells: { ...stocks(260, 0, 1), ...posts(0, 1, 1), comp_ankang_unit_cnt: { atLeast: 1 } } },
      { cells: { ...stocks(101, 5, 0), ...posts(0, 0, 0) } },
    ],
    own: {
      cells: {
        comp_event_cnt: 3,
        cul_event_cnt: 1,
        cul_participant_cnt: { atLeast: 100 },
        info_research_cnt: 1,
      },
      tables: {
        // How many classes the last two took is not known, so the eight are “at least” as well.
        trn_class: [
          { name: '岗位资格培训', type: '岗位', classes: '8', person_times: '500' },
          { name: '技能培训鉴定', type: '技能鉴定', person_times: { value: '8500', mark: 'AT_LEAST' } },
          { name: '其他各类培训', type: '其他', person_times: { value: '1100', mark: 'AT_LEAST' } },
        ],
      },
    },
  },
];

/** Files both quarters. The bureau's reviewer accepts what lies below, the federation's the bureau's own report. */
export async function fileBureau(bureau: Bureau, chief: Client, say: Say): Promise<void> {
  for (const { period, below, own } of quarters) {
    await fourAtOnce([...below.entries()], ([at, content]) =>
      fileAndAccept(bureau.unionClerk, bureau.reviewer, {
        unionId: bureau.unionIds[at]!,
        form,
        period,
        ...content,
      }),
    );
    await fileAndAccept(bureau.clerk, chief, { unionId: bureau.id, form, period, ...own });
    say(`市建设局工会 ${period}: ${below.length} unions and the bureau have filed, all accepted`);
  }
}
