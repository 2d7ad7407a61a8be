import { formatFigure, readFigure } from '@huiji/domain/figure';
import { messageOf } from '@huiji/domain/problem';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { asked } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { sentence } from '../../words/sentence.js';
import { WideTable } from '../WideTable.js';
import { type TryRulesQueryVariables, TryRules } from './generated/forms.js';
import { type Form } from './Tables.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

type Column = 'cells' | 'previous';
type Cell = Form['tables'][number]['cells'][number];
type Typed = Readonly<Record<Column, Readonly<Record<string, string>>>>;

/** What was typed, as exact figures; what is no figure is told of, in words. */
function read(typed: Readonly<Record<string, string>>, cells: readonly Cell[]) {
  return cells.flatMap((cell) => {
    const text = typed[cell.code]?.trim() ?? '';
    if (text === '') return [];
    const figure = readFigure(text, { ...cell, cell: named(cell) }, { cell: cell.code });
    return [{ cell, figure }];
  });
}

/** Tries the checks of a form on figures that are typed here; nothing is stored. */
export function Trial({ form }: { form: Form }) {
  const say = useWords();
  // The checks are tried on what people type; what is computed is not asked of them.
  const tables = form.tables.flatMap((one) => {
    const written = one.cells.filter(({ source }) => source === 'TYPED');
    return written.length > 0 ? [{ ...one, cells: written }] : [];
  });
  const [table, setTable] = useState(tables[0]?.code);
  const [typed, setTyped] = useState<Typed>({ cells: {}, previous: {} });
  const [input, setInput] = useState<TryRulesQueryVariables['input'] | null>(null);
  const cells = tables.flatMap((one) => one.cells);
  const shown = tables.find(({ code }) => code === table) ?? tables[0];
  const figures = { cells: read(typed.cells, cells), previous: read(typed.previous, cells) };
  const wrong = [...figures.cells, ...figures.previous].flatMap(({ figure }) =>
    typeof figure === 'bigint' ? [] : [figure],
  );
  const answer = useQuery({ ...asked(TryRules, { input: input! }), enabled: input !== null });
  const filled = (column: Column) =>
    figures[column].flatMap(({ cell, figure }) =>
      typeof figure === 'bigint' ? [{ cell: cell.code, value: formatFigure(figure, cell.decimals) }] : [],
    );
  const box = (column: Column) => (_: unknown, cell: Cell) => (
    <Input
      aria-label={`${named(cell)} ${say(column === 'cells' ? 'now' : 'previous')}`}
      inputMode="decimal"
      autoComplete="off"
      value={typed[column][cell.code] ?? ''}
      onChange={({ target }) =>
        setTyped({ ...typed, [column]: { ...typed[column], [cell.code]: target.value } })
      }
      style={{ width: '9rem' }}
    />
  );
  const found = answer.data?.tryRules;
  return (
    <>
      <p>{say('trialHint')}</p>
      <p className="acts">
        <Select
          aria-label={say('tables')}
          value={shown?.code}
          options={tables.map((one) => ({ value: one.code, label: named(one) }))}
          onChange={setTable}
        />
        <Button
          type="primary"
          disabled={wrong.length > 0}
          loading={answer.isFetching}
          onClick={() => setInput({ form: form.code, cells: filled('cells'), previous: filled('previous') })}
        >
          {say('check')}
        </Button>
      </p>
      <Problems
        told={wrong.slice(0, 1).map((problem) => ({
          code: problem.code,
          messageZh: messageOf(problem, 'zh'),
          messageEn: messageOf(problem, 'en'),
        }))}
        error={answer.error}
      />
      <div role="status">
        {found && found.userErrors.length === 0 && (
          <>
            <p>{found.hits.length === 0 ? say('noHits') : say('hits', { count: found.hits.length })}</p>
            <ul>
              {found.hits.map((hit, at) => (
                <li key={at}>
                  {say(hit.severity)}: {sentence(hit)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Problems told={found?.userErrors} error={null} />
      <WideTable
        label={say('trial')}
        rowKey="code"
        dataSource={shown?.cells ?? []}
        columns={[
          { title: say('cell'), render: (_, cell) => named(cell) },
          { title: say('unit'), dataIndex: 'unit' },
          { title: say('now'), render: box('cells') },
          { title: say('previous'), render: box('previous') },
        ]}
      />
    </>
  );
}
