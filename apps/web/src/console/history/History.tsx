import { useId, useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import { ask } from '../../client/ask.js';
import { Past } from '../../page/import/Past.js';
import { Work } from '../../page/import/Work.js';
import { Answered } from '../../page/states.js';
import { named } from '../../words/named.js';
import { useAddress } from '../address.js';
import '../form/form.css';
import { BeginHistoryImport, FormsWithPast } from './generated/history.js';
import './history.css';
import { useWords } from './words.js';

/** What is said of a file of past periods before it is sent. */
interface Said {
  form: string;
  source: string;
  sourceDate: string;
}

/** 历史数据: past periods of the whole federation from a file, taken over as accepted. */
export default function History() {
  const say = useWords();
  const [address, go] = useAddress<'import'>();
  const [said, setSaid] = useState<Said>({ form: '', source: '', sourceDate: '' });
  const open = (id: string): void => go({ import: id });
  return (
    <div className="import history plain">
      <h1>{say('title')}</h1>
      <p>{say('how')}</p>
      <p>{say('layout')}</p>
      <Answered answer={useAnswer(FormsWithPast, {})}>
        {({ forms }) => {
          // A body's own statement (汇总表) is seldom what is missing.
          const [first] = [...forms.filter(({ rollsUp }) => rollsUp), ...forms];
          const form = said.form || (first?.code ?? '');
          const complete = form !== '' && said.source.trim() !== '' && said.sourceDate !== '';
          return (
            <>
              <Source said={{ ...said, form }} forms={forms} change={setSaid} />
              {!complete && <p>{say('first')}</p>}
              <Work
                id={address.import ?? null}
                open={open}
                begin={async (input) => (await ask(BeginHistoryImport, { input })).beginHistoryImport}
                of={complete ? { ...said, form } : null}
              />
            </>
          );
        }}
      </Answered>
      <Past history open={({ id }) => open(id)} />
    </div>
  );
}

/** Of which form it is, and what it is taken from. */
function Source({
  said,
  forms,
  change,
}: {
  said: Said;
  forms: readonly { code: string; zh: string; en: string }[];
  change: (said: Said) => void;
}) {
  const say = useWords();
  const [form, source, sourceDate] = [useId(), useId(), useId()];
  return (
    <div className="form">
      <div className="field">
        <label htmlFor={form}>{say('form')}</label>
        <select
          id={form}
          value={said.form}
          onChange={({ target }) => change({ ...said, form: target.value })}
        >
          {forms.map((one) => (
            <option key={one.code} value={one.code}>
              {named(one)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={source}>{say('source')}</label>
        <input
          id={source}
          maxLength={200}
          placeholder={say('sourceHint')}
          value={said.source}
          onChange={({ target }) => change({ ...said, source: target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={sourceDate}>{say('sourceDate')}</label>
        <input
          id={sourceDate}
          type="date"
          value={said.sourceDate}
          onChange={({ target }) => change({ ...said, sourceDate: target.value })}
        />
      </div>
    </div>
  );
}
