import { language } from '../../words/i18n.js';
import { sentence } from '../../words/sentence.js';
import { said } from './said.js';
import { walk } from './keys.js';
import type { TextRow } from './kept.js';
import type { AnnexTable } from './line.js';
import { useAnnex, useHits, useWork } from './watch.js';
import { useWords } from './words.js';

type Column = AnnexTable['columns'][number];

interface FieldProps {
  column: Column;
  label: string;
  value: string;
  write: (text: string) => void;
}

/** The input of one value of a row. */
function Field({ column, label, value, write }: FieldProps) {
  const say = useWords();
  const common = { 'aria-label': label, 'data-walk': column.code, value };
  const options =
    column.type === 'boolean'
      ? [
          { value: 'true', text: say('yes') },
          { value: 'false', text: say('no') },
        ]
      : (column.choices ?? []).map((choice) => ({ value: choice, text: choice }));
  if (column.type === 'boolean' || column.type === 'choice')
    return (
      <select {...common} onChange={({ target }) => write(target.value)}>
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
      {...common}
      type={column.type === 'date' ? 'date' : 'text'}
      inputMode={column.type === 'integer' ? 'decimal' : undefined}
      className={column.type === 'integer' ? 'number' : ''}
      autoComplete="off"
      onChange={({ target }) => write(target.value)}
    />
  );
}

/** What is wrong with a row, and what the checks found in it. */
function useNotes(table: AnnexTable) {
  const { problems } = useAnnex(table.code);
  const hits = useHits().filter((hit) => hit.table === table.code);
  return (row: number): string[] => [
    ...problems.filter((one) => one.row === row).map((one) => sentence(said(one))),
    ...hits.filter((hit) => hit.row === row).map(sentence),
  ];
}

/** 附表: rows that grow as they are filled in; the last one is always blank. */
export function AnnexRows({ table }: { table: AnnexTable }) {
  const say = useWords();
  const { annexes, writable } = useWork();
  const { rows, phase } = useAnnex(table.code);
  const notes = useNotes(table);
  const known = rows ?? [];
  const shownRows: readonly TextRow[] = writable && known.length < table.limit ? [...known, {}] : known;
  const write = (at: number, column: string, text: string): void => {
    const changed = shownRows.map((row, i) => (i === at ? { ...row, [column]: text } : row));
    annexes.write(table.code, at < known.length ? changed.slice(0, known.length) : changed);
  };
  const remove = (at: number): void => {
    const left = known.filter((_, i) => i !== at);
    annexes.write(table.code, left.length > 0 ? left : null);
  };
  return (
    <div className="annex">
      {phase === 'CHANGED_ELSEWHERE' && (
        <p className="problem" role="alert">
          {say('sectionChanged')}{' '}
          <button type="button" onClick={() => annexes.settle(table.code, true)}>
            {say('mine')}
          </button>{' '}
          <button type="button" onClick={() => annexes.settle(table.code, false)}>
            {say('theirs')}
          </button>
        </p>
      )}
      {writable && known.length === 0 && (
        <label className="none">
          <input
            type="checkbox"
            checked={rows !== null}
            onChange={({ target }) => annexes.write(table.code, target.checked ? [] : null)}
          />
          {say('noRows')}
        </label>
      )}
      <div
        className="wide"
        tabIndex={0}
        role="region"
        aria-label={table[language()]}
        onKeyDown={(event) => walk(event)}
      >
        <table aria-label={table[language()]}>
          <thead>
            <tr>
              <th scope="col">{say('row')}</th>
              {table.columns.map((column) => (
                <th key={column.code} scope="col">
                  {column[language()]}
                  {column.required && <span className="hint"> ({say('required')})</span>}
                </th>
              ))}
              {writable && <td />}
            </tr>
          </thead>
          <tbody>
            {shownRows.map((row, at) => (
              <tr key={at}>
                <th scope="row">{at + 1}</th>
                {table.columns.map((column) => (
                  <td key={column.code} data-row={`${table.code} ${at + 1}`}>
                    {writable ? (
                      <Field
                        column={column}
                        label={`${column[language()]} ${at + 1}`}
                        value={row[column.code] ?? ''}
                        write={(text) => write(at, column.code, text)}
                      />
                    ) : (
                      <Shown column={column} text={row[column.code] ?? ''} />
                    )}
                  </td>
                ))}
                {writable && (
                  <td>
                    {at < known.length && (
                      <button
                        type="button"
                        className="quiet"
                        aria-label={say('removeRow', { row: at + 1 })}
                        onClick={() => remove(at)}
                      >
                        ✕
                      </button>
                    )}
                    {notes(at + 1).map((note) => (
                      <p key={note} className="note-bad">
                        {note}
                      </p>
                    ))}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** A value of a row to be read. */
export function Shown({ column, text }: { column: Column; text: string }) {
  const say = useWords();
  if (column.type !== 'boolean' || text === '') return <>{text}</>;
  return <>{text === 'true' ? say('yes') : say('no')}</>;
}
