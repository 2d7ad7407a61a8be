import { useAnswer } from '../../client/answers.js';
import { useLive } from '../../client/live.js';
import { bodiesFor, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import type { Scope } from '../scope/scope.js';
import { Scoped } from '../scope/Scoped.js';
import { Approvals } from './Approvals.js';
import { Breaches } from './Breaches.js';
import { Below } from './Below.js';
import { Sign } from './Sign.js';
import './signature.css';
import { TotalToSign } from './generated/signature.js';
import { Total } from './Total.js';
import { useWords } from './words.js';

/** 汇总上报: signing a body's total, what bodies below have signed, where statements differ, and foundings and terms to approve. */
export default function Signature({ me }: { me: Me }) {
  const say = useWords();
  return (
    <>
      <h1>{say('title')}</h1>
      <Scoped bodies={bodiesFor(me, 'SIGN')} onlyAdded>
        {(scope) => <OfBody key={JSON.stringify(scope)} {...{ me, scope }} />}
      </Scoped>
    </>
  );
}

function OfBody({ me, scope }: { me: Me; scope: Scope }) {
  const say = useWords();
  const answer = useAnswer(TotalToSign, scope);
  useLive(answer.data?.rollup?.union.id, scope.form, scope.period);
  return (
    <Answered answer={answer}>
      {(known) => {
        const { rollup, forms } = known;
        if (!rollup) return <Empty>{say('gone')}</Empty>;
        const statement = forms.find(({ statesTotalsOf }) => statesTotalsOf === scope.form)?.code;
        return (
          <>
            <h2>{rollup.name}</h2>
            <Sign {...{ me, scope, rollup, form: known.form }} />
            <Below {...{ me, scope }} />
            {statement && <Breaches {...{ scope, statement, form: known.form }} />}
            <Approvals unionCode={scope.unionCode} />
            <Total rollup={rollup} form={known.form} />
          </>
        );
      }}
    </Answered>
  );
}
