import { bodiesRead, type Body, type Me } from '../../client/session.js';
import { Empty } from '../../page/states.js';
import { Tabs } from '../../page/Tabs.js';
import { today } from '../../words/dates.js';
import '../form/form.css';
import '../scope/scope.css';
import { UnionChoice } from '../scope/UnionChoice.js';
import './homes.css';
import { HomeFile } from './HomeFile.js';
import { Plan } from './Plan.js';
import { type Seen, trackOf, tracks, useHomesAddress } from './seen.js';
import { TrackChoice } from './shown.js';
import { Standards } from './Standards.js';
import { Standings } from './Standings.js';
import { Tally } from './Tally.js';
import { useWords } from './words.js';

const tabs = ['tally', 'list', 'plan', 'standard'] as const;
type TabCode = (typeof tabs)[number];

/** 职工之家: how the unions below a body stand on the ladder, who they are, what is planned, and by which standard. */
export default function Homes({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useHomesAddress();
  const bodies = bodiesRead(me).filter(({ level }) => level !== 'GRASSROOTS');
  const unionCode = address.union ?? bodies[0]?.code;
  if (!unionCode) return <Empty>{say('nothing')}</Empty>;
  if (address.home) return <HomeFile key={address.home} me={me} unionCode={address.home} />;
  const tab = tabs.find((code) => code === address.tab) ?? 'tally';
  return (
    <Tabs
      label={say('tabs')}
      tabs={tabs.map((code) => ({ code, name: say(code) }))}
      shown={tab}
      show={(code) =>
        go({
          tab: code === 'tally' ? undefined : code,
          ...{ grade: undefined, due: undefined, year: undefined },
        })
      }
    >
      {tab === 'standard' ? (
        <Standards me={me} />
      ) : (
        <>
          <Scope tab={tab} bodies={bodies} unionCode={unionCode} />
          <Shown me={me} tab={tab} unionCode={unionCode} />
        </>
      )}
    </Tabs>
  );
}

function Shown({ me, tab, unionCode }: { me: Me; tab: TabCode; unionCode: string }) {
  const [{ on, track }] = useHomesAddress();
  const seen: Seen = { unionCode, on, track: trackOf(track) };
  const ofOne = seen.track ?? 'LOCAL';
  if (tab === 'list') return <Standings of={{ ...seen, track: ofOne }} />;
  if (tab === 'plan') return <Plan key={`${unionCode} ${ofOne}`} me={me} of={{ unionCode, track: ofOne }} />;
  return <Tally of={seen} />;
}

function Scope({ tab, bodies, unionCode }: { tab: TabCode; bodies: readonly Body[]; unionCode: string }) {
  const say = useWords();
  const [{ on, track }, go] = useHomesAddress();
  // What is listed or planned stands on one track.
  const offered = tab === 'tally' ? ([...tracks, 'BOTH'] as const) : tracks;
  const chosen = trackOf(track) ?? (tab === 'tally' ? 'BOTH' : 'LOCAL');
  return (
    <div className="scope" role="group" aria-label={say('scope')}>
      <UnionChoice bodies={bodies} unionCode={unionCode} choose={(union) => go({ union })} />
      {tab !== 'plan' && (
        <label>
          {say('on')}
          <input
            type="date"
            className="choice"
            value={on ?? today()}
            onChange={({ target }) =>
              go({ on: target.value && target.value !== today() ? target.value : undefined })
            }
          />
        </label>
      )}
      <TrackChoice offered={offered} chosen={chosen} />
    </div>
  );
}
