import { useState } from 'react';
import { useAnswer } from '../client/answers.js';
import { firstPage, whoIsIt } from '../client/session.js';
import { Header } from '../page/Header.js';
import { Demo } from './Demo.js';
import { DemoPeople } from './generated/door.js';
import './door.css';
import { Forgotten } from './Forgotten.js';
import { Redeem } from './Redeem.js';
import { SecondFactorForm } from './SecondFactorForm.js';
import { SignInForm } from './SignInForm.js';

/** What somebody at the door is about to do. */
type Step = 'SIGN_IN' | 'VERIFY' | 'ENROL' | 'REDEEM' | 'FORGOTTEN';

/** Goes in, once the session may do anything. */
async function enter(startsAt?: string): Promise<void> {
  const me = await whoIsIt();
  if (me) location.assign(startsAt ?? firstPage(me));
}

/** Where whoever is not signed in arrives. */
export default function Door() {
  const [step, setStep] = useState<Step>('SIGN_IN');
  const demo = useAnswer(DemoPeople, {});
  const people = demo.data?.demoPeople ?? [];
  const back = (): void => setStep('SIGN_IN');
  return (
    <>
      <Header me={null} />
      <main id="content" className="door">
        {step === 'SIGN_IN' && (
          <>
            {people.length > 0 && <Demo people={people} enter={enter} />}
            <SignInForm
              folded={people.length > 0}
              signedIn={(owed) => (owed ? setStep(owed) : void enter())}
              redeem={() => setStep('REDEEM')}
              forgotten={() => setStep('FORGOTTEN')}
            />
          </>
        )}
        {(step === 'VERIFY' || step === 'ENROL') && (
          <SecondFactorForm owed={step} done={() => void enter()} />
        )}
        {step === 'REDEEM' && <Redeem back={back} />}
        {step === 'FORGOTTEN' && <Forgotten back={back} redeem={() => setStep('REDEEM')} />}
      </main>
    </>
  );
}
