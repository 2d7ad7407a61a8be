import { useLive } from '../../client/live.js';
import { bodiesFor, bodiesRead, type Me } from '../../client/session.js';
import { Export } from '../export/Export.js';
import type { Scope } from '../scope/scope.js';
import { Scoped } from '../scope/Scoped.js';
import { Log } from './Log.js';
import { Owing } from './Owing.js';
import './progress.css';
import { Branch, type Total } from './Tree.js';
import { useWords } from './words.js';

/** 进度: how far the reports of a body have come, who owes one, and reminding them. */
export default function Progress({ me }: { me: Me }) {
  const say = useWords();
  const bodies = bodiesRead(me);
  const reminds = bodiesFor(me, 'REMIND', { below: true });
  return (
    <>
      <h1>{say('title')}</h1>
      <Scoped bodies={bodies}>
        {(scope) => (
          <div key={JSON.stringify(scope)}>
            <Branch scope={scope} name={say('tree')} head={(total) => <Head total={total} scope={scope} />} />
            <Owing scope={scope} mayRemind={reminds.length > 0} />
            {reminds.length > 0 && <Log scope={scope} />}
          </div>
        )}
      </Scoped>
    </>
  );
}

function Head({ total, scope }: { total: Total; scope: Scope }) {
  const say = useWords();
  const { name, union, form, period, completeness } = total;
  useLive(union.id, form, period);
  return (
    <>
      <h2>{name}</h2>
      <Counts of={completeness} />
      <Export of={{ ...scope, table: 'PROGRESS' }} />
      <h2>{say('tree')}</h2>
    </>
  );
}

function Counts({ of }: { of: Total['completeness'] }) {
  const say = useWords();
  const { expected, submitted, accepted, waiting, returned, started, notStarted, late } = of;
  const counts = {
    ...{ expected, submitted, accepted, waiting, returned },
    draft: started - submitted,
    ...{ notStarted, late },
    rate: of.rate === null ? '–' : `${of.rate}%`,
    onTimeRate: of.onTimeRate === null ? '–' : `${of.onTimeRate}%`,
  };
  return (
    <dl className="counts">
      {(Object.keys(counts) as Array<keyof typeof counts>).map((name) => (
        <div key={name}>
          <dt>{say(name)}</dt>
          <dd data-count={name}>{counts[name]}</dd>
        </div>
      ))}
    </dl>
  );
}
