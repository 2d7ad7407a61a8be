import type { FormEvent, ReactNode } from 'react';
import { Problems } from '../../page/Problems.js';
import { today } from '../../words/dates.js';
import type { WrittenOrder } from './order.js';
import type { Order } from './useOrder.js';
import { useWords } from './words.js';

interface FormProps {
  order: Order<WrittenOrder>;
  hint: string;
  button: string;
  send?: (event: FormEvent) => void;
  /** The other side. */
  children: ReactNode;
}

/** Who is on the other side, how many, when, and a note; with what was wrong with it, or what became of it. */
export function OrderForm({ order, hint, button, send = order.send, children }: FormProps) {
  const say = useWords();
  const { form, sent, done, told, wrong } = order;
  const { written, write } = form;
  const readOnly = sent.isPending;
  return (
    <form className="stack" onSubmit={send}>
      <p className="hint">{hint}</p>
      {children}
      <div className="transfers-fields">
        <label className="field">
          <span>{say('members')}</span>
          <input
            className="number"
            inputMode="numeric"
            required
            autoComplete="off"
            aria-invalid={wrong.has('members')}
            {...{ readOnly }}
            value={written.members}
            onChange={({ target }) => write({ members: target.value })}
          />
        </label>
        <label className="field">
          <span>{say('on')}</span>
          <input
            type="date"
            required
            max={today()}
            aria-invalid={wrong.has('on')}
            {...{ readOnly }}
            value={written.on}
            onChange={({ target }) => write({ on: target.value })}
          />
        </label>
        <label className="field transfers-note">
          <span>
            {say('note')}
            <span className="hint"> ({say('noteHint')})</span>
          </span>
          <input
            maxLength={200}
            autoComplete="off"
            aria-invalid={wrong.has('note')}
            {...{ readOnly }}
            value={written.note}
            onChange={({ target }) => write({ note: target.value })}
          />
        </label>
      </div>
      <Problems told={told} error={sent.error} />
      <button type="submit" className="primary" disabled={readOnly}>
        {button}
      </button>
      <p role="status" className="done">
        {done}
      </p>
    </form>
  );
}

/** The name of a side outside the federation. */
export function Outside({ label, order }: { label: string; order: Order<WrittenOrder> }) {
  const { form, sent, wrong } = order;
  return (
    <label className="field">
      <span>{label}</span>
      <input
        required
        maxLength={100}
        autoComplete="off"
        aria-invalid={wrong.has('outside')}
        readOnly={sent.isPending}
        value={form.written.outside}
        onChange={({ target }) => form.write({ outside: target.value })}
      />
    </label>
  );
}
