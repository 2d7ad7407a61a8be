import { may } from '@huiji/domain/access';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Problems } from '../../page/Problems.js';
import { moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { FigureTable } from '../FigureTable.js';
import type { Scope } from '../scope/scope.js';
import { SignTotal } from './generated/signature.js';
import { type FormWords, nameIn, type Rollup } from './Total.js';
import { useWords } from './words.js';
import { Wide } from '../Wide.js';

interface Known {
  me: Me;
  scope: Scope;
  rollup: Rollup;
  form: FormWords;
}

/** What the body has signed, what has changed since, and signing the total as it is seen here. */
export function Sign({ me, scope, rollup, form }: Known) {
  const say = useWords();
  const { reportsAccepted: accepted, reportsExpected: expected, upTo, version, pending, signature } = rollup;
  const signs = rollup.union.level === 'INTERMEDIATE';
  return (
    <>
      <p>
        {say('coverage', { accepted, expected, version, upTo: moment(upTo) })}{' '}
        {pending > 0 && say('pending', { count: pending })}
      </p>
      {!signs && <p className="quiet-text">{say('notHere')}</p>}
      {signs && (
        <>
          <h2>{say('mine')}</h2>
          {signature ? (
            <Standing signature={signature} form={form} />
          ) : (
            <p className="quiet-text">{say('unsigned')}</p>
          )}
          {may('SIGN', appointmentsOf(me), rollup.union.id, []) && <Signing scope={scope} rollup={rollup} />}
        </>
      )}
    </>
  );
}

function Standing({ signature, form }: { signature: NonNullable<Rollup['signature']>; form: FormWords }) {
  const say = useWords();
  const { number, state, signedAt, explanation, returnReason, changes } = signature;
  return (
    <>
      <p>{say('standing', { number, at: moment(signedAt), state: say(state) })}</p>
      {explanation && <p>{say('explained', { text: explanation })}</p>}
      {returnReason && <p>{say('returnReason', { reason: returnReason })}</p>}
      {changes.length === 0 ? (
        <p className="quiet-text">{say('noChanges')}</p>
      ) : (
        <>
          <p>{say('changesHint', { count: changes.length })}</p>
          <Wide label={say('changes')}>
            <FigureTable
              of={say('indicator')}
              columns={[say('signed'), say('now'), say('delta')]}
              rows={changes.map(({ cell, signed, now, delta }) => ({
                ...{ key: cell, name: nameIn(form, cell) },
                figures: [signed, now, delta].map(grouped),
              }))}
            />
          </Wide>
        </>
      )}
    </>
  );
}

function Signing({ scope: { form, period }, rollup }: { scope: Scope; rollup: Rollup }) {
  const say = useWords();
  const keyOf = useActKey();
  const sign = useSend(SignTotal);
  const [explanation, setExplanation] = useState('');
  const missing = rollup.reportsExpected - rollup.reportsAccepted;
  const signIt = (): void => {
    const said = { unionId: rollup.union.id, form, period, expectedVersion: rollup.version };
    const input = { ...said, explanation: explanation.trim() === '' ? null : explanation };
    sign.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  return (
    <div className="signing">
      <label>
        {say('explanation')}
        <Input.TextArea
          rows={2}
          value={explanation}
          onChange={({ target }) => setExplanation(target.value)}
        />
      </label>
      {missing > 0 && <p className="quiet-text">{say('explanationHint', { missing })}</p>}
      <Button type="primary" loading={sign.isPending} onClick={signIt}>
        {say('sign', { version: rollup.version })}
      </Button>
      <Problems told={sign.data?.signTotal.userErrors} error={sign.error} />
      {sign.data?.signTotal.signature && <p role="status">{say('signedNow')}</p>}
    </div>
  );
}
