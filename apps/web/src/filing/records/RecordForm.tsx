import type { FormEvent } from 'react';
import type { Said } from '../../client/ask.js';
import { Problems } from '../../page/Problems.js';
import { Fields, type FieldsProps } from './Fields.js';

interface FormProps extends Omit<FieldsProps, 'wrong'> {
  button: string;
  send: (form: HTMLFormElement) => void;
  /** What became of what was sent. */
  sent: {
    busy: boolean;
    problems: readonly (Said & { field: string | null })[] | undefined;
    error: unknown;
  };
}

/** A record as a form, with what was wrong with what was sent of it. */
export function RecordForm({ button, send, sent: { busy, problems, error }, ...fields }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send(event.currentTarget);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Fields {...fields} wrong={new Set(problems?.map(({ field }) => field ?? ''))} />
      <Problems told={problems} error={error} />
      <button type="submit" className="primary" disabled={busy}>
        {button}
      </button>
    </form>
  );
}
