import { Button } from 'antd';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { readBlock } from '../../page/block.js';
import { Field } from '../../page/Field.js';
import { given } from '../../page/given.js';
import { Failed } from '../../page/states.js';
import { grouped } from '../../words/figures.js';
import { sentence } from '../../words/sentence.js';
import '../form/form.css';
import { Wide } from '../Wide.js';
import { IssueTargets } from './generated/targets.js';
import { type Column, type Pasted, planPaste } from './paste.js';
import {
  type AllTyped,
  balanceOf,
  type Book,
  type BookNamed,
  changesOf,
  type Child,
  type Measure,
  targetFor,
  type Typed,
} from './plan.js';
import { Completion, Figure } from './shown.js';
import { useWords } from './words.js';

interface Props {
  of: BookNamed;
  book: Book;
  rows: readonly Child[];
  measure: Measure;
  mayIssue: boolean;
  /** What was typed and is not issued yet. */
  typed: AllTyped;
  setTyped: (change: (now: AllTyped) => AllTyped) => void;
  /** Opens the book of a body below. */
  open: (unionCode: string) => void;
  look: (union: Child['union']) => void;
}

/** What the unions below are to reach of one line: read, and by whoever may issue typed and issued, all at once. */
export function HandOn({ of, book, rows, measure, mayIssue, typed, setTyped, open, look }: Props) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(IssueTargets);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const top = book.union.level === 'FEDERATION';
  const type = (id: string, change: Typed): void =>
    setTyped((now) => ({ ...now, [id]: { ...now[id], ...change } }));
  const paste = (block: readonly string[][], place: { start: number; column: Column }): void => {
    const plan = planPaste(
      block,
      rows.map(({ union }) => union),
      place,
    );
    for (const [id, change] of Object.entries(plan.typed)) type(id, change);
    setPasted(plan);
  };
  const body = { id: book.union.id, targets: book.targets };
  const unions = [...(top ? [body] : []), ...rows.map(({ union, targets }) => ({ id: union.id, targets }))];
  const lines = changesOf(measure, unions, typed);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const read = given(event);
    const input = {
      ...{ issuerId: book.union.id, form: of.form, period: of.period, expectedVersion: book.version },
      ...{ documentNo: read('documentNo'), reason: read('reason') || null },
      lines: lines.map((line) => ({ ...line, cell: measure.cell })),
    };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      { onSuccess: ({ issueTargets }) => issueTargets.userErrors.length === 0 && setTyped(() => ({})) },
    );
  };
  const named = new Map([book.union, ...rows.map(({ union }) => union)].map(({ id, name }) => [id, name]));
  const problems = sent.data?.issueTargets.userErrors ?? [];
  const told = lines.length > 0 ? problems : [];
  if (rows.length === 0 && !top) return <p>{say('noChildren')}</p>;
  const table = (
    <Rows {...{ rows, measure, mayIssue, typed, type, paste, open, look }}>
      {measure.kind !== 'RATIO' && <BalanceRow {...{ measure, book, rows, typed }} />}
    </Rows>
  );
  if (!mayIssue)
    return (
      <>
        {book.open && <p className="dim">{say('onlyRead')}</p>}
        {table}
      </>
    );
  return (
    <form onSubmit={submit}>
      {top && (
        <label className="targets-top">
          {say('topValue', { name: book.union.name })}
          <input
            inputMode="decimal"
            className="number typed"
            value={typed[body.id]?.value ?? targetFor(book.targets, measure)?.value ?? ''}
            onChange={({ target }) => type(body.id, { value: target.value })}
          />
        </label>
      )}
      {table}
      <p role="status" className="dim">
        {pasted ? say('pasted', { count: Object.keys(pasted.typed).length }) : say('pasteHint')}{' '}
        {pasted && pasted.leftOver > 0 && <strong>{say('pastedLeft', { count: pasted.leftOver })}</strong>}
      </p>
      <div className="form">
        <Field label={say('documentNo')} name="documentNo" maxLength={100} />
        <Field label={say('reason')} name="reason" required={false} maxLength={500} />
        {sent.error && <Failed error={sent.error} />}
        <div role="alert">
          {told.map((one) => (
            <p key={`${one.code} ${one.row}`} className="problem">
              {one.row !== null && `${named.get(lines[one.row - 1]?.unionId ?? '') ?? ''} `}
              {sentence(one)}
            </p>
          ))}
        </div>
        <Button htmlType="submit" type="primary" disabled={lines.length === 0} loading={sent.isPending}>
          {say('issue')}
        </Button>
        <p role="status" className="dim">
          {lines.length > 0
            ? say('changed', { count: lines.length })
            : say(sent.data && problems.length === 0 ? 'issued' : 'nothingChanged')}
        </p>
      </div>
    </form>
  );
}

