import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { asked } from '../client/answers.js';
import { FindUnions } from './generated/union-picker.js';
import { useWords } from './words.js';

/** A union to choose from. */
export interface NamedUnion {
  id: string;
  code: string;
  name: string;
}

/** Chooses a union by a part of its name, the initials of it, or its code. `name`: of the one that is chosen. */
export function UnionPicker({
  id,
  label,
  value,
  name,
  first = [],
  onChange,
}: {
  id?: string;
  label: string;
  /** Null: none, also after one was chosen. */
  value?: string | null;
  name?: string;
  /** Offered until something is looked for. */
  first?: readonly NamedUnion[];
  onChange?: (unionId: string, name: string) => void;
}) {
  const say = useWords();
  const [text, setText] = useState('');
  const sought = useDeferredValue(text.trim());
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const found = useQuery({
    ...asked(FindUnions, { text: sought }),
    enabled: sought !== '',
    placeholderData: keepPreviousData,
  });
  const offered = sought === '' ? first : (found.data?.searchUnions.nodes ?? []);
  const options = offered.map((union) => ({
    value: union.id,
    label: `${union.name} ${union.code}`,
    name: union.name,
  }));
  const shown =
    chosen?.value === value ? chosen?.label : (name ?? first.find(({ id: one }) => one === value)?.name);
  return (
    <Select
      id={id}
      aria-label={label}
      className="union-picker"
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={say('findUnion')}
      value={typeof value === 'string' ? { value, label: shown ?? '…' } : value}
      labelInValue
      options={options}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? null : say('noUnion')}
      onChange={(picked: { value: string; label: string }) => {
        const union = options.find((option) => option.value === picked.value);
        setChosen(union ? { value: union.value, label: union.name } : null);
        setText('');
        onChange?.(picked.value, union?.name ?? '');
      }}
    />
  );
}
