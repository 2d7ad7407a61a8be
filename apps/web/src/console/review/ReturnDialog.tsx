import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Said as Told } from '../../client/ask.js';
import { Problems } from '../../page/Problems.js';
import type { Sheet } from './differences.js';
import type { Return } from './waiting.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

interface Pin {
  cell: string;
  text: string;
}

interface Said {
  reason: string;
  comments: Array<{ cell: string | null; text: string }>;
}

/** 退回: why, and what is wrong at which figure. What was written stays until it has been sent. */
export function ReturnDialog({
  submission,
  sheet,
  told,
  error,
  pending,
  send,
  close,
}: {
  submission: Return;
  sheet: Sheet;
  told: readonly Told[] | undefined;
  error: unknown;
  pending: boolean;
  send: (said: Said) => void;
  close: () => void;
}) {
  const say = useWords();
  const [reason, setReason] = useState('');
  const [pins, setPins] = useState<readonly Pin[]>(() =>
    submission.hits.flatMap(({ cell }) => (cell ? [{ cell, text: '' }] : [])).slice(0, 1),
  );
  const [asked, setAsked] = useState(false);
  const change = (at: number, pin: Pin): void =>
    setPins(pins.map((one, index) => (index === at ? pin : one)));
  const trySend = (): void => {
    setAsked(true);
    if (reason.trim() === '') return;
    const said = pins.filter(({ text }) => text.trim() !== '');
    send({ reason, comments: said.map(({ cell, text }) => ({ cell: cell === '' ? null : cell, text })) });
  };
  return (
    <Modal
      open
      title={say('returnTitle', { union: submission.union.name })}
      okText={say('sendReturn')}
      cancelText={say('cancel')}
      confirmLoading={pending}
      onOk={trySend}
      onCancel={close}
    >
      <label>
        {say('reason')}
        <Input.TextArea
          autoFocus
          rows={3}
          value={reason}
          status={asked && reason.trim() === '' ? 'error' : ''}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      {asked && reason.trim() === '' && (
        <p role="alert" className="problem">
          {say('reasonMissing')}
        </p>
      )}
      <h3>{say('pinned')}</h3>
      {pins.map((pin, at) => (
        <div key={at} className="review-pin">
          <select
            className="choice"
            aria-label={say('cell')}
            value={pin.cell}
            onChange={({ target }) => change(at, { ...pin, cell: target.value })}
          >
            <option value="">{say('whole')}</option>
            {sheet.tables.map((table) => (
              <optgroup key={table.code} label={named(table)}>
                {table.cells.map(({ cell, definition }) => (
                  <option key={cell} value={cell}>
                    {named(definition)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
          <Input.TextArea
            aria-label={say('comment')}
            rows={2}
            maxLength={1000}
            value={pin.text}
            onChange={({ target }) => change(at, { ...pin, text: target.value })}
          />
          <Button size="small" onClick={() => setPins(pins.filter((_, index) => index !== at))}>
            {say('unpin')}
          </Button>
        </div>
      ))}
      <Button onClick={() => setPins([...pins, { cell: '', text: '' }])}>{say('pin')}</Button>
      <p className="quiet-text">{say('writeHint')}</p>
      <Problems told={told} error={error} />
    </Modal>
  );
}
