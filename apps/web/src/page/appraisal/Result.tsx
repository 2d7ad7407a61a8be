import { moment } from '../../words/dates.js';
import { named } from '../../words/named.js';
import { Facts } from '../Facts.js';
import { short } from '../points.js';
import { type Appraisal, type Item, missingIn, type Result, type Scheme } from './claim.js';
import { ClaimEnd, ClaimShown } from './ClaimShown.js';
import { ItemName } from './Scheme.js';
import { Scored } from './Scored.js';
import { Targets } from './Targets.js';
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
          <h3>{say('targets')}</h3>
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
