import { Button } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useSend } from '../../client/answers.js';
import type { Said } from '../../client/ask.js';
import type { Operation } from '../../client/operation.js';
import { given } from '../../page/given.js';
import { Problems } from '../../page/Problems.js';
import './form.css';
import { useWords } from './words.js';

interface Props<Answer, Variables> {
  operation: Operation<Answer, Variables>;
  /** What is sent, from what was typed; blank is an empty text. */
  variables: (of: (name: string) => string) => Variables;
  told: (answer: Answer) => readonly Said[];
  button: string;
  /** What is shown once it is done, instead of 已完成: a code that is shown once, say. */
  done?: (answer: Answer) => ReactNode;
  danger?: boolean;
  children: ReactNode;
}

/** A form that sends one mutation, says what was wrong with it, and empties itself once it is done. */
export function SendForm<Answer, Variables>(props: Props<Answer, Variables>) {
  const { operation, variables, told, button, done, danger = false, children } = props;
  const say = useWords();
  const sent = useSend(operation);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const form = event.currentTarget;
    const asked = variables(given(event));
    sent.mutate(asked, { onSuccess: (answer) => told(answer).length === 0 && form.reset() });
  };
  const problems = sent.data && told(sent.data);
  return (
    <form className="form" onSubmit={submit}>
      {children}
      <Problems told={problems} error={sent.error} />
      <Button htmlType="submit" type="primary" danger={danger} loading={sent.isPending}>
        {button}
      </Button>
      <div role="status">{problems?.length === 0 && (done ? done(sent.data!) : say('done'))}</div>
    </form>
  );
}
