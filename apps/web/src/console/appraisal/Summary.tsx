import { Link } from '@tanstack/react-router';
import { Facts } from '../../page/Facts.js';
import { day } from '../../words/dates.js';
import { named } from '../../words/named.js';
import type { BookNamed } from '../targets/plan.js';
import { type Appraisal, useAppraisalAddress } from './seen.js';
import { useWords } from './words.js';

/** How far the appraisal has come: its stage and days, how many are appraised, and with which grades. */
export function Summary({ of, appraisal }: { of: BookNamed; appraisal: Appraisal }) {
  const say = useWords();
  const counts = (['unions', 'appraised', 'complete'] as const).map(
    (name) => [say(name), say('countOf', { count: appraisal[name] })] as const,
  );
  const days = (['publishedOn', 'appealUntil', 'finalOn'] as const).flatMap((name) => {
    const on = appraisal[name];
    return on === null ? [] : [[say(name), day(on)] as const];
  });
  return (
    <>
      <Ways of={of} appraisal={appraisal} />
      <Facts
        facts={[
          [say('stage'), say(appraisal.stage)],
          ...counts,
          [say('appealsOpen'), say('appealsOf', { count: appraisal.appealsOpen })],
          ...days,
        ]}
      />
      {appraisal.appraised > 0 && <Distribution appraisal={appraisal} />}
    </>
  );
}

/** To the body above, and to the targets that are appraised. */
function Ways({ of, appraisal: { body } }: { of: BookNamed; appraisal: Appraisal }) {
  const say = useWords();
  const [, go] = useAppraisalAddress();
  const { parent } = body;
  return (
    <p className="appraisal-ways">
      {parent && (
        <button type="button" className="link-button" onClick={() => go({ union: parent.code })}>
          {say('up', { name: parent.name })}
        </button>
      )}
      <Link to="/targets" search={{ union: of.unionCode, form: of.form, year: of.period }}>
        {say('targets')}
      </Link>
    </p>
  );
}

function Distribution({ appraisal: { distribution } }: { appraisal: Appraisal }) {
  const say = useWords();
  return (
    <section aria-label={say('distribution')}>
      <Facts
        facts={distribution.map(({ grade, unions }) => [
          grade ? named(grade) : say('none'),
          say('countOf', { count: unions }),
        ])}
      />
    </section>
  );
}
