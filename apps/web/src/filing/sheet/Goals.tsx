import { useQuery } from '@tanstack/react-query';
import { asked } from '../../client/answers.js';
import { grouped, unitBehind } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { SheetTargets } from './generated/targets.js';
import { useLaterWords } from './later-words.js';
import type { EntrySheet } from './line.js';

/** What the union is to reach in the year that the sheet's period lies in, and how far it has come by what was accepted; nothing without targets. */
export function Goals({ sheet: { union, form, period } }: { sheet: EntrySheet }) {
  const say = useLaterWords();
  const year = period.slice(0, 4);
  const { data } = useQuery(asked(SheetTargets, { unionId: union.id, form, period: year }));
  const { targets = [] } = data?.targetBook ?? {};
  if (targets.length === 0) return null;
  return (
    <details className="goals">
      <summary>{say('goals', { year, count: targets.length })}</summary>
      <ul>
        {targets.map(({ measure, value, actual, completion, behind }) => (
          <li key={measure.cell}>
            {`${named(measure)} ${grouped(value)}${unitBehind(measure.unit)} · `}
            {actual === null
              ? say('goalOpen')
              : say('goalReached', { actual: grouped(actual), rate: grouped(completion) || '—' })}
            {behind && <strong> {say('goalBehind')}</strong>}
          </li>
        ))}
      </ul>
    </details>
  );
}
