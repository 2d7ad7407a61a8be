import { moment } from '../../words/dates.js';
import { grouped, unitBehind } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { Facts } from '../Facts.js';
import { short } from '../points.js';
import { type Appraisal, type Item, missingIn, type Result, type Scheme } from './claim.js';
import { ClaimEnd, ClaimShown } from './ClaimShown.js';
import { ItemName } from './Scheme.js';
import { Scored } from './Scored.js';
import { useWords } from './words.js';

interface ResultProps {
  appraisal: Appraisal;
  scheme: Scheme;
}

/** 考核结果 as it was published: points, grade and rank, then each target and each item, beside what the union said of itself. */
export function ResultShown({ appraisal: { bodyName, ranked, own }, scheme: { items } }: ResultProps) {
  const say = useWords();
  const { claim, result, rank } = own;
  return (
    <section aria-labelledby="appraisal-result">
      <h2 id="appraisal-result">{say('result')}</h2>
      {result === null ? (
        <>
          <p>{say('noResult', { body: bodyName ?? '' })}</p>
          <h3>{say('claim')}</h3>
          <ClaimShown claim={claim} items={items} none={say('noClaimMade')} />
        </>
      ) : (
        <>
          <Total {...{ result, rank, ranked }} />
          {!result.complete && <Incomplete {...{ result, items }} />}
          {result.note !== null && <p className="appraisal-text">{say('opinion', { note: result.note })}</p>}
          <p className="appraisal-dim">{say('resultBy', { name: result.byName, at: moment(result.at) })}</p>
          <Targets targets={result.targets} />
          {items.length > 0 && <h3>{say('items')}</h3>}
          <ul className="appraisal-rows">
            {items.map((item) => (
              <li key={item.code}>
                <strong>
                  <ItemName item={item} />
                </strong>
                <Scored by="given" item={item} scores={result.scores} />
                <Scored by="claimed" item={item} scores={claim?.scores} />
              </li>
            ))}
          </ul>
          {claim && (
            <>
              <h3>{say('claim')}</h3>
              <ClaimEnd claim={claim} />
            </>
          )}
        </>
      )}
    </section>
  );
}

interface TotalProps extends Pick<Appraisal, 'ranked'> {
  result: Result;
  rank: number | null;
}

function Total({ result: { total, outOf, rate, complete, grade }, rank, ranked }: TotalProps) {
  const say = useWords();
  return (
    <div className="appraisal-result">
      <p>
        <strong className="appraisal-points">{say('totalOf', { total: short(total) })}</strong>{' '}
        {say('outOf', { outOf: short(outOf) })}
      </p>
      <Facts
        facts={[
          [say('rate'), rate === null ? '—' : say('percent', { percent: short(rate) })],
          [say('grade'), grade ? named(grade) : say(complete ? 'noGrade' : 'openGrade')],
          [say('rank'), rank === null ? say('noRank') : say('rankOf', { rank, of: ranked ?? rank })],
        ]}
      />
    </div>
  );
}

/** What a result lacks for a grade and a rank. */
function Incomplete({ result, items }: { result: Result; items: readonly Item[] }) {
  const say = useWords();
  const missing = missingIn(result, items);
  const [targets, scores] = [
    missing.targets.map(({ measure }) => named(measure)),
    missing.items.map(({ text }) => text),
  ];
  return (
    <div className="appraisal-missing">
      <p>{say('incomplete')}</p>
      {targets.length > 0 && <p>{say('missingTargets', { names: targets.join(say('comma')) })}</p>}
      {scores.length > 0 && <p>{say('missingItems', { names: scores.join(say('comma')) })}</p>}
    </div>
  );
}

/** What each target gave: as it stood when the union was appraised. */
function Targets({ targets }: Pick<Result, 'targets'>) {
  const say = useWords();
  const marked = (figure: string, mark: string): string =>
    say(mark === 'AT_LEAST' || mark === 'ABOUT' ? mark : 'EXACT', { figure });
  return (
    <>
      <h3>{say('targets')}</h3>
      {targets.length === 0 && <p>{say('noTargets')}</p>}
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
    </>
  );
}
