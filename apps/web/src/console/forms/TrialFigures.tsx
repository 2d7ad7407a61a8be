import { Input } from 'antd';
import { named } from '../../words/named.js';
import { WideTable } from '../WideTable.js';
import type { TrialCell, TrialColumn, Typed } from './trial.js';
import { useWords } from './words.js';

interface Props {
  cells: readonly TrialCell[];
  typed: Typed;
  onChange: (typed: Typed) => void;
}

/** Figures to type for a trial of checks; nothing of it is stored. */
export function TrialFigures({ cells, typed, onChange }: Props) {
  const say = useWords();
  const box = (column: TrialColumn) => (_: unknown, cell: TrialCell) => (
    <Input
      aria-label={`${named(cell)} ${say(column === 'cells' ? 'now' : 'previous')}`}
      inputMode="decimal"
      autoComplete="off"
      value={typed[column][cell.code] ?? ''}
      onChange={({ target }) =>
        onChange({ ...typed, [column]: { ...typed[column], [cell.code]: target.value } })
      }
      style={{ width: '9rem' }}
    />
  );
  return (
    <WideTable
      label={say('trial')}
      rowKey="code"
      dataSource={cells}
      columns={[
        { title: say('cell'), render: (_, cell) => named(cell) },
        { title: say('unit'), dataIndex: 'unit' },
        { title: say('previous'), render: box('previous') },
        { title: say('now'), render: box('cells') },
      ]}
    />
  );
}
