import { type Row, rowEntry } from '../rows.js';
import type { Check, CheckHit, CheckInput, CheckParameters } from './port.js';

/** The count in a column of a row, or null when it is blank. */
type Count = (column: string) => bigint | null;

const countsOf =
  (row: Row): Count =>
  (column) =>
    rowEntry(row, column).figure;

/** Null when one of the counts is blank: then nothing certain can be said. */
function all<const Columns extends readonly string[]>(
  of: Count,
  columns: Columns,
): { [K in keyof Columns]: bigint } | null {
  const counts = columns.map(of);
  return counts.includes(null) ? null : (counts as { [K in keyof Columns]: bigint });
}

type Sentence = Pick<CheckHit, 'zh' | 'en'> | null;
type Declared = Pick<Check, 'code' | 'severity' | 'source'>;

const declare = (declared: Declared, evaluate: Check['evaluate']): Check => ({
  ...declared,
  scope: 'FILED',
  cells: ['wc_meeting_cnt'],
  evaluate,
});

const hits = (table: string, rows: readonly Row[], test: (row: Row) => Sentence): CheckHit[] =>
  rows.flatMap((row, at) => {
    const sentence = test(row);
    return sentence ? [{ ...sentence, table, row: at + 1 }] : [];
  });

const ballotsOf = (input: CheckInput, session: Row): readonly Row[] =>
  (input.rows['wc_ballot'] ?? []).filter((ballot) => ballot['session_no'] === session['session_no']);

/** A check of each session (届次) of the worker congress. */
function ofSession(
  declared: Declared,
  test: (session: Count, of: { ballots: readonly Row[]; parameters: CheckParameters }) => Sentence,
): Check {
  return declare(declared, (input) =>
    hits('wc_session', input.rows['wc_session'] ?? [], (session) => {
      const ballots = ballotsOf(input, session);
      return test(countsOf(session), { ballots, parameters: input.parameters });
    }),
  );
}

interface BallotTest {
  ballot: Count;
  session: Count;
  passed: boolean;
  item: string;
  parameters: CheckParameters;
}

/** A check of each ballot together with its session. */
function ofBallot(declared: Declared, test: (of: BallotTest) => Sentence): Check {
  return declare(declared, (input) =>
    hits('wc_ballot', input.rows['wc_ballot'] ?? [], (ballot) => {
      const number = ballot['session_no'];
      const session = (input.rows['wc_session'] ?? []).find((one) => one['session_no'] === number) ?? {};
      return test({
        ...{ ballot: countsOf(ballot), session: countsOf(session), parameters: input.parameters },
        ...{
          passed: ballot['passed'] === true,
          item: typeof ballot['item'] === 'string' ? ballot['item'] : '',
        },
      });
    }),
  );
}

const passes = (votes: bigint, due: bigint, line: CheckParameters['passLine']) =>
  line === 'MORE_THAN_HALF' ? 2n * votes > due : 2n * votes >= due;

const lines = {
  MORE_THAN_HALF: { zh: '过半数', en: 'more than half' },
  HALF_AND_MORE: { zh: '半数以上', en: 'half or more' },
};

const sessions: readonly Check[] = [
  ofSession(
    {
      code: 'delegates-add-up',
      severity: 'ARITHMETIC',
      source:
        'wc_delegate_due_cnt: = present + proxy + absent; wc_delegate_proxy_cnt: present + proxy <= due',
    },
    (n) => {
      const due = n('due');
      const given = ['present', 'proxy', 'absent'].flatMap((column) => n(column) ?? []);
      const sum = given.reduce((total, one) => total + one, 0n);
      if (due === null || (given.length === 3 ? sum === due : sum <= due)) return null;
      return {
        zh: `应到代表 ${due} 人,与实到、委托、缺席之和 ${given.join(' + ')} = ${sum} 人不符。`,
        en: `${due} delegates due, but present, proxy and absent are ${given.join(' + ')} = ${sum}.`,
      };
    },
  ),
  ofSession(
    {
      code: 'quorum-two-thirds',
      severity: 'LAW',
      source: '沪28, 浙15, 豫19: 2/3 of the delegates, present in person',
    },
    (n) => {
      const counts = all(n, ['due', 'present']);
      if (!counts) return null;
      const [due, present] = counts;
      if (3n * present >= 2n * due) return null;
      return {
        zh: `实到代表 ${present} 人,不足应到 ${due} 人的三分之二,未达法定人数(可以保存)。`,
        en: `${present} of ${due} delegates present are fewer than two thirds: no quorum (it can be recorded).`,
      };
    },
  ),
  ofSession(
    { code: 'too-few-delegates', severity: 'LAW', source: '沪21, 浙10: at least 30 delegates' },
    (n, { parameters: { minimumDelegates } }) => {
      const due = n('due');
      if (due === null || due >= BigInt(minimumDelegates)) return null;
      return {
        zh: `应到代表 ${due} 人,少于 ${minimumDelegates} 人。`,
        en: `${due} delegates due are fewer than ${minimumDelegates}.`,
      };
    },
  ),
  ofSession(
    { code: 'proxies-used', severity: 'LAW', source: 'wc_delegate_proxy_cnt: no proxy in the rules read' },
    (n) => {
      const proxy = n('proxy');
      if (proxy === null || proxy === 0n) return null;
      return {
        zh: `有委托代表 ${proxy} 人;各地条例没有委托出席的规定。`,
        en: `${proxy} delegates by proxy; the rules read know no proxies.`,
      };
    },
  ),
  ofSession(
    {
      code: 'passed-ballots-within-adopted',
      severity: 'ARITHMETIC',
      source: 'wc_resolution_cnt: one item, one ballot',
    },
    (n, { ballots }) => {
      const adopted = n('adopted');
      const passed = BigInt(ballots.filter((ballot) => ballot['passed'] === true).length);
      if (adopted === null || passed <= adopted) return null;
      return {
        zh: `表决通过的事项有 ${passed} 项,大于填报的通过事项数 ${adopted} 项。`,
        en: `${passed} ballots passed, but ${adopted} items are given as adopted.`,
      };
    },
  ),
  ofSession(
    {
      code: 'adopted-without-ballots',
      severity: 'PLAUSIBILITY',
      source: 'wc_resolution_cnt: item without ballot counts',
    },
    (n, { ballots }) => {
      const adopted = n('adopted');
      if (adopted === null || adopted <= BigInt(ballots.length)) return null;
      return {
        zh: `通过事项 ${adopted} 项,只填了 ${ballots.length} 项的表决票数,请补填或说明。`,
        en: `${adopted} items adopted, but ballots of ${ballots.length} only. Fill them in, or explain.`,
      };
    },
  ),
];

