import type { OperationKind } from '../../client/generated/operation.js';
import { Problems } from '../Problems.js';
import { Empty } from '../states.js';
import { Checked } from './Checked.js';
import './import.css';
import { Taken } from './Taken.js';
import { type Begin, useImport } from './useImport.js';
import { useWords } from './words.js';

/** What an import does in its steps, among all that an operation may do. */
const steps = ['CHECK_IMPORT', 'APPLY_IMPORT', 'UNDO_IMPORT'] as const;
const isStep = (kind: OperationKind): kind is (typeof steps)[number] => steps.some((step) => step === kind);

interface WorkProps<Of extends object> {
  /** The import that is looked at, and a way to look at another one. */
  id: string | null;
  open: (id: string) => void;
  begin: Begin<Of>;
  /** What is said of a file; null while that cannot be said. */
  of: Of | null;
}

/** The file of an import, and what has become of it so far: checked, looked at, taken over, taken back. */
export function Work<Of extends object>({ id, open, begin, of }: WorkProps<Of>) {
  const say = useWords();
  const importing = useImport(id, begin);
  const { now, step, sending, busy, problems, error } = importing;
  const send = async (file: File, about: Of): Promise<void> => {
    const sent = await importing.send(file, about);
    if (sent) open(sent);
  };
  const failed = step?.state === 'FAILED' && step.problem ? [step.problem] : undefined;
  return (
    <>
      <p>
        <label className="file">
          {say('choose')}
          <input
            type="file"
            accept=".xlsx,.csv"
            disabled={busy || of === null}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file && of) void send(file, of);
              // The same file, once corrected, is another choice.
              target.value = '';
            }}
          />
        </label>
      </p>
      <div role="status">
        {sending && say('sending')}
        {!sending && busy && step && isStep(step.kind) && (
          <label className="progress">
            {say(`doing.${step.kind}`)}
            <progress value={step.percent} max={100} />
            <button type="button" onClick={importing.cancel}>
              {say('cancel')}
            </button>
          </label>
        )}
        {step?.state === 'CANCELLED' && say('cancelled')}
      </div>
      <Problems told={problems?.length ? problems : failed} error={error} />
      {now === null && id && <Empty>{say('gone')}</Empty>}
      {now?.counts &&
        (now.appliedAt ? (
          <Taken of={now} importing={importing} />
        ) : (
          <Checked of={now} importing={importing} />
        ))}
    </>
  );
}
