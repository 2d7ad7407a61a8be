import { useAnswer } from '../../client/answers.js';
import { bodiesFor, bodiesRead, type Me } from '../../client/session.js';
import { OwnAppraisal as OwnAppraisalQuery } from '../../page/appraisal/generated/own.js';
import { Own } from '../../page/appraisal/Own.js';
import { useWords } from '../../page/appraisal/words.js';
import { type OfYear, Year } from '../../page/appraisal/Year.js';
import { Answered, Empty } from '../../page/states.js';
import { useAddress } from '../address.js';
import '../form/form.css';
import '../scope/scope.css';
import { UnionChoice } from '../scope/UnionChoice.js';

/** 目标管理考核 of one's own union by the body above it. */
export default function OwnAppraisal({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useAddress<'union' | 'form' | 'period'>();
  const bodies = bodiesRead(me);
  // Nobody appraises the federation.
  const first = bodies.find(({ level }) => level !== 'FEDERATION') ?? bodies[0];
  const unionCode = address.union ?? first?.code;
  if (!unionCode) return <Empty>{say('nothing')}</Empty>;
  return (
    <div className="plain">
      <div className="scope">
        <UnionChoice bodies={bodies} unionCode={unionCode} choose={(union) => go({ union })} />
      </div>
      <Year asked={address} choose={go}>
        {(of) => <OfUnionAndYear key={`${unionCode} ${of.form} ${of.period}`} {...{ me, unionCode, of }} />}
      </Year>
    </div>
  );
}

function OfUnionAndYear({ me, unionCode, of }: { me: Me; unionCode: string; of: OfYear }) {
  const say = useWords();
  const answer = useAnswer(OwnAppraisalQuery, { unionCode, ...of });
  const writes = bodiesFor(me, 'CLAIM_APPRAISAL').some(({ code }) => code === unionCode);
  return (
    <Answered answer={answer}>
      {({ ownAppraisal }) => (
        <>
          <h1>{say('title', { union: ownAppraisal.own.union.name })}</h1>
          <Own me={me} appraisal={ownAppraisal} writes={writes} />
        </>
      )}
    </Answered>
  );
}
