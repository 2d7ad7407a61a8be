import { useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import type { Me } from '../../client/session.js';
import { Field } from '../../page/Field.js';
import { Failed, Loading } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { SendForm } from '../form/SendForm.js';
import { UnionField } from '../form/UnionField.js';
import { EndEntrustment, Entrust, Entrusted, Entrusting } from './generated/people.js';
import { useWords } from './words.js';
import { More } from '../More.js';

/** 代报: to whom a union has entrusted its filing, by which document; recording that, and ending it. */
export function Entrustments({ me }: { me: Me }) {
  const say = useWords();
  const first = me.appointments.map(({ union }) => union);
  const [unionId, setUnionId] = useState(first[0]?.id ?? '');
  return (
    <section className="panel" aria-labelledby="entrustments">
      <h2 id="entrustments">{say('entrustments')}</h2>
      <div className="form">
        <UnionField label={say('entrustmentsOf')} name="of" first={first} chosen={setUnionId} />
      </div>
      {unionId && <Of unionId={unionId} />}
      <details className="folded">
        <summary>{say('entrust')}</summary>
        <Recording me={me} />
      </details>
    </section>
  );
}

function Of({ unionId }: { unionId: string }) {
  const say = useWords();
  const pages = usePages(Entrusted, { unionId }, ({ entrustments }) => entrustments.pageInfo);
  const nodes = pages.data?.pages.flatMap(({ entrustments }) => entrustments.nodes) ?? [];
  return (
    <>
      {pages.isPending && <Loading />}
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && nodes.length === 0 && <p>{say('noEntrustments')}</p>}
      <ul className="rows">
        {nodes.map((one) => (
          <li key={one.id}>
            <span className="grow">
              {one.personName} <span className="badge">{say(`status.${one.status}`)}</span>{' '}
              <span className="dim">
                {day(one.from)} – {day(one.untilOn)}, {one.documentNo} {one.documentName} {one.endReason}
              </span>
            </span>
            {(one.status === 'IN_FORCE' || one.status === 'UPCOMING') && (
              <details className="folded">
                <summary>{say('endEntrustment')}</summary>
                <SendForm
                  operation={EndEntrustment}
                  variables={(of) => ({ input: { entrustmentId: one.id, reason: of('reason') } })}
                  told={({ endEntrustment }) => endEntrustment.userErrors}
                  button={say('endEntrustment')}
                  danger
                >
                  <Field label={say('reason')} name="reason" />
                </SendForm>
              </details>
            )}
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </>
  );
}

function Recording({ me }: { me: Me }) {
  const say = useWords();
  const first = me.appointments.map(({ union }) => union);
  const [bodyId, setBodyId] = useState(first[0]?.id ?? '');
  const [unionIds, setUnionIds] = useState<readonly string[]>([]);
  const body = useAnswer(Entrusting, { unionId: bodyId }).data?.tradeUnion;
  const offered = body ? [body, ...body.children.nodes] : [];
  return (
    <SendForm
      operation={Entrust}
      variables={(of) => ({
        input: {
          unionIds: [...unionIds],
          login: of('login'),
          name: of('name'),
          from: of('from') || null,
          untilOn: of('untilOn'),
          documentNo: of('documentNo'),
          documentName: of('documentName') || null,
        },
      })}
      told={({ entrust }) => entrust.userErrors}
      button={say('entrust')}
      done={({ entrust }) => say('entrusted', { count: entrust.entrustments?.length ?? 0 })}
    >
      <p className="dim">{say('entrustHint')}</p>
      <UnionField
        label={say('body')}
        name="body"
        first={first}
        chosen={(id) => {
          setBodyId(id);
          setUnionIds([]);
        }}
      />
      <fieldset>
        <legend>{say('unionsBelow')}</legend>
        {offered.map(({ id, code, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={unionIds.includes(id)}
              onChange={({ target }) =>
                setUnionIds(target.checked ? [...unionIds, id] : unionIds.filter((one) => one !== id))
              }
            />
            {name} {code}
          </label>
        ))}
      </fieldset>
      <Field label={say('login')} name="login" autoComplete="off" autoCapitalize="none" />
      <Field label={say('name')} name="name" autoComplete="off" />
      <Field label={say('first')} name="from" type="date" required={false} />
      <Field label={say('last')} name="untilOn" type="date" />
      <Field label={say('documentNo')} name="documentNo" />
      <Field label={say('documentName')} name="documentName" required={false} />
    </SendForm>
  );
}
