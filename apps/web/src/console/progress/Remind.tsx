import { Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { language } from '../../words/i18n.js';
import type { Scope } from '../scope/scope.js';
import { PreviewReminder, type PreviewReminderQuery, SendReminder } from './generated/progress.js';
import { useWords } from './words.js';
import { Copy } from '../Copy.js';

/** 催报: shows whom it would tell what, and sends exactly that. `unionIds` null: all that owe. */
export function Remind({
  scope,
  unionIds,
  close,
}: {
  scope: Scope;
  unionIds: string[] | null;
  close: () => void;
}) {
  const say = useWords();
  const keyOf = useActKey();
  const [text, setText] = useState('');
  const [message, setMessage] = useState('');
  const [again, setAgain] = useState(false);
  const { unionCode, ...of } = scope;
  const said = { ...of, unionIds, again, message: message === '' ? null : message };
  const answer = useAnswer(PreviewReminder, { unionCode, ...said });
  const send = useSend(SendReminder);
  const sent = send.data?.remind.reminder;
  const { tradeUnion, previewReminder: preview } = answer.data ?? {};
  const sendIt = (): void => {
    if (!tradeUnion) return;
    const input = { ...said, unionId: tradeUnion.id };
    send.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  if (sent)
    return (
      <Modal open title={say('remindTitle')} footer={null} onCancel={close}>
        <p role="status">{say('sent', { count: sent.unions })}</p>
      </Modal>
    );
  return (
    <Modal
      open
      title={say('remindTitle')}
      okText={say('send')}
      cancelText={say('cancel')}
      okButtonProps={{ disabled: !preview || preview.count === 0 || text !== message }}
      confirmLoading={send.isPending}
      onOk={sendIt}
      onCancel={close}
    >
      <label>
        {say('message')}
        <Input.TextArea
          rows={2}
          maxLength={200}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onBlur={() => setMessage(text)}
        />
      </label>
      <p>
        <Checkbox checked={again} onChange={({ target }) => setAgain(target.checked)}>
          {say('again')}
        </Checkbox>
      </p>
      <Answered answer={answer}>{({ previewReminder }) => <Preview of={previewReminder} />}</Answered>
      <Problems told={send.data?.remind.userErrors} error={send.error} />
    </Modal>
  );
}

function Preview({ of }: { of: PreviewReminderQuery['previewReminder'] }) {
  const say = useWords();
  const { count, messageCount, remindedLately, unreachable, notSetUp, sendAt, messages, copyText } = of;
  return (
    <>
      <p role="status">
        {say('wouldTell', { count, messages: messageCount })}{' '}
        {remindedLately > 0 && say('remindedLately', { count: remindedLately })}{' '}
        {unreachable > 0 && say('unreachable', { count: unreachable })}{' '}
        {notSetUp.length > 0
          ? say('notSetUp', { channels: notSetUp.map((channel) => say(channel)).join(', ') })
          : say('sendAt', { at: moment(sendAt) })}
      </p>
      {messages.length > 0 && <h3>{say('messages')}</h3>}
      {messages.map(({ recipient, bodyZh, bodyEn }, index) => (
        <div key={index}>
          <strong>{say('to', { name: recipient.name })}</strong>
          <pre className="message" tabIndex={0}>
            {language() === 'en' ? bodyEn : bodyZh}
          </pre>
        </div>
      ))}
      <h3>{say('copyText')}</h3>
      <CopyText text={copyText} />
    </>
  );
}

/** A text to paste elsewhere, which can be marked too. */
function CopyText({ text }: { text: string }) {
  const say = useWords();
  return (
    <>
      <Input.TextArea readOnly rows={5} value={text} aria-label={say('copyText')} />
      <p>
        <Copy text={text} />
      </p>
    </>
  );
}
