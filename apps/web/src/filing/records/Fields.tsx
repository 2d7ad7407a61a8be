import { unitBehind } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { ColumnInput } from '../sheet/ColumnInput.js';
import { useWords } from './words.js';
import type { Kind, KindColumn, Written } from './work.js';

export interface FieldsProps {
  kinds: readonly Kind[];
  written: Written;
  write: (written: Written) => void;
  /** The fields in which something is wrong: columns by code. */
  wrong: ReadonlySet<string>;
}

/** The kinds of work, to be chosen from. */
export const KindOptions = ({ kinds }: { kinds: readonly Kind[] }) =>
  kinds.map((kind) => (
    <option key={kind.code} value={kind.code}>
      {named(kind)}
    </option>
  ));

/** What is typed of a record: kind, day and name, who held it where it is an event, and the columns of its kind. */
export function Fields({ kinds, written, write, wrong }: FieldsProps) {
  const say = useWords();
  const kind = kinds.find(({ code }) => code === written.kind);
  const ofAnother = written.heldBy.trim() !== '';
  return (
    <div className="work-fields">
      <label className="field">
        <span>{say('kind')}</span>
        <select value={written.kind} onChange={({ target }) => write({ ...written, kind: target.value })}>
          <KindOptions kinds={kinds} />
        </select>
      </label>
      {(['day', 'name', 'heldBy'] as const)
        .filter((item) => item !== 'heldBy' || kind?.held)
        .map((item) => (
          <label key={item} className={item === 'day' ? 'field' : 'field work-long'}>
            <span>
              {say(item)}
              <span className="hint"> ({say(item === 'heldBy' ? 'heldByHint' : 'required')})</span>
            </span>
            <input
              type={item === 'day' ? 'date' : 'text'}
              required={item !== 'heldBy'}
              maxLength={200}
              autoComplete="off"
              aria-invalid={wrong.has(item)}
              value={written[item]}
              onChange={({ target }) => write({ ...written, [item]: target.value })}
            />
            {item === 'heldBy' && ofAnother && <span className="work-warn">{say('notCountedHint')}</span>}
          </label>
        ))}
      {kind?.columns.filter(isAsked(written)).map((column) => (
        <label key={column.code} className="field">
          <span>
            {named(column)}
            <ColumnHint column={column} kind={kind} />
          </span>
          <ColumnInput
            column={column}
            required={column.required}
            aria-invalid={wrong.has(column.code)}
            value={written.values[column.code] ?? ''}
            write={(text) => write({ ...written, values: { ...written.values, [column.code]: text } })}
          />
        </label>
      ))}
      {kind?.columns.some(({ marked }) => marked) && <p className="hint work-whole">{say('markedHint')}</p>}
    </div>
  );
}

/** A date that follows another one is asked for once that is there. */
const isAsked =
  ({ values }: Written) =>
  ({ code, after }: KindColumn): boolean =>
    after === null || after === 'day' || Boolean(values[after] || values[code]);

function ColumnHint({ column: { unit, required, after }, kind }: { column: KindColumn; kind: Kind }) {
  const say = useWords();
  const before = kind.columns.find(({ code }) => code === after);
  const hints = [
    unitBehind(unit ?? '').trim(),
    required ? say('required') : '',
    after === null ? '' : say('after', { column: before ? named(before) : say('day') }),
  ].filter((hint) => hint !== '');
  return hints.length > 0 && <span className="hint"> ({hints.join(', ')})</span>;
}
