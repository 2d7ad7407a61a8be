import { Button, Select } from 'antd';
import { useState } from 'react';
import { named } from '../../../words/named.js';
import { sentence } from '../../../words/sentence.js';
import { WideTable } from '../../WideTable.js';
import type { CellSource, Level } from '../generated/forms.js';
import { useWords as useFormWords } from '../words.js';
import { AddCell } from './AddCell.js';
import { levels, type PartProps, TextField } from './Basics.js';
import { Computed } from './Computed.js';
import { cellsOf, changed, type DraftCell, type DraftTable, moved } from './draft.js';
import { Told } from './Labelled.js';
import type { Wrong } from './use-trial.js';
import { useWords } from './words.js';

const sources = ['TYPED', 'ROWS', 'REGISTRY'] as const;

interface Props extends PartProps {
  wrong: readonly Wrong[];
}

/** The tables of a form (表一…): what each is called, and what it asks, in the order in which people read it. */
export function TableEditor(props: Props) {
  const { draft, change } = props;
  const say = useWords();
  const [at, setAt] = useState(0);
  const table = draft.tables[at] ?? draft.tables[0];
  const tables = draft.tables;
  const add = (): void => {
    const code = freeCode('T', new Set(tables.map((one) => one.code)));
    change({ tables: [...tables, { code, zh: '', en: '', cells: [] }] });
    setAt(tables.length);
  };
  const remove = (): void => {
    const gone = new Set(table?.cells.map(({ code }) => code));
    const computed = draft.computed.filter(({ cell }) => !gone.has(cell));
    change({ tables: changed(tables, at, null), computed });
    setAt(0);
  };
  return (
    <>
      <p className="acts">
        <Select
          aria-label={say('table')}
          style={{ minWidth: 'min(16rem, 100%)' }}
          value={at}
          options={tables.map((one, index) => ({ value: index, label: named(one) || one.code }))}
          onChange={setAt}
        />
        <Button onClick={add}>{say('addTable')}</Button>
        {tables.length > 1 && (
          <>
            <Button
              aria-label={say('up', { name: table ? named(table) : '' })}
              disabled={at === 0}
              onClick={() => {
                change({ tables: moved(tables, at, -1) });
                setAt(at - 1);
              }}
            >
              ↑
            </Button>
            <Button danger onClick={remove}>
              {say('removeTable')}
            </Button>
          </>
        )}
      </p>
      {table && (
        <OneTable
          {...props}
          key={at}
          table={table}
          put={(next) => change({ tables: changed(tables, at, next) })}
        />
      )}
    </>
  );
}

/** A code that none has yet: T3, after T1 and T2. */
export function freeCode(letter: string, taken: ReadonlySet<string>): string {
  for (let number = taken.size + 1; ; number += 1)
    if (!taken.has(`${letter}${number}`)) return `${letter}${number}`;
}

function OneTable({
  draft,
  change,
  wrong,
  table,
  put,
}: Props & { table: DraftTable; put: (table: DraftTable) => void }) {
  const say = useWords();
  const { cells } = table;
  const putCell = (at: number, cell: DraftCell | null): void =>
    put({ ...table, cells: changed(cells, at, cell) });
  const remove = (at: number): void => {
    const code = cells[at]?.code;
    const tables = draft.tables.map((one) =>
      one.code === table.code ? { ...table, cells: changed(cells, at, null) } : one,
    );
    change({ tables, computed: draft.computed.filter(({ cell }) => cell !== code) });
  };
  return (
    <>
      <div className="edit-fields">
        <TextField label={say('zh')} value={table.zh} onChange={(zh) => put({ ...table, zh })} />
        <TextField label={say('en')} value={table.en} onChange={(en) => put({ ...table, en })} />
        <TextField label={say('code')} value={table.code} onChange={(code) => put({ ...table, code })} />
      </div>
      <p>
        <AddCell
          taken={new Set(cellsOf(draft).map(({ code }) => code))}
          add={(cell) => put({ ...table, cells: [...cells, cell] })}
        />
      </p>
      <CellList
        {...{ draft, change, wrong, table }}
        put={putCell}
        move={(at, by) => put({ ...table, cells: moved(cells, at, by) })}
        remove={remove}
      />
    </>
  );
}

interface ListProps extends Props {
  table: DraftTable;
  put: (at: number, cell: DraftCell) => void;
  move: (at: number, by: 1 | -1) => void;
  remove: (at: number) => void;
}

function CellList({ draft, change, wrong, table, put, move, remove }: ListProps) {
  const say = useWords();
  const sayForm = useFormWords();
  return (
    <WideTable
      label={named(table) || table.code}
      rowKey="code"
      dataSource={table.cells}
      locale={{ emptyText: say('emptyTable') }}
      columns={[
        {
          title: sayForm('cell'),
          render: (_, cell) => (
            <>
              {named(cell)}
              <Told wrong={wrong.filter((one) => one.cell === cell.code).map(sentence)} />
            </>
          ),
        },
        { title: sayForm('code'), dataIndex: 'code' },
        { title: sayForm('unit'), dataIndex: 'unit' },
        {
          title: sayForm('source'),
          render: (_, cell, at) => (
            <>
              <Select
                aria-label={`${named(cell)} ${sayForm('source')}`}
                value={cell.source}
                options={sources.map((one) => ({ value: one, label: sayForm(one) }))}
                onChange={(source: CellSource) => put(at, { ...cell, source })}
                style={{ width: '9rem' }}
              />
              <Computed cell={cell} draft={draft} change={change} />
            </>
          ),
        },
        {
          title: sayForm('filedBy'),
          render: (_, cell, at) =>
            cell.source !== 'REGISTRY' && (
              <Select
                aria-label={`${named(cell)} ${sayForm('filedBy')}`}
                mode="multiple"
                placeholder={say('catalogueLevels')}
                value={cell.filedBy ?? []}
                options={levels.map((level) => ({ value: level, label: sayForm(level) }))}
                onChange={(chosen: Level[]) =>
                  put(at, { ...cell, filedBy: chosen.length > 0 ? chosen : null })
                }
                style={{ width: '15rem' }}
              />
            ),
        },
        {
          title: say('acts'),
          render: (_, cell, at) => (
            <span className="edit-row-acts">
              <Button
                size="small"
                aria-label={say('up', { name: named(cell) })}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              >
                ↑
              </Button>
              <Button
                size="small"
                aria-label={say('down', { name: named(cell) })}
                disabled={at === table.cells.length - 1}
                onClick={() => move(at, 1)}
              >
                ↓
              </Button>
              <Button
                size="small"
                danger
                aria-label={say('remove', { name: named(cell) })}
                onClick={() => remove(at)}
              >
                ×
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}
