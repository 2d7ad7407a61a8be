import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { named } from '../../../words/named.js';
import { sentence } from '../../../words/sentence.js';
import { WideTable } from '../../WideTable.js';
import type { ColumnType } from '../generated/forms.js';
import { useWords as useFormWords } from '../words.js';
import { type PartProps, TextField } from './Basics.js';
import { changed, type DraftAnnex } from './draft.js';
import { Labelled, Told } from './Labelled.js';
import { freeCode } from './TableEditor.js';
import type { Wrong } from './use-trial.js';
import { useWords } from './words.js';

type Column = DraftAnnex['columns'][number];

const types: readonly ColumnType[] = ['text', 'integer', 'date', 'boolean', 'choice'];

const newColumn = (code: string): Column => ({
  ...{ code, zh: '', en: '', type: 'text', required: false },
  ...{ choices: null, marked: null, minimum: null, refersTo: null },
});

/** The tables of rows (附表) of a form. Columns that were filed stay, with their types: the server says so. */
export function AnnexEditor({ draft, change, wrong }: PartProps & { wrong: readonly Wrong[] }) {
  const say = useWords();
  const annexes = draft.repeatingTables;
  const add = (): void => {
    const code = freeCode('A', new Set(annexes.map((one) => one.code)));
    change({
      repeatingTables: [...annexes, { code, zh: '', en: '', limit: 500, columns: [newColumn('c1')] }],
    });
  };
  return (
    <>
      {annexes.length === 0 && <p>{say('noAnnexes')}</p>}
      {annexes.map((annex, at) => (
        <details key={at} className="folded">
          <summary>{named(annex) || annex.code}</summary>
          <Told wrong={wrong.filter(({ table }) => table === annex.code).map(sentence)} />
          <Annex
            annex={annex}
            put={(next) => change({ repeatingTables: changed(annexes, at, next) })}
            remove={() => change({ repeatingTables: changed(annexes, at, null) })}
          />
        </details>
      ))}
      <p>
        <Button onClick={add}>{say('addAnnex')}</Button>
      </p>
    </>
  );
}

interface AnnexProps {
  annex: DraftAnnex;
  put: (annex: DraftAnnex) => void;
  remove: () => void;
}

function Annex({ annex, put, remove }: AnnexProps) {
  const say = useWords();
  const { columns } = annex;
  return (
    <>
      <div className="edit-fields">
        <TextField label={say('zh')} value={annex.zh} onChange={(zh) => put({ ...annex, zh })} />
        <TextField label={say('en')} value={annex.en} onChange={(en) => put({ ...annex, en })} />
        <TextField label={say('code')} value={annex.code} onChange={(code) => put({ ...annex, code })} />
        <Labelled label={say('limit')}>
          <InputNumber
            aria-label={say('limit')}
            min={1}
            max={500}
            precision={0}
            value={annex.limit}
            onChange={(limit) => put({ ...annex, limit: limit ?? 1 })}
          />
        </Labelled>
      </div>
      <ColumnList
        label={named(annex) || annex.code}
        columns={columns}
        put={(at, column) => put({ ...annex, columns: changed(columns, at, column) })}
      />
      <p className="acts">
        <Button
          onClick={() => {
            const code = freeCode('c', new Set(columns.map((one) => one.code)));
            put({ ...annex, columns: [...columns, newColumn(code)] });
          }}
        >
          {say('addColumn')}
        </Button>
        <Button danger onClick={remove}>
          {say('remove', { name: named(annex) || annex.code })}
        </Button>
      </p>
    </>
  );
}

interface ColumnsProps {
  label: string;
  columns: Column[];
  put: (at: number, column: Column | null) => void;
}

function ColumnList({ label, columns, put }: ColumnsProps) {
  const say = useWords();
  const sayForm = useFormWords();
  const text = (field: 'zh' | 'en' | 'code') => (_: unknown, column: Column, at: number) => (
    <Input
      aria-label={`${column.code} ${say(field)}`}
      autoComplete="off"
      value={column[field]}
      onChange={({ target }) => put(at, { ...column, [field]: target.value })}
      style={{ width: '10rem' }}
    />
  );
  return (
    <WideTable
      label={label}
      rowKey={(column) => columns.indexOf(column)}
      dataSource={columns}
      columns={[
        { title: say('zh'), render: text('zh') },
        { title: say('en'), render: text('en') },
        { title: sayForm('code'), render: text('code') },
        {
          title: say('type'),
          render: (_, column, at) => (
            <>
              <Select
                aria-label={`${column.code} ${say('type')}`}
                value={column.type as ColumnType}
                options={types.map((type) => ({ value: type, label: say(type) }))}
                onChange={(type: ColumnType) =>
                  put(at, { ...column, type, choices: type === 'choice' ? [] : null })
                }
                style={{ width: '7rem' }}
              />
              {column.type === 'choice' && (
                <Select
                  aria-label={`${column.code} ${say('choices')}`}
                  mode="tags"
                  open={false}
                  placeholder={say('choices')}
                  value={column.choices ?? []}
                  onChange={(choices: string[]) => put(at, { ...column, choices })}
                  style={{ width: '14rem' }}
                />
              )}
            </>
          ),
        },
        {
          title: say('columnRequired'),
          render: (_, column, at) => (
            <Checkbox
              aria-label={`${column.code} ${say('columnRequired')}`}
              checked={column.required}
              onChange={({ target }) => put(at, { ...column, required: target.checked })}
            />
          ),
        },
        {
          title: say('acts'),
          render: (_, column, at) => (
            <Button
              size="small"
              danger
              aria-label={say('remove', { name: named(column) || column.code })}
              onClick={() => put(at, null)}
            >
              ×
            </Button>
          ),
        },
      ]}
    />
  );
}
