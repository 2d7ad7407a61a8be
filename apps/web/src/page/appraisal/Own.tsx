import type { Me } from '../../client/session.js';
import { day } from '../../words/dates.js';
import { Facts } from '../Facts.js';
import { Empty } from '../states.js';
import { Appeals } from './Appeals.js';
import './appraisal.css';
import type { Appraisal } from './claim.js';
import { Claiming } from './Claiming.js';
import { ClaimShown } from './ClaimShown.js';
import { ResultShown } from './Result.js';
import { SchemeShown } from './Scheme.js';
import { Targets } from './Targets.js';
import { useWords } from './words.js';

interface OwnProps {
  me: Me;
  appraisal: Appraisal;
  /** Whether the person writes the union's claim and its appeals. */
  writes: boolean;
}

/** 目标管理考核 as the appraised union sees it: the scheme, its targets as they stand and what it says of itself, its result once that is published, its appeals. */
export function Own({ me, appraisal, writes }: OwnProps) {
  const say = useWords();
  const { bodyName, stage, scheme, own } = appraisal;
  if (bodyName === null) return <Empty>{say('noBody', { union: own.union.name })}</Empty>;
  if (scheme === null) return <Empty>{say('noScheme', { body: bodyName })}</Empty>;
  const kept = `appraisal ${me.id} ${own.union.id} ${appraisal.form} ${appraisal.period}`;
  return (
    <div className="appraisal">
      <Head appraisal={appraisal} />
      {!writes && <p className="appraisal-dim">{say('onlyRead')}</p>}
      <SchemeShown scheme={scheme} open={stage === 'OPEN'} />
      {stage === 'OPEN' ? (
        <>
          <section aria-labelledby="appraisal-targets">
            <h2 id="appraisal-targets">{say('targets')}</h2>
            {own.targetsNow.length > 0 && <p className="appraisal-dim">{say('targetsNow')}</p>}
            <Targets targets={own.targetsNow} />
          </section>
          <section aria-labelledby="appraisal-claim">
            <h2 id="appraisal-claim">{say('claim')}</h2>
            {writes ? (
              <Claiming {...{ appraisal, scheme, kept }} />
            ) : (
              <ClaimShown claim={own.claim} items={scheme.items} none={say('noClaim')} />
            )}
            <p className="appraisal-dim">{say('resultLater')}</p>
          </section>
        </>
      ) : (
        <>
          <ResultShown {...{ appraisal, scheme }} />
          <Appeals {...{ appraisal, writes, kept }} />
        </>
      )}
    </div>
  );
}

/** By whom the union is appraised, how far that has come, and its days. */
function Head({
  appraisal: { bodyName, stage, publishedOn, appealUntil, finalOn },
}: Pick<OwnProps, 'appraisal'>) {
  const say = useWords();
  const days = { publishedOn, appealUntil, finalOn };
  return (
    <Facts
      facts={[
        [say('body'), bodyName ?? ''],
        [say('stage'), say(stage)],
        ...(['publishedOn', 'appealUntil', 'finalOn'] as const).flatMap((name) => {
          const on = days[name];
          return on === null ? [] : [[say(name), day(on)] as const];
        }),
      ]}
    />
  );
}
