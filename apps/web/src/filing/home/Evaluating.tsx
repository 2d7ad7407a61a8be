import type { Problem } from '@huiji/domain/problem-found';
import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Facts } from '../../page/Facts.js';
import { short } from '../../page/points.js';
import { Saving } from '../../page/written/Saving.js';
import { type Form, useWritten } from '../../page/written/written.js';
import { day, moment, today } from '../../words/dates.js';
import { named } from '../../words/named.js';
import { said } from '../sheet/said.js';
import { type HomeFile, targetOf } from './assessment.js';
import { ballotsOf, counts, readBallots, type WrittenEvaluation } from './ballots.js';
import { EvaluateHome } from './generated/home.js';
import { useWords } from './words.js';

interface EvaluatingProps {
  file: HomeFile;
  unionId: string;
  /** Under which name the device keeps what is typed. */
  kept: string;
}

/** 会员评家: the ballots of the year, and what they come to. */
export function Evaluating({ file, ...of }: EvaluatingProps) {
  const say = useWords();
  return (
    <>
      <p className="hint">{say('evaluationHint')}</p>
      <Result file={file} />
      <Ballots file={file} {...of} />
    </>
  );
}

function Ballots({ file, unionId, kept }: EvaluatingProps) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(EvaluateHome);
  const [done, setDone] = useState('');
  const [unread, setUnread] = useState<readonly Problem[]>([]);
  const form = useWritten(kept, ballotsOf(file));
  if (!form) return null;
  const told = sent.data?.evaluateHome.userErrors ?? [];
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setDone('');
    sent.reset();
    const read = readBallots(form.written, say);
    setUnread(Array.isArray(read) ? read : []);
    if (Array.isArray(read)) return;
    const input = { unionId, ...read };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      {
        onSuccess: ({ evaluateHome: { file: now, userErrors } }) => {
          if (userErrors.length > 0 || !now?.evaluation) return;
          form.saved(now.evaluation.revision);
          setDone(say('evaluated'));
        },
      },
    );
  };
  return (
    <form className="stack" onSubmit={save}>
      <Fields
        form={form}
        year={file.year}
        wrong={new Set([...unread, ...told].map(({ field }) => field ?? ''))}
      />
      <Saving
        {...{ form, done, sent }}
        by={file.evaluation}
        told={[...unread.map(said), ...told]}
        button={say('evaluate')}
      />
    </form>
  );
}

interface FieldsProps {
  form: Form<WrittenEvaluation>;
  year: number;
  /** The fields in which something is wrong. */
  wrong: ReadonlySet<string>;
}

function Fields({ form: { written, write }, year, wrong }: FieldsProps) {
  const say = useWords();
  const [now, last] = [today(), `${year}-12-31`];
  return (
    <div className="home-ballots">
      <label className="field">
        <span>{say('heldOn')}</span>
        <input
          type="date"
          required
          min={`${year}-01-01`}
          max={now < last ? now : last}
          aria-invalid={wrong.has('heldOn')}
          value={written.heldOn}
          onChange={({ target }) => write({ heldOn: target.value })}
        />
      </label>
      {counts.map((count) => (
        <label key={count} className="field">
          <span>{say(count)}</span>
          <input
            className="number"
            inputMode="numeric"
            required
            // More digits than an Int of the api has are no count of ballots.
            maxLength={9}
            autoComplete="off"
            aria-invalid={wrong.has(count)}
            value={written[count]}
            onChange={({ target }) => write({ [count]: target.value })}
          />
        </label>
      ))}
    </div>
  );
}

/** 收回率 and 满意率 of what was saved, and what the grade that the year is about needs. */
function Result({ file }: { file: HomeFile }) {
  const say = useWords();
  const { evaluation, standard } = file;
  const target = targetOf(file);
  const grade = standard.grades.find((one) => one.grade === target);
  const percent = (given: string | null): string =>
    given === null ? say('noPercent') : say('percent', { percent: short(given) });
  return (
    <>
      {evaluation && (
        <>
          <Facts
            facts={[
              [say('heldOn'), day(evaluation.heldOn)],
              [say('returnedPercent'), percent(evaluation.returnedPercent)],
              [say('satisfiedPercent'), percent(evaluation.satisfiedPercent)],
            ]}
          />
          <p className="hint">{say('savedBy', { name: evaluation.byName, at: moment(evaluation.at) })}</p>
        </>
      )}
      {grade && <p>{say('needs', { grade: named(grade), percent: short(grade.satisfiedPercent) })}</p>}
    </>
  );
}
