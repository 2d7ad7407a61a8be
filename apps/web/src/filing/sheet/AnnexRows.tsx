import { language } from '../../words/i18n.js';
import { sentence } from '../../words/sentence.js';
import { ColumnInput, Shown } from './ColumnInput.js';
import { RowsFromBook } from './RowsFromBook.js';
import { said } from './said.js';
import { walk } from './keys.js';
import type { TextRow } from './kept.js';
import type { AnnexTable } from './line.js';
import { useAnnex, useHits, useWork } from './watch.js';
import { useLaterWords } from './later-words.js';
import { useWords } from './words.js';

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
  const later = useLaterWords();
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
          {later('sectionChanged')}{' '}
          <button type="button" onClick={() => annexes.settle(table.code, true)}>
            {say('mine')}
          </button>{' '}
          <button type="button" onClick={() => annexes.settle(table.code, false)}>
            {say('theirs')}
          </button>
        </p>
      )}
      {writable && <RowsFromBook table={table} rows={known} />}
      {writable && known.length === 0 && (
        <label className="none">
          <input
            type="checkbox"
            checked={rows !== null}
            onChange={({ target }) => annexes.write(table.code, target.checked ? [] : null)}
          />
          {later('noRows')}
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
                  {column.required && <span className="hint"> ({later('required')})</span>}
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
                      <ColumnInput
                        column={column}
                        aria-label={`${column[language()]} ${at + 1}`}
                        data-walk={column.code}
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
                        aria-label={later('removeRow', { row: at + 1 })}
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
