import { useSearchParams } from 'wouter';
import { useAnswer } from '../../client/answers.js';
import type { Body, Me } from '../../client/session.js';
import { OwnAppraisal } from '../../page/appraisal/generated/own.js';
import { Own } from '../../page/appraisal/Own.js';
import { useWords } from '../../page/appraisal/words.js';
import { type OfYear, Year } from '../../page/appraisal/Year.js';
import { Answered } from '../../page/states.js';
import { OfUnion } from '../union/OfUnion.js';

/** 目标管理考核 of a union that one files for, in a form and year (`?form=`, `?period=`); without its code, of the first of them. */
export function Appraisal({ me, unionCode }: { me: Me; unionCode: string | null }) {
  const say = useWords();
  const [search, setSearch] = useSearchParams();
  const choose = (changes: Partial<OfYear>): void =>
    setSearch((before) => ({ ...Object.fromEntries(before), ...changes }));
  return (
    <OfUnion {...{ me, unionCode }} path="/appraisal" title={(union) => say('title', union)}>
      {(union) => (
        <Year asked={Object.fromEntries(search)} choose={choose}>
          {(of) => <OfUnionAndYear key={`${union.id} ${of.form} ${of.period}`} {...{ me, union, of }} />}
        </Year>
      )}
    </OfUnion>
  );
}

function OfUnionAndYear({ me, union, of }: { me: Me; union: Body; of: OfYear }) {
  const answer = useAnswer(OwnAppraisal, { unionCode: union.code, ...of });
  return (
    <Answered answer={answer}>
      {({ ownAppraisal }) => <Own me={me} appraisal={ownAppraisal} writes />}
    </Answered>
  );
}