/** Enter goes to the same column of the next row, as in a spreadsheet, and issues nothing. */
function goDown(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const { column } = event.currentTarget.dataset;
  const next = event.currentTarget.closest('tr')?.nextElementSibling;
  next?.querySelector<HTMLInputElement>(`input[data-column="${column}"]`)?.select();
}

function Rows({
  rows,
  measure,
  mayIssue,
  typed,
  type,
  paste,
  open,
  look,
  children,
}: Pick<Props, 'rows' | 'measure' | 'mayIssue' | 'typed' | 'open' | 'look'> & {
  paste: (block: readonly string[][], place: { start: number; column: Column }) => void;
  type: (id: string, change: Typed) => void;
  children: React.ReactNode;
}) {
  const say = useWords();
  return (
    <Wide label={say('handOn')}>
      <table className="figures targets">
        <thead>
          <tr>
            <th scope="col">{say('child')}</th>
            <th scope="col" className="number">
              {say('newValue')}
            </th>
            <th scope="col" className="number">
              {say('weight')}
            </th>
            <th scope="col" className="number">
              {say('actual')}
            </th>
            <th scope="col" className="number">
              {say('completion')}
            </th>
            <th scope="col">{say('history')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ union, targets }, at) => {
            const target = targetFor(targets, measure);
            const { value = target?.value ?? '', weight = target?.weight ?? '' } = typed[union.id] ?? {};
            return (
              <tr key={union.id}>
                <th scope="row">
                  {union.level === 'GRASSROOTS' ? (
                    union.name
                  ) : (
                    <button type="button" className="link-button" onClick={() => open(union.code)}>
                      {union.name}
                    </button>
                  )}
                </th>
                {mayIssue ? (
                  (['value', 'weight'] as const).map((column) => (
                    <td key={column} className="number">
                      <input
                        inputMode="decimal"
                        className={`number typed ${column === 'weight' ? 'targets-weight' : ''}`}
                        aria-label={say(`${column}Of`, { name: union.name })}
                        title={column === 'value' ? say('takenAway') : undefined}
                        data-column={column}
                        value={{ value, weight }[column]}
                        onChange={(event) => type(union.id, { [column]: event.target.value })}
                        onKeyDown={goDown}
                        onPaste={(event) => {
                          const block = readBlock(event.clipboardData.getData('text'));
                          if (block.length === 1 && block[0]?.length === 1) return;
                          event.preventDefault();
                          paste(block, { start: at, column });
                        }}
                      />
                    </td>
                  ))
                ) : (
                  <>
                    <Figure value={target?.value ?? null} />
                    <Figure value={target?.weight ?? null} />
                  </>
                )}
                <Figure value={target?.actual ?? null} mark={target?.mark ?? 'EXACT'} />
                <Completion target={target} />
                <td>
                  {target && (
                    <button
                      type="button"
                      className="link-button"
                      aria-label={say('historyOf', { name: union.name })}
                      onClick={() => look(union)}
                    >
                      {say('history')}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
        {children}
      </table>
    </Wide>
  );
}

/** Whether the book balances, while it is typed. */
function BalanceRow({
  measure,
  book,
  rows,
  typed,
}: Pick<Props, 'measure' | 'book' | 'rows'> & { typed: AllTyped }) {
  const say = useWords();
  const balance = balanceOf(measure, { id: book.union.id, targets: book.targets }, rows, typed);
  const { over, unreadable } = balance;
  return (
    <tfoot>
      <tr>
        <td colSpan={6} role="status">
          {say('balance', {
            value: grouped(balance.value),
            handedOn: grouped(balance.handedOn),
            reserve: grouped(balance.reserve).replace('-', '−'),
          })}
          {over !== null && <strong className="targets-over"> {say('over', { over: grouped(over) })}</strong>}
          {unreadable > 0 && (
            <strong className="targets-over"> {say('unreadable', { count: unreadable })}</strong>
          )}
        </td>
      </tr>
    </tfoot>
  );
}
