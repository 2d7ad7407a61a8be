import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Field } from '../../page/Field.js';
import { given } from '../../page/given.js';
import { Failed } from '../../page/states.js';
import { grouped } from '../../words/figures.js';
import { sentence } from '../../words/sentence.js';
import '../form/form.css';
import { ChildRows } from './ChildRows.js';
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
    <ChildRows {...{ rows, measure, mayIssue, typed, type, paste, open, look }}>
      {measure.kind !== 'RATIO' && <BalanceRow {...{ measure, book, rows, typed }} />}
    </ChildRows>
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
