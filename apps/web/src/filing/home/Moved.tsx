import { moment } from '../../words/dates.js';
import { useWords } from './words.js';
import type { Form, Seen } from './written.js';

interface MovedProps<Written extends Seen> {
  form: Form<Written>;
  /** What was saved meanwhile. */
  by: { byName: string; at: string } | null;
  /** Called when one has chosen. */
  chosen: () => void;
}

/** Says that somebody saved another revision while this one was typed, and lets one choose. */
export function Moved<Written extends Seen>({ form, by, chosen }: MovedProps<Written>) {
  const say = useWords();
  if (!by) return null;
  const choose = (choice: () => void) => (): void => {
    choice();
    chosen();
  };
  return (
    <div className="home-moved" role="alert">
      <p>{say('moved', { name: by.byName, at: moment(by.at) })}</p>
      <button type="button" onClick={choose(form.goOn)}>
        {say('goOn')}
      </button>
      <button type="button" onClick={choose(form.giveUp)}>
        {say('giveUp')}
      </button>
    </div>
  );
}
