import type { Said } from '../../client/ask.js';
import { moment } from '../../words/dates.js';
import { Problems } from '../Problems.js';
import { useWords } from './words.js';
import './written.css';
import type { Form, Seen } from './written.js';

interface SavingProps<Written extends Seen> {
  form: Form<Written>;
  /** Who saved what the server holds, and when. */
  by: { byName: string; at: string } | null;
  button: string;
  /** What was wrong with what was sent, or what became of it. */
  told: readonly Said[];
  done: string;
  sent: { isPending: boolean; error: unknown; reset: () => void };
}

/** The end of a form: what somebody else saved while it was typed, what was wrong with it, and the button that saves it. */
export function Saving<Written extends Seen>({ form, by, button, told, done, sent }: SavingProps<Written>) {
  const say = useWords();
  const choose = (choice: () => void) => (): void => {
    choice();
    sent.reset();
  };
  return (
    <>
      {form.moved && !sent.isPending && by && (
        <div className="written-moved" role="alert">
          <p>{say('moved', { name: by.byName, at: moment(by.at) })}</p>
          <button type="button" onClick={choose(form.goOn)}>
            {say('goOn')}
          </button>
          <button type="button" onClick={choose(form.giveUp)}>
            {say('giveUp')}
          </button>
        </div>
      )}
      <Problems told={told} error={sent.error} />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {button}
      </button>
      <p role="status" className="done">
        {done}
      </p>
    </>
  );
}
