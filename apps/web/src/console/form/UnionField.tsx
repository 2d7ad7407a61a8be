import { useState } from 'react';
import { type NamedUnion, UnionPicker } from '../UnionPicker.js';

interface Props {
  label: string;
  /** The name under which the form is given the union's id. */
  name: string;
  /** Offered until something is looked for; the first of them is chosen at the beginning. */
  first: readonly NamedUnion[];
  chosen?: (unionId: string) => void;
}

/** A union of a form, found by a part of its name, its initials or its code. */
export function UnionField({ label, name, first, chosen }: Props) {
  const [unionId, setUnionId] = useState(first[0]?.id ?? '');
  return (
    <div className="field">
      <span aria-hidden="true">{label}</span>
      <UnionPicker
        label={label}
        value={unionId}
        first={first}
        onChange={(id) => {
          setUnionId(id);
          chosen?.(id);
        }}
      />
      <input type="hidden" name={name} value={unionId} />
    </div>
  );
}
