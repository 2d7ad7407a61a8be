import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { asked } from '../../client/answers.js';
import { useWords } from './words.js';
import { UnionsNamed } from './union-field.generated.js';

export interface NamedUnion {
  id: string;
  code: string;
  name: string;
}

interface Props {
  label: string;
  /** The name under which the form is given the union's id. */
  name: string;
  /** Offered until something is looked for. */
  first: readonly NamedUnion[];
  chosen?: (unionId: string) => void;
  /** Whether an empty id may be sent. */
  optional?: boolean;
}

/** A union, found by a part of its name, its initials or its code. */
export function UnionField({ label, name, first, chosen, optional = false }: Props) {
  const say = useWords();
  const [text, setText] = useState('');
  const sought = useDeferredValue(text.trim());
  const found = useQuery({
    ...asked(UnionsNamed, { text: sought }),
    enabled: sought !== '',
    placeholderData: keepPreviousData,
  });
  const offered = sought === '' ? first : (found.data?.searchUnions.nodes ?? []);
  return (
    <div className="form-pair">
      <label className="field">
        <span>{say('findUnion')}</span>
        <input type="search" value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <label className="field">
        <span>{label}</span>
        <select name={name} required={!optional} onChange={({ target }) => chosen?.(target.value)}>
          {offered.length === 0 && <option value="">{say('none')}</option>}
          {offered.map((union) => (
            <option key={union.id} value={union.id}>
              {union.name} {union.code}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
