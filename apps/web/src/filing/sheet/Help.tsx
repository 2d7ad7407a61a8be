import type { Pasted } from './usePaste.js';
import { useWords } from './words.js';

/** What the keys do, for whoever opens it. */
export function Help() {
  const say = useWords();
  return (
    <details className="help">
      <summary>{say('help')}</summary>
      <ul>
        {(['helpMove', 'helpTake', 'helpPaste', 'helpMark'] as const).map((key) => (
          <li key={key}>{say(key)}</li>
        ))}
      </ul>
    </details>
  );
}

/** What the last paste did. */
export function PastedLine({ pasted }: { pasted: Pasted | null }) {
  const say = useWords();
  return (
    <div role="status">
      {pasted === 'SHAPE' && <p className="note-bad">{say('pasteShape')}</p>}
      {pasted !== null && pasted !== 'SHAPE' && (
        <p className="pasted">
          {say('pasted', { count: pasted.count })}{' '}
          {pasted.wrong > 0 && say('pastedWrong', { count: pasted.wrong })}{' '}
          {pasted.computed > 0 && say('pastedComputed', { count: pasted.computed })}{' '}
          {pasted.leftOver > 0 && say('pastedLeft', { count: pasted.leftOver })}
        </p>
      )}
    </div>
  );
}
