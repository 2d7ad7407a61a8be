import { useId, useState } from 'react';
import { sentence } from '../../words/sentence.js';
import type { OneImportFragment } from './generated/import.js';
import type { Importing } from './useImport.js';
import { useWords } from './words.js';

type Found = OneImportFragment['problems'][number];

/** Where something stands in a workbook, as Excel writes it: 会员情况!D12. */
function placeOf({ sheet, row, column }: Found): string {
  let [letters, left] = ['', column];
  for (; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${sheet}!${letters}${row}`;
}

/** 核对结果: what a file says and what is wrong with it; where nothing is, it can be taken over. */
export function Checked({ of, importing }: { of: OneImportFragment; importing: Importing }) {
  const say = useWords();
  const { counts, problems, fileName, history } = of;
  const { step, busy } = importing;
  if (!counts) return null;
  const shown = ['taken', 'blank', 'passed', 'wrong', 'returns', 'unsound', 'doubtful'] as const;
  const copy = problems.length > 0 && step?.kind === 'CHECK_IMPORT' && step.url;
  return (
    <section aria-label={say('found', { name: fileName })}>
      <h2>{say('found', { name: fileName })}</h2>
      <dl className="counts">
        {shown.map((name) => (
          <div key={name} className={name === 'wrong' && counts.wrong > 0 ? 'wrong' : ''}>
            <dt>{say(history && (name === 'unsound' || name === 'doubtful') ? `${name}Past` : name)}</dt>
            <dd>{counts[name]}</dd>
          </div>
        ))}
      </dl>
      {problems.length > 0 ? (
        <ProblemTable of={problems} />
      ) : (
        <p>{say(counts.returns > 0 ? 'clean' : 'empty')}</p>
      )}
      {copy && (
        <p>
          <a href={copy}>{say(counts.wrong > 0 ? 'copy' : 'list')}</a>
          {counts.wrong > 0 && <span className="hint"> {say('copyHint')}</span>}
        </p>
      )}
      <p>
        <button type="button" disabled={busy} onClick={() => importing.act({ does: 'CHECK' })}>
          {say('again')}
        </button>
      </p>
      {counts.wrong === 0 && counts.returns > 0 && history && (
        <TakePast unsound={counts.unsound} busy={busy} act={importing.act} />
      )}
      {counts.wrong === 0 && counts.returns > 0 && !history && (
        <TakeOver doubtful={counts.doubtful} sound={counts.unsound === 0} busy={busy} act={importing.act} />
      )}
    </section>
  );
}

function ProblemTable({ of }: { of: readonly Found[] }) {
  const say = useWords();
  const most = 500;
  return (
    <>
      <h3>{say('problems')}</h3>
      {of.length >= most && <p className="hint">{say('problemsCut', { count: most })}</p>}
      <div className="wide" tabIndex={0} role="region" aria-label={say('problems')}>
        <table>
          <thead>
            <tr>
              {(['place', 'union', 'text', 'problem'] as const).map((name) => (
                <th key={name} scope="col">
                  {say(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.map((one, at) => (
              <tr key={at}>
                <td>{placeOf(one)}</td>
                <td>{one.union}</td>
                <td>{one.text}</td>
                <td className={one.problem.severity === 'ERROR' ? 'problem' : ''}>{sentence(one.problem)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Takes over as drafts, or submits too, where nothing stands against that. */
function TakeOver({
  doubtful,
  sound,
  busy,
  act,
}: {
  doubtful: number;
  sound: boolean;
  busy: boolean;
  act: Importing['act'];
}) {
  const say = useWords();
  const [explanation, setExplanation] = useState('');
  const apply = (submit: boolean) => () =>
    act({ does: 'APPLY', submit, explanation: explanation.trim() || null });
  return (
    <>
      {sound && doubtful > 0 && (
        <Explanation
          label={say('explanation', { count: doubtful })}
          said={explanation}
          change={setExplanation}
        />
      )}
      <p className="acts">
        <button type="button" className="primary" disabled={busy} onClick={apply(false)}>
          {say('apply')}
        </button>
        {sound && (
          <button
            type="button"
            disabled={busy || (doubtful > 0 && explanation.trim() === '')}
            onClick={apply(true)}
          >
            {say('applySubmit')}
          </button>
        )}
      </p>
    </>
  );
}

/** Takes history over as accepted; where it breaks arithmetic rules, with one explanation for all of it. */
function TakePast({ unsound, busy, act }: { unsound: number; busy: boolean; act: Importing['act'] }) {
  const say = useWords();
  const [explanation, setExplanation] = useState('');
  const said = explanation.trim();
  return (
    <>
      {unsound > 0 && (
        <Explanation
          label={say('explanationPast', { count: unsound })}
          said={explanation}
          change={setExplanation}
        />
      )}
      <p className="acts">
        <button
          type="button"
          className="primary"
          disabled={busy || (unsound > 0 && said === '')}
          onClick={() => act({ does: 'APPLY', submit: false, explanation: said || null })}
        >
          {say('applyPast')}
        </button>
      </p>
    </>
  );
}

function Explanation({
  label,
  said,
  change,
}: {
  label: string;
  said: string;
  change: (said: string) => void;
}) {
  const field = useId();
  return (
    <p>
      <label htmlFor={field}>{label}</label>
      <textarea id={field} maxLength={2000} value={said} onChange={({ target }) => change(target.value)} />
    </p>
  );
}
