import { grouped, unitBehind } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { Facts } from '../Facts.js';
import { short } from '../points.js';
import type { OwnTargetFragment } from './generated/own.js';
import { useWords } from './words.js';

/** What each target gives: as it stood when the union was appraised, or as it stands now. */
export function Targets({ targets }: { targets: readonly OwnTargetFragment[] }) {
  const say = useWords();
  if (targets.length === 0) return <p>{say('noTargets')}</p>;
  const marked = (figure: string, mark: string): string =>
    say(mark === 'AT_LEAST' || mark === 'ABOUT' ? mark : 'EXACT', { figure });
  return (
    <ul className="appraisal-rows">
      {targets.map(({ measure, weight, value, actual, mark, completion, points }) => {
        const figure = (of: string): string => `${grouped(of)}${unitBehind(measure.unit)}`;
        return (
          <li key={measure.cell}>
            <strong>{named(measure)}</strong>
            <Facts
              facts={[
                [say('weight'), short(weight)],
                [say('target'), figure(value)],
                [say('actual'), actual === null ? say('noFigure') : marked(figure(actual), mark)],
                [
                  say('completion'),
                  completion === null ? '—' : say('percent', { percent: grouped(completion) }),
                ],
                [
                  say('points'),
                  points === null ? say('noPoints') : say('pointsOf', { points: short(points) }),
                ],
              ]}
            />
          </li>
        );
      })}
    </ul>
  );
}
