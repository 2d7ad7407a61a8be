import { may } from '@huiji/domain/access';
import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../client/answers.js';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Facts } from '../../page/Facts.js';
import { Answered, Empty } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { named } from '../../words/named.js';
import type { BookNamed } from '../targets/plan.js';
import { Appeals } from './Appeals.js';
import { AppraisalOfOne } from './generated/appraisal.js';
import { Items } from './Items.js';
import { useWords as useOneWords } from './one-words.js';
import { canBeAppraised, isUpheld } from './scores.js';
import { type Appraised, useAppraisalAddress } from './seen.js';
import { Marks, percent, points } from './shown.js';
import { TakeAnew } from './TakeAnew.js';
import { Targets } from './Targets.js';
import { useWords } from './words.js';

/** The appraisal of one union: what it has reached and says of itself, what it is given, and its appeals. */
export function One({ me, of, unionCode }: { me: Me; of: BookNamed; unionCode: string }) {
  const say = useOneWords();
  const [address] = useAppraisalAddress();
  const answer = useAnswer(AppraisalOfOne, { ...of, childCode: unionCode });
  return (
    <>
      <p>
        <Link to="/appraisal" search={{ ...address, of: undefined }}>
          {say('back')}
        </Link>
      </p>
      <Answered answer={answer}>
        {({ appraisal: { body, stage, scheme, child: one } }) => {
          if (!one) return <Empty>{say('notFound')}</Empty>;
          const mayAppraise = may('APPRAISE', appointmentsOf(me), body.id, []);
          const open = mayAppraise && scheme !== null && canBeAppraised(stage, one);
          return (
            <>
              <h1>{say('title', { name: one.union.name })}</h1>
              {one.union.level !== 'GRASSROOTS' && (
                <p>
                  <Link
                    to="/appraisal"
                    search={{ ...address, union: one.union.code, of: undefined, tab: undefined }}
                  >
                    {say('below')}
                  </Link>
                </p>
              )}
              {mayAppraise && stage !== 'OPEN' && <Closed final={stage === 'FINAL'} upheld={isUpheld(one)} />}
              <Result one={one} />
              {open && one.result && <TakeAnew of={of} bodyId={body.id} one={one} />}
              <Appeals appeals={one.appeals} mayAnswer={mayAppraise && stage === 'PUBLISHED'} />
              {scheme && <Targets one={one} />}
              {scheme && <Items of={of} bodyId={body.id} scheme={scheme} one={one} mayAppraise={open} />}
            </>
          );
        }}
      </Answered>
    </>
  );
}

/** Why nothing can be changed, or why it can again. */
function Closed({ final, upheld }: { final: boolean; upheld: boolean }) {
  const say = useOneWords();
  return (
    <p className={upheld ? undefined : 'dim'}>{say(final ? 'final' : upheld ? 'upheld' : 'published')}</p>
  );
}

function Result({ one }: { one: Appraised }) {
  const say = useOneWords();
  const whole = useWords();
  const { result, rank, differs } = one;
  return (
    <section aria-labelledby="result">
      <h2 id="result">{say('result')}</h2>
      <p>
        <Marks of={one} />
      </p>
      {result === null ? (
        <p className="dim">{say('notAppraised')}</p>
      ) : (
        <>
          <Facts
            facts={[
              [whole('total'), `${points(result.total)} / ${points(result.outOf)}`],
              [whole('rate'), percent(result.rate)],
              [whole('grade'), result.grade ? named(result.grade) : whole('none')],
              [whole('rank'), String(rank ?? '—')],
            ]}
          />
          <p className="dim">{say('appraisedBy', { name: result.byName, at: moment(result.at) })}</p>
          {!result.complete && <p>{say('incomplete')}</p>}
          {differs && <p>{say('differs')}</p>}
        </>
      )}
    </section>
  );
}
