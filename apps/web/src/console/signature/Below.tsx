import { Button, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import type { Me } from '../../client/session.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import type { Scope } from '../scope/scope.js';
import {
  AcceptSignature,
  ReturnSignature,
  SignaturesBelow,
  type SignaturesBelowQuery,
} from './generated/signature.js';
import { useWords } from './words.js';
import { More } from '../More.js';

type Signed = SignaturesBelowQuery['signatures']['nodes'][number];

/** The signatures of bodies below that wait: accepted or returned, never by whoever signed. */
export function Below({ me, scope }: { me: Me; scope: Scope }) {
  const say = useWords();
  const keyOf = useActKey();
  const [returning, setReturning] = useState<Signed | null>(null);
  const accept = useSend(AcceptSignature);
  const giveBack = useSend(ReturnSignature);
  const answer = usePages(SignaturesBelow, scope, ({ signatures }) => signatures.pageInfo);
  const acceptIt = ({ id, version }: Signed): void => {
    const input = { signatureId: id, expectedVersion: version };
    accept.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  const returnIt = ({ id, version }: Signed, reason: string): void => {
    const input = { signatureId: id, expectedVersion: version, reason };
    giveBack.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      { onSuccess: ({ returnSignature }) => returnSignature.signature && setReturning(null) },
    );
  };
  return (
    <>
      <h2>{say('below')}</h2>
      <Answered answer={answer}>
        {({ pages }) => {
          const waiting = pages
            .flatMap(({ signatures }) => signatures.nodes)
            .filter(({ signedBy }) => signedBy !== me.id);
          if (waiting.length === 0) return <p className="quiet-text">{say('noneBelow')}</p>;
          return (
            <ul className="log">
              {waiting.map((signed) => (
                <One key={signed.id} signed={signed} accept={acceptIt} giveBack={setReturning} />
              ))}
            </ul>
          );
        }}
      </Answered>
      <More pages={answer} />
      <Problems told={accept.data?.acceptSignature.userErrors} error={accept.error} />
      <p role="status">
        {accept.data?.acceptSignature.signature && say('accepted')}
        {giveBack.data?.returnSignature.signature && say('returned')}
      </p>
      {returning && (
        <Returning
          name={returning.union.name}
          pending={giveBack.isPending}
          send={(reason) => returnIt(returning, reason)}
          close={() => setReturning(null)}
        >
          <Problems told={giveBack.data?.returnSignature.userErrors} error={giveBack.error} />
        </Returning>
      )}
    </>
  );
}

function One({
  signed,
  accept,
  giveBack,
}: {
  signed: Signed;
  accept: (signed: Signed) => void;
  giveBack: (signed: Signed) => void;
}) {
  const say = useWords();
  const { union, number, signedAt, explanation, changes } = signed;
  const { reportsAccepted: accepted, reportsExpected: expected } = signed.signed;
  return (
    <li>
      <strong>{union.name}</strong> {say('signedAs', { number, at: moment(signedAt), accepted, expected })} ·{' '}
      {changes.length > 0 ? say('changedSince', { count: changes.length }) : say('unchanged')}
      {explanation && <p>{say('explained', { text: explanation })}</p>}
      <p>
        <Button aria-label={say('acceptOf', { name: union.name })} onClick={() => accept(signed)}>
          {say('accept')}
        </Button>{' '}
        <Button aria-label={say('returnOf', { name: union.name })} onClick={() => giveBack(signed)}>
          {say('return')}
        </Button>
      </p>
    </li>
  );
}

function Returning({
  name,
  pending,
  send,
  close,
  children,
}: {
  name: string;
  pending: boolean;
  send: (reason: string) => void;
  close: () => void;
  children: ReactNode;
}) {
  const say = useWords();
  const [reason, setReason] = useState('');
  return (
    <Modal
      open
      title={say('returnOf', { name })}
      okText={say('return')}
      cancelText={say('cancel')}
      okButtonProps={{ disabled: reason.trim() === '' }}
      confirmLoading={pending}
      onOk={() => send(reason)}
      onCancel={close}
    >
      <label>
        {say('reason')}
        <Input.TextArea
          autoFocus
          rows={3}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      {children}
    </Modal>
  );
}