const ballots: readonly Check[] = [
  ofBallot(
    {
      code: 'votes-within-voters',
      severity: 'ARITHMETIC',
      source: 'wc_vote_cnt: for + against + abstain <= present + proxy',
    },
    ({ ballot, session, item }) => {
      const voters = all(session, ['present', 'proxy']);
      const given = ['for', 'against', 'abstain'].flatMap((column) => ballot(column) ?? []);
      const votes = given.reduce((total, one) => total + one, 0n);
      if (!voters || votes <= voters[0] + voters[1]) return null;
      return {
        zh: `“${item}”表决 ${given.join(' + ')} = ${votes} 票,大于实到与委托 ${voters.join(' + ')} = ${voters[0] + voters[1]} 人。`,
        en: `${item}: ${given.join(' + ')} = ${votes} votes exceed present and proxy ${voters.join(' + ')} = ${voters[0] + voters[1]}.`,
      };
    },
  ),
  ofBallot(
    { code: 'pass-line', severity: 'LAW', source: '浙15, 豫: 过半数; 沪31: 半数以上, of all delegates' },
    ({ ballot, session, passed, item, parameters: { passLine } }) => {
      const [votes, due] = [ballot('for'), session('due')];
      if (!passed || votes === null || due === null || passes(votes, due, passLine)) return null;
      return {
        zh: `“${item}”填为通过,但赞成 ${votes} 票未达全体代表 ${due} 人的${lines[passLine].zh}。`,
        en: `${item} is marked as passed, but ${votes} for are not ${lines[passLine].en} of all ${due} delegates.`,
      };
    },
  ),
  ofBallot(
    { code: 'passed-by-proxies', severity: 'LAW', source: 'wc_vote_cnt: passes only thanks to proxies' },
    ({ ballot, session, passed, item, parameters: { passLine } }) => {
      const [votes, counts] = [ballot('for'), all(session, ['due', 'proxy'])];
      if (!passed || votes === null || !counts) return null;
      const [due, proxy] = counts;
      if (!passes(votes, due, passLine) || passes(votes - proxy, due, passLine)) return null;
      return {
        zh: `“${item}”赞成 ${votes} 票,不计委托 ${proxy} 票则为 ${votes - proxy} 票,未达全体代表 ${due} 人的${lines[passLine].zh}。`,
        en: `${item}: ${votes} for, but without ${proxy} proxies ${votes - proxy}, not ${lines[passLine].en} of all ${due} delegates.`,
      };
    },
  ),
  ofBallot(
    { code: 'votes-below-voters', severity: 'LAW', source: 'wc_vote_cnt: sum != present + proxy' },
    ({ ballot, session, item }) => {
      const votes = all(ballot, ['for', 'against', 'abstain']);
      const voters = all(session, ['present', 'proxy']);
      if (!votes || !voters) return null;
      const [cast, able] = [votes[0] + votes[1] + votes[2], voters[0] + voters[1]];
      if (cast >= able) return null;
      return {
        zh: `“${item}”三项票数合计 ${cast} 票,少于实到与委托 ${able} 人。`,
        en: `${item}: ${cast} votes are fewer than the ${able} present and by proxy.`,
      };
    },
  ),
  ofBallot(
    { code: 'many-abstentions', severity: 'LAW', source: 'wc_vote_cnt: abstain > 20%' },
    ({ ballot, item }) => {
      const votes = all(ballot, ['for', 'against', 'abstain']);
      if (!votes) return null;
      const [inFavour, against, abstain] = votes;
      const cast = inFavour + against + abstain;
      if (5n * abstain <= cast) return null;
      return {
        zh: `“${item}”弃权 ${abstain} 票,超过 ${cast} 票的 20%。`,
        en: `${item}: ${abstain} abstentions are more than 20 % of ${cast} votes.`,
      };
    },
  ),
];

/**
 * Checks of 附表一 and 附表二, the worker congress (职代会) and its ballots. What the law asks only flags: a meeting without
 * quorum must stay recordable, or the form forces people to lie (domain rule 5).
 */
export const congressChecks: readonly Check[] = [
  ...sessions,
  ...ballots,
  {
    ...declare(
      { code: 'no-congress-in-a-year', severity: 'LAW', source: '沪22, 浙15: at least once a year' },
      ({ figure }) =>
        figure('wc_meeting_cnt') === 0n
          ? [
              {
                zh: '全年没有召开职代会,每年至少应召开一次。',
                en: 'No worker congress in the year; one is due.',
              },
            ]
          : [],
    ),
    frequency: 'YEAR',
  },
];
