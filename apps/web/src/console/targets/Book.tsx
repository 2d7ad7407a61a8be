import { may } from '@huiji/domain/access';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Answered } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { language } from '../../words/i18n.js';
import { named } from '../../words/named.js';
import { useAddress } from '../address.js';
import { Export } from '../export/Export.js';
import { More } from '../More.js';
import { TargetsOf } from './generated/targets.js';
import { HandOn } from './HandOn.js';
import { OwnTargets } from './OwnTargets.js';
import { type AllTyped, type Book as BookRead, type BookNamed, type Measure, targetFor } from './plan.js';
import { Revisions, type RevisionsOf } from './Revisions.js';
import './targets.css';
import { useWords } from './words.js';

/** The book of a body: its own targets, and what it hands on. */
export function Book({ me, of }: { me: Me; of: BookNamed }) {
  const say = useWords();
  const [address, go] = useAddress<'union' | 'cell'>();
  const [looked, setLooked] = useState<RevisionsOf | null>(null);
  // By measure, so that looking at another one loses nothing.
  const [typed, setTyped] = useState<Readonly<Record<string, AllTyped>>>({});
  const pages = usePages(TargetsOf, of, ({ targetBook }) => targetBook.children.pageInfo);
  return (
    <Answered answer={pages}>
      {({ pages: read }) => {
        const book = read.at(-1)!.targetBook;
        const children = read.flatMap(({ targetBook }) => targetBook.children.nodes);
        const { union, measures } = book;
        const held = [book, ...children].some(({ targets }) => targets.length > 0);
        const first = book.targets[0]?.measure.cell ?? measures[0]?.cell;
        const measure =
          measures.find(({ cell }) => cell === address.cell) ?? measures.find(({ cell }) => cell === first);
        return (
          <>
            <h1>{say('titleOf', { name: union.name })}</h1>
            <Facts of={of} book={book} />
            {held && <Export of={{ ...of, table: 'TARGETS' }} />}
            <OwnTargets
              book={book}
              chosen={measure?.cell}
              choose={(cell) => go({ cell })}
              look={(one) => setLooked({ ...of, union, measure: one })}
            />
            {measure && union.level !== 'GRASSROOTS' && (
              <section aria-labelledby="hand-on">
                <h2 id="hand-on">{say('handOn')}</h2>
                <Measures measures={measures} book={book} chosen={measure} choose={(cell) => go({ cell })} />
                <HandOn
                  key={measure.cell}
                  of={of}
                  book={book}
                  rows={children}
                  measure={measure}
                  mayIssue={book.open && may('ISSUE_TARGETS', appointmentsOf(me), union.id, [])}
                  typed={typed[measure.cell] ?? {}}
                  setTyped={(change) =>
                    setTyped((all) => ({ ...all, [measure.cell]: change(all[measure.cell] ?? {}) }))
                  }
                  open={(code) => go({ union: code })}
                  look={(child) => setLooked({ ...of, union: child, measure })}
                />
                <More pages={pages} />
              </section>
            )}
            <Drawer
              open={looked !== null}
              onClose={() => setLooked(null)}
              destroyOnHidden
              title={looked && say('historyOf', { name: looked.union.name })}
              closable={{ 'aria-label': say('shut') }}
            >
              {looked && <Revisions {...looked} />}
            </Drawer>
          </>
        );
      }}
    </Answered>
  );
}

/** What has to be known to read the book rightly: how much of the year has gone by, and what is missing. */
function Facts({ of, book }: { of: BookNamed; book: BookRead }) {
  const say = useWords();
  const [, go] = useAddress<'union'>();
  const { union, elapsed, upTo, periodsMissing, open } = book;
  const { parent } = union;
  return (
    <>
      {parent && (
        <p>
          <button type="button" className="link-button" onClick={() => go({ union: parent.code })}>
            {say('up', { name: parent.name })}
          </button>
        </p>
      )}
      {union.level !== 'GRASSROOTS' && (
        <p>
          <Link to="/appraisal" search={{ union: union.code, form: of.form, period: of.period }}>
            {say('appraisal')}
          </Link>
        </p>
      )}
      <p className="targets-facts">
        <span>{upTo === null ? say('notBegun') : say('elapsed', { rate: elapsed, day: day(upTo) })}</span>
        {upTo !== null && periodsMissing.length > 0 && (
          <span className="dim">{say('missing', { periods: periodsMissing.join(', ') })}</span>
        )}
        {!open && <strong>{say('closed')}</strong>}
      </p>
    </>
  );
}

/** The lines that can be handed on: those with a target first. */
function Measures({
  measures,
  book,
  chosen,
  choose,
}: {
  measures: readonly Measure[];
  book: BookRead;
  chosen: Measure;
  choose: (cell: string) => void;
}) {
  const say = useWords();
  const held = measures.filter((measure) => targetFor(book.targets, measure));
  const others = measures.filter((measure) => !targetFor(book.targets, measure));
  return (
    <label className="targets-measure">
      {say('measure')}
      <select className="choice" value={chosen.cell} onChange={({ target }) => choose(target.value)}>
        {[...held, ...others].map((measure) => (
          <option key={measure.cell} value={measure.cell}>
            {named(measure)} {language() === 'zh' && say('unitOf', { unit: measure.unit })}
          </option>
        ))}
      </select>
    </label>
  );
}
