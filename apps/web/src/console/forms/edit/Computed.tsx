import { Select } from 'antd';
import { named } from '../../../words/named.js';
import type { PartProps } from './Basics.js';
import type { DraftCell } from './draft.js';
import { useWords } from './words.js';

/** How a cell follows from a table of rows: the number of its rows, or the sum of a column. Which rows count stays as it was. */
export function Computed({ cell, draft, change }: PartProps & { cell: DraftCell }) {
  const say = useWords();
  if (cell.source !== 'ROWS') return null;
  const of = draft.computed.find((one) => one.cell === cell.code);
  const annex = draft.repeatingTables.find(({ code }) => code === of?.table);
  const put = (table: string, sum: string | null): void => {
    const rest = draft.computed.filter((one) => one.cell !== cell.code);
    const where = of?.table === table ? of.where : null;
    change({ computed: [...rest, { cell: cell.code, table, sum, where }] });
  };
  return (
    <span className="edit-field">
      <Select
        aria-label={`${named(cell)} ${say('rowsFrom')}`}
        placeholder={say('rowsFrom')}
        value={of?.table ?? null}
        options={draft.repeatingTables.map((one) => ({ value: one.code, label: named(one) }))}
        onChange={(table: string | null) => table !== null && put(table, null)}
        style={{ width: '12rem' }}
      />
      {of && (
        <Select
          aria-label={`${named(cell)} ${say('rowsSum')}`}
          value={of.sum ?? ''}
          options={[
            { value: '', label: say('countRows') },
            ...(annex?.columns ?? [])
              .filter(({ type }) => type === 'integer')
              .map((column) => ({ value: column.code, label: say('sumOf', { name: named(column) }) })),
          ]}
          onChange={(sum: string) => put(of.table, sum || null)}
          style={{ width: '12rem' }}
        />
      )}
      {of?.where && <small>{say('onlyWhere', { column: of.where.column, is: of.where.is })}</small>}
    </span>
  );
}
