import { useQuery } from '@tanstack/react-query';
import { asked } from '../../client/answers.js';
import { grouped } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import { named } from '../../words/named.js';
import { SheetTargets } from './generated/targets.js';
import type { EntrySheet } from './line.js';
import { useWords } from './words.js';

/** What the union is to reach in the year that the sheet's period lies in, and how far it has come by what was accepted; nothing without targets. */
export function Goals({ sheet: { union, form, period } }: { sheet: EntrySheet }) {
  const say = useWords();
  const year = period.slice(0, 4);
  const { data } = useQuery(asked(SheetTargets, { unionId: union.id, form, period: year }));
  const { targets = [], measures = [] } = data?.targetBook ?? {};
  if (targets.length === 0) return null;
  return (
    <details className="goals">
      <summary>{say('goals', { year, count: targets.length })}</summary>
      <ul>
        {targets.map(({ cell, value, actual, completion, behind }) => {
          const measure = measures.find((one) => one.cell === cell);
          // The catalogue's units are Chinese, but for %.
          const unit = language() === 'zh' || measure?.unit === '%' ? ` ${measure?.unit ?? ''}` : '';
          return (
            <li key={cell}>
              {measure ? named(measure) : cell} {grouped(value)}
              {unit} ·{' '}
              {actual === null
                ? say('goalOpen')
                : say('goalReached', { actual: grouped(actual), rate: grouped(completion) || '—' })}
              {behind && <strong> {say('goalBehind')}</strong>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
