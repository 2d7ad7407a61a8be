import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { readBlock } from '../../page/block.js';
import { Problems } from '../../page/Problems.js';
import { named } from '../../words/named.js';
import { sentence } from '../../words/sentence.js';
import { type BlockColumn, readRows, type ReadRow } from './block.js';
import { Value } from './Done.js';
import { KindOptions } from './Fields.js';
import { RecordWork, type RecordWorkMutation } from './generated/book.js';
import { useWords } from './words.js';
import { inputOf, type Kind } from './work.js';

/** How many records the api takes at once. */
const most = 200;

interface PastingProps {
  unionId: string;
  kinds: readonly Kind[];
  done: (sentence: string) => void;
}

/** The columns in which a block of a kind stands. */
function useColumns(kind: Kind): BlockColumn[] {
  const say = useWords();
  const own = { choices: null, unit: null, marked: false };
  return [
    { code: 'day', type: 'date', label: say('day'), ...own },
    { code: 'name', type: 'text', label: say('name'), ...own },
    ...(kind.held ? [{ code: 'heldBy', type: 'text', label: say('heldBy'), ...own }] : []),
    ...kind.columns.map((column) => ({ ...column, label: named(column) })),
  ];
}

/** 从 Excel 粘贴: rows of one kind, looked at before they are recorded together. */
export function Pasting({ unionId, kinds, done }: PastingProps) {
  const [chosen, setChosen] = useState('');
  const kind = kinds.find(({ code }) => code === chosen) ?? kinds[0];
  return kind && <PastingOf {...{ unionId, kinds, kind, done }} choose={setChosen} />;
}

function PastingOf({
  unionId,
  kinds,
  kind,
  done,
  choose,
}: PastingProps & { kind: Kind; choose: (kind: string) => void }) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(RecordWork);
  const columns = useColumns(kind);
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState(0);
  const rows = text.trim() === '' ? [] : readRows(readBlock(text), columns, kind.code);
  const problems = sent.data?.recordWork.userErrors ?? [];
  const ready = rows.length > 0 && rows.length <= most && rows.every(({ extra }) => extra === 0);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = { unionId, records: rows.map(({ written }) => inputOf(written, kind)) };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf([input, pasted]) } },
      {
        onSuccess: ({ recordWork }) => {
          if (recordWork.userErrors.length > 0) return;
          setPasted(pasted + 1);
          setText('');
          done(say('pastedDone', { count: rows.length }));
        },
      },
    );
  };
  return (
    <form className="stack" onSubmit={submit}>
      <label className="field">
        <span>{say('kind')}</span>
        <select
          value={kind.code}
          onChange={({ target }) => {
            choose(target.value);
            sent.reset();
          }}
        >
          <KindOptions kinds={kinds} />
        </select>
      </label>
      <p className="hint">{say('pasteHint', { most })}</p>
      <label className="field">
        <span>{say('pasteHere')}</span>
        <textarea
          rows={4}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            sent.reset();
          }}
        />
      </label>
      <Preview columns={columns} rows={rows} />
      <Wrong rows={rows} problems={problems} />
      {rows.length > most && (
        <p className="problem" role="alert">
          {say('tooMany', { count: rows.length, most })}
        </p>
      )}
      <Problems told={problems.filter(({ row }) => row === null)} error={sent.error} />
      <button type="submit" className="primary" disabled={!ready || sent.isPending}>
        {say('pasteSend', { count: rows.length })}
      </button>
    </form>
  );
}

interface PreviewProps {
  columns: readonly BlockColumn[];
  rows: readonly ReadRow[];
  problems: RecordWorkMutation['recordWork']['userErrors'];
}

/** The columns in their order, and below them what was understood of each row. */
function Preview({ columns, rows }: Omit<PreviewProps, 'problems'>) {
  const say = useWords();
  return (
    <div className="work-wide" tabIndex={0} role="region" aria-label={say('preview')}>
      <table aria-label={say('preview')}>
        <thead>
          <tr>
            <th scope="col">{say('row')}</th>
            {columns.map(({ code, label }) => (
              <th key={code} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              <th scope="row">{at + 1}</th>
              {columns.map((column, nth) => (
                <ReadCell key={column.code} {...{ column, row, nth }} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReadCell({ column, row, nth }: { column: BlockColumn; row: ReadRow; nth: number }) {
  const say = useWords();
  const text = row.understood[nth];
  const { values, ...own } = row.written;
  const typed: Readonly<Record<string, string | undefined>> = { ...values, ...own };
  if (text === null || text === undefined)
    return (
      <td className="work-unread">
        {typed[column.code]} <strong>{say('unread')}</strong>
      </td>
    );
  return (
    <td>
      <Value column={column} text={text} />
    </td>
  );
}

/** What is wrong, row by row: below the table, where it is read on a phone too. */
function Wrong({ rows, problems }: Omit<PreviewProps, 'columns'>) {
  const say = useWords();
  const told = rows.flatMap(({ extra }, at) => [
    ...(extra > 0 ? [{ row: at + 1, what: say('extra', { count: extra }) }] : []),
    ...problems
      .filter(({ row }) => row === at + 1)
      .map((problem) => ({ row: at + 1, what: sentence(problem) })),
  ]);
  return (
    <div role="alert">
      {told.length > 0 && (
        <ul className="work-wrongs">
          {told.map(({ row, what }) => (
            <li key={`${row} ${what}`} className="problem">
              {say('wrongIn', { row, what })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
