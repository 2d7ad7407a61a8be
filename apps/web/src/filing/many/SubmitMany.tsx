import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { ask } from '../../client/ask.js';
import { sentence, toldOf } from '../../words/sentence.js';
import { Submit } from '../sheet/generated/sheet.js';
import { forget } from '../sheet/kept.js';
import type { UnionDraft } from './book.js';
import { useWords } from './words.js';

/** What became of a union's submission: why it was not done, or []. Null: not reached. */
type Result = readonly string[] | null;

/** Whether the server has all that was typed, so that what is submitted is what is seen. */
const isSaved = ({ desk, sender, keepsMore }: UnionDraft): boolean =>
  !keepsMore && !sender.waiting && desk.count('WRONG') === 0 && desk.count('CHANGED_ELSEWHERE') === 0;

/** Why a union cannot be submitted as it stands. */
const blocksIn = ({ desk }: UnionDraft) =>
  desk.held.hits.filter(({ severity }) => severity === 'ARITHMETIC' || severity === 'ERROR');

/** 上报 of several unions at once: each by itself, with its own explanation and its own result. */
export function SubmitMany({ picked }: { picked: readonly UnionDraft[] }) {
  const say = useWords();
  const client = useQueryClient();
  const keyOf = useActKey();
  const [sending, setSending] = useState<readonly UnionDraft[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [explained, setExplained] = useState<Readonly<Record<string, string>>>({});
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());

  const begin = async (): Promise<void> => {
    setBusy(true);
    setResults(new Map());
    await Promise.all(picked.map(({ sender }) => sender.flush()));
    setBusy(false);
    setSending(picked);
  };
  const submit = async ({ desk, union }: UnionDraft): Promise<Result> => {
    const input = {
      ...{ submissionId: desk.held.submissionId ?? '', expectedVersion: desk.held.version },
      explanation: explained[union.code]?.trim() || null,
    };
    try {
      const answer = await ask(Submit, { input: { ...input, idempotencyKey: keyOf(input) } });
      if (answer.submit.userErrors.length === 0) await forget(desk.draft);
      return answer.submit.userErrors.map(sentence);
    } catch (error) {
      const told = toldOf(error);
      return told === null ? null : [told];
    }
  };
  const carryOut = async (drafts: readonly UnionDraft[]): Promise<void> => {
    setBusy(true);
    for (const draft of drafts) {
      const result = await submit(draft);
      setResults((before) => new Map(before).set(draft.union.code, result));
    }
    await client.invalidateQueries();
    setBusy(false);
  };

  const ready = (sending ?? []).filter(
    (draft) => isSaved(draft) && blocksIn(draft).length === 0 && results.get(draft.union.code)?.length !== 0,
  );
  return (
    <>
      <div className="bottom">
        <button
          type="button"
          className="primary"
          disabled={picked.length === 0 || busy}
          onClick={() => void begin()}
        >
          {say('submit', { count: picked.length })}
        </button>
      </div>
      {sending && (
        <form
          className="submitting card"
          aria-labelledby="submit-title"
          onSubmit={(event) => {
            event.preventDefault();
            void carryOut(ready);
          }}
        >
          <h2 id="submit-title">{say('submitTitle')}</h2>
          <ul className="many-submit" aria-live="polite">
            {sending.map((draft) => (
              <li key={draft.union.code} data-submit={draft.union.code}>
                <strong>{draft.union.name}</strong>
                <Standing
                  draft={draft}
                  result={results.get(draft.union.code)}
                  explanation={explained[draft.union.code] ?? ''}
                  explain={(text) => setExplained({ ...explained, [draft.union.code]: text })}
                />
              </li>
            ))}
          </ul>
          <button type="submit" className="primary" disabled={ready.length === 0 || busy}>
            {say('confirm', { count: ready.length })}
          </button>{' '}
          <button type="button" onClick={() => setSending(null)}>
            {say('cancel')}
          </button>
        </form>
      )}
    </>
  );
}

interface StandingProps {
  draft: UnionDraft;
  result: Result | undefined;
  explanation: string;
  explain: (text: string) => void;
}

/** How the submission of one union stands: what stops it, what it asks, what became of it. */
function Standing({ draft, result, explanation, explain }: StandingProps) {
  const say = useWords();
  const { union, desk } = draft;
  if (result?.length === 0) return <p className="good">{say('done')}</p>;
  const blocks = blocksIn(draft);
  if (!isSaved(draft)) return <p className="note-bad">{say('unsaved')}</p>;
  if (blocks.length > 0)
    return (
      <p className="note-bad">
        {say('blocked')} {blocks.map(sentence).join(' ')}
      </p>
    );
  const asks = desk.held.hits.filter(({ severity }) => severity === 'PLAUSIBILITY');
  return (
    <>
      {result === undefined && asks.length === 0 && <p>{say('ready')}</p>}
      {result === null && <p className="note-bad">{say('unreachable')}</p>}
      {result && (
        <p className="note-bad">
          {say('refused')} {result.join(' ')}
        </p>
      )}
      {asks.length > 0 && (
        <label className="explanation">
          <span>
            {say('asks')} {asks.map(sentence).join(' ')}
          </span>
          <textarea
            required
            rows={2}
            aria-label={say('explanation', { union: union.name })}
            value={explanation}
            onChange={({ target }) => explain(target.value)}
          />
        </label>
      )}
    </>
  );
}
