import { type ReactNode, useState } from 'react';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import type { Scope } from '../scope/scope.js';
import { Below, type BelowQuery } from './generated/progress.js';
import { signs, stateOf } from './state.js';
import { useWords } from './words.js';
import { More } from '../More.js';

/** A body's total, as far as progress is concerned. */
export type Total = NonNullable<BelowQuery['rollup']>;
type Child = Total['children']['nodes'][number];

/**
 * The unions below one, each with its state; a body opens to those below it, which are asked for then. `head`: what is said above of
 * the one itself.
 */
export function Branch({
  scope,
  name,
  head,
}: {
  scope: Scope;
  name: string;
  head?: (total: Total) => ReactNode;
}) {
  const say = useWords();
  const answer = usePages(
    Below,
    scope,
    ({ rollup }) => rollup?.children.pageInfo ?? { hasNextPage: false, endCursor: null },
  );
  return (
    <Answered answer={answer}>
      {({ pages }) => (
        <>
          {pages[0]?.rollup ? head?.(pages[0].rollup) : <Empty>{say('gone')}</Empty>}
          <ul className="branch" aria-label={name}>
            {pages
              .flatMap(({ rollup }) => rollup?.children.nodes ?? [])
              .map((child) => (
                <Node key={child.union.id} scope={scope} child={child} />
              ))}
          </ul>
          <More pages={answer} />
        </>
      )}
    </Answered>
  );
}

function Node({ scope, child }: { scope: Scope; child: Child }) {
  const say = useWords();
  const [open, setOpen] = useState(false);
  const { name, union, completeness } = child;
  const state = stateOf(child);
  const body = union.level !== 'GRASSROOTS';
  return (
    <li>
      <div className="node">
        {body ? (
          <button
            type="button"
            className="node-open"
            aria-expanded={open}
            aria-label={say('open', { name })}
            onClick={() => setOpen(!open)}
          >
            {open ? '▾' : '▸'}
          </button>
        ) : (
          <span className="node-leaf" />
        )}
        <span className="node-name">{name}</span>
        <span className={`node-state state-${state}`}>
          <span aria-hidden="true">{signs[state]}</span> {say(state)}
        </span>
        {body ? <Shares of={completeness} /> : completeness.late > 0 && <span>{say('wasLate')}</span>}
      </div>
      {open && <Branch scope={{ ...scope, unionCode: union.code }} name={name} />}
    </li>
  );
}

/** How many of how many: in words and as a bar. */
function Shares({ of: { expected, accepted, waiting, returned } }: { of: Child['completeness'] }) {
  const say = useWords();
  const owing = expected - accepted - waiting;
  return (
    <>
      <progress max={expected} value={accepted} aria-label={say('count', { accepted, expected })} />
      <span className="quiet-text">
        {say('count', { accepted, expected })}
        {waiting > 0 && ` · ${say('countWaiting', { count: waiting })}`}
        {returned > 0 && ` · ${say('countReturned', { count: returned })}`}
        {owing > 0 && ` · ${say('countOwing', { count: owing })}`}
      </span>
    </>
  );
}
