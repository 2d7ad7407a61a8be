import { Redirect, useSearch } from 'wouter';
import type { Body, Me } from '../../client/session.js';
import { Empty } from '../../page/states.js';
import { today } from '../../words/dates.js';
import { OfUnion } from '../union/OfUnion.js';
import { Orders, Waiting } from './Orders.js';
import { Receiving, Sending } from './Entering.js';
import './transfers.css';
import { useWords } from './words.js';

/** 会籍接转 of a grassroots union that one files for (also by `?union=`); without its code, of the first of all unions that one files for. */
export function Transfers({ me, unionCode }: { me: Me; unionCode: string | null }) {
  const say = useWords();
  const asked = new URLSearchParams(useSearch()).get('union');
  if (asked !== null) return <Redirect to={`/transfers/${encodeURIComponent(asked)}`} replace />;
  return (
    <OfUnion {...{ me, unionCode }} path="/transfers" title={(union) => say('title', union)}>
      {(union) =>
        union.level === 'GRASSROOTS' ? (
          <OfGrassroots key={union.id} {...{ me, union }} />
        ) : (
          <Empty>{say('notHere', { union: union.name })}</Empty>
        )
      }
    </OfUnion>
  );
}

function OfGrassroots({ me, union }: { me: Me; union: Body }) {
  const say = useWords();
  const kept = `${me.id} ${union.id} transfer`;
  return (
    <>
      <p className="hint">{say('hint')}</p>
      <Waiting union={union} />
      <details open className="fold">
        <summary>{say('sending')}</summary>
        <Sending unionId={union.id} kept={`${kept} out`} on={today()} />
      </details>
      <details className="fold">
        <summary>{say('receiving')}</summary>
        <Receiving unionId={union.id} kept={`${kept} in`} on={today()} />
      </details>
      <Orders union={union} />
    </>
  );
}
