import { Button } from 'antd';
import { useState } from 'react';
import { useSend } from '../../client/answers.js';
import type { Said } from '../../client/ask.js';
import type { Operation } from '../../client/operation.js';
import { Problems } from '../../page/Problems.js';
import './form.css';
import { useWords } from './words.js';

interface Props<Answer, Variables> {
  operation: Operation<Answer, Variables>;
  variables: Variables;
  told: (answer: Answer) => readonly Said[];
  /** What the button says. */
  act: string;
  /** What is told once it is done. */
  done?: (answer: Answer) => React.ReactNode;
}

/** A button that asks once more before it does something which is felt by somebody. */
export function Act<Answer, Variables>({ operation, variables, told, act, done }: Props<Answer, Variables>) {
  const say = useWords();
  const [asking, setAsking] = useState(false);
  const sent = useSend(operation);
  const problems = sent.data && told(sent.data);
  return (
    <span className="act">
      {asking ? (
        <>
          <Button
            danger
            autoFocus
            onClick={() => {
              setAsking(false);
              sent.mutate(variables);
            }}
          >
            {say('sure', { act })}
          </Button>
          <Button onClick={() => setAsking(false)}>{say('cancel')}</Button>
        </>
      ) : (
        <Button loading={sent.isPending} onClick={() => setAsking(true)}>
          {act}
        </Button>
      )}
      <Problems told={problems} error={sent.error} />
      <span role="status">{problems?.length === 0 && (done ? done(sent.data!) : say('done'))}</span>
    </span>
  );
}
