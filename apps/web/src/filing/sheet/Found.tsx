import { useRef } from 'react';
import { language } from '../../words/i18n.js';
import { sentence } from '../../words/sentence.js';
import type { FoundFragment, Severity } from './generated/sheet.js';
import { useHits, useWork } from './watch.js';
import { useWords } from './words.js';

const weights: readonly Severity[] = ['ARITHMETIC', 'PLAUSIBILITY', 'LAW'];

/** Where something that was found stands. */
export interface Place {
  cell: string | null;
  table: string | null;
  row: number | null;
}

interface FoundProps {
  go: (place: Place) => void;
  /** Whether a person has asked for a check: then that nothing was found is said too. */
  asked: boolean;
}

/** What the checks found (错误, 提示, 法规), the gravest first; a click leads to the cell. */
export function Found({ go, asked }: FoundProps) {
  const say = useWords();
  const { desk } = useWork();
  const hits = useHits();
  const heading = useRef<HTMLHeadingElement>(null);
  if (hits.length === 0 && !asked) return null;
  const nameOf = ({ cell, table, row }: FoundFragment): string =>
    (cell && desk.line(cell)?.[language()]) ?? (table ? `${table} ${row ?? ''}` : '');
  return (
    <section className="found" aria-labelledby="found-title">
      <h2 id="found-title" ref={heading} tabIndex={-1}>
        {say('checked')}
      </h2>
      {hits.length === 0 && <p className="good">{say('checkedClean')}</p>}
      <ul>
        {[...hits]
          .sort((one, other) => weights.indexOf(one.severity) - weights.indexOf(other.severity))
          .map((hit) => (
            <li key={`${hit.check} ${hit.cell} ${hit.row} ${hit.messageZh}`}>
              <button type="button" className={`hit hit-${hit.severity}`} onClick={() => go(hit)}>
                <strong>{say(hit.severity)}</strong> <span>{nameOf(hit)}</span> <span>{sentence(hit)}</span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}
