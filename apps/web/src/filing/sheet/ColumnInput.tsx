import type { AriaAttributes } from 'react';
import { isFigure, type RowColumn } from './row-text.js';
import { useLaterWords } from './later-words.js';

interface ColumnProps extends AriaAttributes {
  column: RowColumn;
  value: string;
  write: (text: string) => void;
  required?: boolean;
  'data-walk'?: string;
}

/** The input of a value of a row, by the type of its column. What is typed is never altered. */
export function ColumnInput({ column, value, write, ...others }: ColumnProps) {
  const say = useLaterWords();
  const { type, choices } = column;
  const options =
    type === 'boolean'
      ? [
          { value: 'true', text: say('yes') },
          { value: 'false', text: say('no') },
        ]
      : (choices ?? []).map((choice) => ({ value: choice, text: choice }));
  if (type === 'boolean' || type === 'choice')
    return (
      <select {...others} value={value} onChange={({ target }) => write(target.value)}>
        <option value="" />
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    );
  return (
    <input
      {...others}
      value={value}
      type={type === 'date' ? 'date' : 'text'}
      inputMode={isFigure(column) ? 'decimal' : undefined}
      className={isFigure(column) ? 'number' : ''}
      autoComplete="off"
      onChange={({ target }) => write(target.value)}
    />
  );
}

/** A value of a row to be read. */
export function Shown({ column, text }: { column: RowColumn; text: string }) {
  const say = useLaterWords();
  if (column.type !== 'boolean' || text === '') return <>{text}</>;
  return <>{text === 'true' ? say('yes') : say('no')}</>;
}
