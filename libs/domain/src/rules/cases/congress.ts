import type { Trial } from '../../rule-trial.js';
import type { Case, Cases } from './case.js';

type Columns = Readonly<Record<string, unknown>>;

/** 一建公司, 2007: 108 due, 88 present, 16 by proxy, 4 absent; two plans put to the vote. */
const held = { due: '108', present: '88', proxy: '16', absent: '4', adopted: '2' };
const reform = { item: '改制方案', for: '76', against: '1', abstain: '27', passed: true };
const settlement = { item: '安置方案', for: '84', against: '17', abstain: '3', passed: true };

const trial = (session: Columns, ballots: readonly Columns[] = []): Trial => ({
  period: { startsOn: '2007-01-01', endsOn: '2007-03-31' },
  rows: {
    wc_session: [{ session_no: '4', held_on: '2007-02-09', ...session }],
    wc_ballot: ballots.map((ballot) => ({ session_no: '4', item: '改制方案', ...ballot })),
  },
});

const sessions = (failing: Columns, passing: Columns): Case => [trial(failing), trial(passing)];
const ballots = (failing: Columns, passing: Columns): Case => [
  trial(held, [failing]),
  trial(held, [passing]),
];

/** Cases of 附表一 and 附表二. */
export const congressCases: Cases = {
  'delegates-add-up': sessions({ ...held, absent: '5' }, held),
  'quorum-two-thirds': sessions({ due: '108', present: '71' }, { due: '108', present: '72' }),
  'too-few-delegates': sessions({ due: '29' }, { due: '30' }),
  'proxies-used': sessions({ proxy: '1' }, { proxy: '0' }),
  'session-within-period': sessions({ held_on: '2007-04-01' }, { held_on: '2007-03-31' }),
  'passed-ballots-within-adopted': [
    trial({ adopted: '1' }, [reform, settlement]),
    trial({ adopted: '1' }, [reform, { ...settlement, passed: false }]),
  ],
  'adopted-without-ballots': [
    trial({ adopted: '3' }, [reform, settlement]),
    trial({ adopted: '2' }, [reform, settlement]),
  ],
  'votes-within-voters': ballots({ ...reform, abstain: '28' }, reform),
  'votes-below-voters': ballots({ ...reform, abstain: '26' }, reform),
  'pass-line': ballots({ ...reform, for: '54' }, { ...reform, for: '55' }),
  'passed-by-proxies': ballots({ ...reform, for: '70' }, { ...reform, for: '71' }),
  'many-abstentions': [
    trial({}, [{ for: '79', against: '0', abstain: '21' }]),
    trial({}, [{ for: '80', against: '0', abstain: '20' }]),
  ],
  'no-congress-in-a-year': [{ rows: { wc_session: [] } }, trial({})],
};
