import { Link } from '@tanstack/react-router';
import { Facts } from '../../page/Facts.js';
import { day } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { FigureTable } from '../FigureTable.js';
import type { BookNamed } from '../targets/plan.js';
import { Wide } from '../Wide.js';
import { type Appraisal, useAppraisalAddress } from './seen.js';
import { useWords } from './words.js';

/** How far the appraisal has come: its stage and days, how many are appraised, and with which grades. */
export function Summary({ of, appraisal }: { of: BookNamed; appraisal: Appraisal }) {
  const say = useWords();
  const { stage, publishedOn, appealUntil, finalOn } = appraisal;
  const counts = (['unions', 'appraised', 'complete'] as const).map(
    (name) => [say(name), say('countOf', { count: appraisal[name] })] as const,
  );
  const days = Object.entries({ publishedOn, appealUntil, finalOn } as const);
  return (
    <>
      <Ways of={of} appraisal={appraisal} />
      <Facts
        facts={[
          [say('stage'), say(stage)],
          ...counts,
          [say('appealsOpen'), say('appealsOf', { count: appraisal.appealsOpen })],
          ...days.flatMap(([name, on]) =>
            on === null ? [] : [[say(name as 'publishedOn'), day(on)] as const],
          ),
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
    <Wide label={say('distribution')} className="appraisal-narrow">
      <FigureTable
        of={say('grade')}
        columns={[say('from'), say('unions')]}
        rows={distribution.map(({ grade, unions }) => ({
          key: grade?.zh ?? '',
          name: grade ? named(grade) : say('none'),
          figures: [grade ? grouped(grade.from) : '', unions],
        }))}
      />
    </Wide>
  );
}
