import { Button } from 'antd';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Failed } from '../../page/states.js';
import { sentence } from '../../words/sentence.js';
import type { BookNamed } from '../targets/plan.js';
import { Appraise } from './generated/appraisal.js';
import { isDue, mostLines, takingAnew } from './scores.js';
import type { Row } from './seen.js';
import { useWords } from './words.js';

interface Props {
  of: BookNamed;
  bodyId: string;
  /** Those that can be appraised now. */
  rows: readonly Row[];
  chosen: ReadonlySet<string>;
  setChosen: (chosen: ReadonlySet<string>) => void;
}

/** Appraises the chosen unions at once by their targets and figures as they are now: what was given for items stays. */
export function Batch({ of: { form, period }, bodyId, rows, chosen, setChosen }: Props) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(Appraise);
  const lines = rows.filter(({ union }) => chosen.has(union.id)).map(takingAnew);
  const submit = (): void => {
    const input = { bodyId, form, period, lines };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      { onSuccess: ({ appraise }) => appraise.userErrors.length === 0 && setChosen(new Set()) },
    );
  };
  const problems = sent.data?.appraise.userErrors ?? [];
  const sentLines = sent.variables?.input.lines ?? [];
  // Of which union: what was sent stands in the variables.
  const nameOf = (row: number): string =>
    rows.find(({ union }) => union.id === sentLines[row - 1]?.unionId)?.union.name ?? '';
  const due = rows.filter(isDue).slice(0, mostLines);
  return (
    <div className="appraisal-batch">
      <p className="dim">{say('batchHint', { most: mostLines })}</p>
      <p className="acts">
        <Button
          disabled={due.length === 0}
          onClick={() => setChosen(new Set(due.map(({ union }) => union.id)))}
        >
          {say('chooseDue')}
        </Button>
        <Button disabled={chosen.size === 0} onClick={() => setChosen(new Set())}>
          {say('chooseNone')}
        </Button>
        <Button
          type="primary"
          disabled={lines.length === 0 || lines.length > mostLines}
          loading={sent.isPending}
          onClick={submit}
        >
          {say('appraise')}
        </Button>
      </p>
      {sent.error && <Failed error={sent.error} />}
      <div role="alert">
        {problems.map((one) => (
          <p key={`${one.code} ${one.row}`} className="problem">
            {one.row !== null && `${nameOf(one.row)} `}
            {sentence(one)}
          </p>
        ))}
      </div>
      <p role="status" className="dim">
        {sent.data && problems.length === 0 && lines.length === 0
          ? say('batchDone', { count: sentLines.length })
          : say('chosen', { count: lines.length })}
      </p>
    </div>
  );
}
