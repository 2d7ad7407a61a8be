import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type Ref, useDeferredValue, useEffect, useRef, useState } from 'react';
import { asked } from '../../client/answers.js';
import { Failed } from '../../page/states.js';
import { TransferDestinations } from './generated/transfers.js';
import type { Destination } from './order.js';
import { useWords } from './words.js';

/** How many are looked for at once. */
const most = 20;

interface ChoiceProps {
  unionId: string;
  chosen: Destination | null;
  choose: (destination: Destination | null) => void;
  busy: boolean;
  /** Whether none was chosen when it was sent, or the one chosen was refused. */
  wrong: boolean;
}

/** Chooses the union that receives members, by a part of its name, the initials of it, or its code. */
export function DestinationChoice({ unionId, chosen, choose, busy, wrong }: ChoiceProps) {
  const say = useWords();
  // What is chosen with stands there no more once it is: whoever uses the keyboard goes on from what takes its place.
  const next = useRef<HTMLInputElement & HTMLButtonElement>(null);
  const [changed, setChanged] = useState(0);
  useEffect(() => {
    if (changed > 0) next.current?.focus();
  }, [changed]);
  const change = (destination: Destination | null): void => {
    choose(destination);
    setChanged(changed + 1);
  };
  if (!chosen) return <Finding {...{ unionId, wrong, next }} choose={change} />;
  return (
    <div className="transfers-chosen">
      <p>
        {say('chosen')} <Named destination={chosen} />
      </p>
      <button type="button" ref={next} disabled={busy} onClick={() => change(null)}>
        {say('other')}
      </button>
    </div>
  );
}

interface FindingProps extends Pick<ChoiceProps, 'unionId' | 'wrong'> {
  choose: (destination: Destination) => void;
  next: Ref<HTMLInputElement>;
}

function Finding({ unionId, wrong, choose, next }: FindingProps) {
  const say = useWords();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const { data, error } = useQuery({
    ...asked(TransferDestinations, { unionId, search, first: most }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  const found = search === '' ? null : (data?.transferDestinations ?? null);
  /** Enter would send the whole form; it takes the union where only one is found. */
  const enter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const [only, another] = found ?? [];
    if (only && !another) choose(only);
  };
  return (
    <>
      <label className="field">
        <span>
          {say('find')}
          <span className="hint"> ({say('findHint')})</span>
        </span>
        <input
          type="search"
          ref={next}
          autoComplete="off"
          aria-invalid={wrong}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={enter}
        />
      </label>
      <div role="alert">{wrong && <p className="problem">{say('choose')}</p>}</div>
      {error && <Failed error={error} />}
      <p role="status" className="done">
        {found?.length === 0 && say('noneFound')}
        {found?.length === most && say('foundMany', { count: most })}
      </p>
      <ul className="transfers-found" aria-label={say('found')}>
        {found?.map((destination) => (
          <li key={destination.code}>
            <button type="button" onClick={() => choose(destination)}>
              <Named destination={destination} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Named({ destination: { code, name, superiorName } }: { destination: Destination }) {
  const say = useWords();
  return (
    <>
      <strong>{name}</strong>{' '}
      <span className="hint">
        {code}
        {superiorName !== null && ` · ${say('below', { superior: superiorName })}`}
      </span>
    </>
  );
}
