import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAnswer } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import { Answered } from '../../page/states.js';
import { named } from '../../words/named.js';
import { ExportList } from '../export/Export.js';
import { FigureTable } from '../FigureTable.js';
import { More } from '../More.js';
import { Wide } from '../Wide.js';
import { type HomeDue, HomesBelow, HomesOf } from './generated/homes.js';
import { type Seen, type Tally as TallyRead, useHomesAddress } from './seen.js';
import { Fact, percent } from './shown.js';
import { useWords } from './words.js';

const steps = ['awarded', 'lowered', 'revoked', 'assessed', 'inspected', 'evaluated'] as const;
/** Counts that a list stands behind. */
const waiting: ReadonlyArray<{ count: 'expired' | 'notRechecked'; due: HomeDue }> = [
  { count: 'expired', due: 'RENEWAL' },
  { count: 'notRechecked', due: 'RECHECK' },
];

/** How the unions at and below a body stand on the ladder on a day, and those below each union directly below it. */
export function Tally({ of }: { of: Seen }) {
  const say = useWords();
  const [, go] = useHomesAddress();
  return (
    <Answered answer={useAnswer(HomesOf, of)}>
      {({ homes }) => {
        const { parent } = homes.union;
        return (
          <>
            <h1>{say('titleOf', { name: homes.union.name })}</h1>
            {parent && (
              <p>
                <button type="button" className="link-button" onClick={() => go({ union: parent.code })}>
                  {say('up', { name: parent.name })}
                </button>
              </p>
            )}
            {of.track === null && <p className="dim">{say('bothHint')}</p>}
            <ExportList key={JSON.stringify(of)} of={{ list: 'HOME_TALLIES', ...of }} />
            <Distribution of={of} tally={homes} />
            <Year of={of} tally={homes} />
            <Below of={of} whole={homes} />
          </>
        );
      }}
    </Answered>
  );
}

/** A count that leads to the unions counted. */
function ToList({
  of,
  tally: { union },
  what,
  count,
  only,
}: {
  of: Seen;
  tally: TallyRead;
  what: string;
  count: number;
  only: { grade: number } | { due: HomeDue };
}) {
  const say = useWords();
  const { on, track } = of;
  const filter = 'grade' in only ? { grade: String(only.grade) } : only;
  return (
    <Link
      to="/homes"
      search={{
        union: union.code,
        tab: 'list',
        on,
        track: track === 'SYSTEM' ? track : undefined,
        ...filter,
      }}
      aria-label={say('count', { name: union.name, what, count })}
    >
      {count}
    </Link>
  );
}

/** How many stand at each grade, how many were to reach it this year, and how many of these have. */
function Distribution({ of, tally }: { of: Seen; tally: TallyRead }) {
  const say = useWords();
  return (
    <section aria-labelledby="distribution">
      <h2 id="distribution">{say('distribution')}</h2>
      <Wide label={say('distribution')} className="homes-narrow">
        <FigureTable
          of={say('grade')}
          columns={[say('unions'), say('planned'), say('reached')]}
          rows={tally.grades.map((grade) => ({
            key: String(grade.grade),
            name: named(grade),
            figures: [
              <>
                <ToList of={of} tally={tally} what={named(grade)} count={grade.unions} only={grade} />
                <progress aria-label={named(grade)} max={Math.max(1, tally.unions)} value={grade.unions} />
              </>,
              grade.planned,
              grade.reached,
            ],
          }))}
        />
      </Wide>
    </section>
  );
}

/** What was done in the year up to the day, and what waits. */
function Year({ of, tally }: { of: Seen; tally: TallyRead }) {
  const say = useWords();
  return (
    <dl className="homes-facts">
      <Fact name={say('unions')}>{tally.unions}</Fact>
      <Fact name={say('share')}>{percent(tally.share)}</Fact>
      {steps.map((step) => (
        <Fact key={step} name={say(step)}>
          {tally[step]}
        </Fact>
      ))}
      {waiting.map(({ count, due }) => (
        <Fact key={count} name={say(count)}>
          <ToList of={of} tally={tally} what={say(count)} count={tally[count]} only={{ due }} />
        </Fact>
      ))}
    </dl>
  );
}

function Below({ of, whole }: { of: Seen; whole: TallyRead }) {
  const say = useWords();
  const answer = usePages(HomesBelow, of, ({ homesBelow }) => homesBelow.pageInfo);
  return (
    <section aria-labelledby="below">
      <h2 id="below">{say('below')}</h2>
      <Answered answer={answer}>
        {({ pages }) => {
          const below = pages.flatMap(({ homesBelow }) => homesBelow.nodes);
          if (below.length === 0) return <p className="dim">{say('noneBelow')}</p>;
          return (
            <>
              <Wide label={say('below')} className="homes-below">
                <table className="figures">
                  <thead>
                    <tr>
                      <th scope="col">{say('union')}</th>
                      <Columns whole={whole} />
                    </tr>
                  </thead>
                  <tbody>
                    <Row of={of} tally={whole} ladder={whole.grades}>
                      <strong>{whole.union.name}</strong>
                    </Row>
                    {below.map((tally) => (
                      <Row key={tally.union.id} of={of} tally={tally} ladder={whole.grades}>
                        <Down of={of} tally={tally} />
                      </Row>
                    ))}
                  </tbody>
                </table>
              </Wide>
              <More pages={answer} />
            </>
          );
        }}
      </Answered>
    </section>
  );
}

/** To what stands below a body, or to the file of a grassroots union. */
function Down({ of: { on, track }, tally: { union } }: { of: Seen; tally: TallyRead }) {
  const [address] = useHomesAddress();
  const search =
    union.level === 'GRASSROOTS'
      ? { ...address, home: union.code, track: track === 'SYSTEM' ? track : undefined, year: on?.slice(0, 4) }
      : { ...address, union: union.code };
  return (
    <Link to="/homes" search={search}>
      {union.name}
    </Link>
  );
}

function Columns({ whole }: { whole: TallyRead }) {
  const say = useWords();
  const names = [
    say('unions'),
    ...whole.grades.map(named),
    ...[say('share'), say('plannedReached')],
    ...steps.map((step) => say(step)),
    ...waiting.map(({ count }) => say(count)),
  ];
  return names.map((name) => (
    <th key={name} scope="col" className="number">
      {name}
    </th>
  ));
}

interface RowProps {
  of: Seen;
  tally: TallyRead;
  /** The grades that have a column: a union of which nobody holds one of an older, longer ladder tells of fewer. */
  ladder: TallyRead['grades'];
  children: ReactNode;
}

function Row({ of, tally, ladder, children }: RowProps) {
  const say = useWords();
  const { grades } = tally;
  const sum = (count: 'planned' | 'reached'): number =>
    grades.reduce((total, grade) => total + grade[count], 0);
  return (
    <tr>
      <th scope="row">{children}</th>
      <td className="number">{tally.unions}</td>
      {ladder.map((grade, at) => (
        <td key={grade.grade} className="number">
          <ToList of={of} tally={tally} what={named(grade)} count={grades[at]?.unions ?? 0} only={grade} />
        </td>
      ))}
      <td className="number">{percent(tally.share)}</td>
      <td className="number">{sum('planned') === 0 ? '—' : `${sum('reached')}/${sum('planned')}`}</td>
      {steps.map((step) => (
        <td key={step} className="number">
          {tally[step]}
        </td>
      ))}
      {waiting.map(({ count, due }) => (
        <td key={count} className="number">
          <ToList of={of} tally={tally} what={say(count)} count={tally[count]} only={{ due }} />
        </td>
      ))}
    </tr>
  );
}
