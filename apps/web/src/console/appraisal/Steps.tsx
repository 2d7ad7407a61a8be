import { useActKey } from '../../client/act-key.js';
import { day } from '../../words/dates.js';
import { Act } from '../form/Act.js';
import type { BookNamed } from '../targets/plan.js';
import { FinaliseAppraisal, PublishAppraisal } from './generated/appraisal.js';
import type { Appraisal } from './seen.js';
import { useWords } from './words.js';

/** 公示, and then 办结: what each means, and what stands in its way. Nothing where there is no scheme, or nothing is left to do. */
export function Steps({ of: { form, period }, appraisal }: { of: BookNamed; appraisal: Appraisal }) {
  const say = useWords();
  const keyOf = useActKey();
  const { body, stage, scheme, unions, appraised, complete, appealsOpen, appealUntil } = appraisal;
  if (!scheme || stage === 'FINAL') return null;
  const step = { bodyId: body.id, form, period };
  const input = { ...step, idempotencyKey: keyOf([stage, step]) };
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{say('steps')}</h2>
      {stage === 'OPEN' ? (
        <>
          <p>{say('publishHint', { days: scheme.appealDays })}</p>
          <p>
            {unions > appraised && <strong>{say('leftOut', { count: unions - appraised })} </strong>}
            {appraised > complete && (
              <strong>{say('leftIncomplete', { count: appraised - complete })}</strong>
            )}
            {unions === complete && say('allComplete')}
          </p>
          <Act
            key={stage}
            operation={PublishAppraisal}
            variables={{ input }}
            told={({ publishAppraisal }) => publishAppraisal.userErrors}
            act={say('publish')}
          />
        </>
      ) : (
        <>
          <p>{say('finaliseHint', { day: appealUntil === null ? '' : day(appealUntil) })}</p>
          {appealsOpen > 0 && (
            <p>
              <strong>{say('appealsLeft', { count: appealsOpen })}</strong>
            </p>
          )}
          <Act
            key={stage}
            operation={FinaliseAppraisal}
            variables={{ input }}
            told={({ finaliseAppraisal }) => finaliseAppraisal.userErrors}
            act={say('finalise')}
          />
        </>
      )}
    </section>
  );
}
