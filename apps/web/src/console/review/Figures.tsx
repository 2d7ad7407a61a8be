import { Checkbox } from 'antd';
import { useState } from 'react';
import type { Me } from '../../client/session.js';
import { changedLines, linesOf, says } from './differences.js';
import { LineTable } from './LineTable.js';
import type { Return } from './waiting.js';
import type { OpenedReturnQuery } from './generated/review.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** The figures of a return: what changed since last period, the largest first; then its tables, blank lines where asked for. */
export function Figures({
  submission,
  opened,
  me,
}: {
  submission: Return;
  opened: OpenedReturnQuery;
  me: Me;
}) {
  const say = useWords();
  const [blanks, setBlanks] = useState(false);
  const sheet = opened.entrySheet!;
  const filed = new Map(submission.cells.map((cell) => [cell.cell, cell]));
  const parameters = Object.fromEntries(opened.parameters.map(({ name, value }) => [name, value]));
  const tables = sheet.tables.map((table) => ({ ...table, lines: linesOf(table, filed, parameters) }));
  const lines = tables.flatMap((table) => table.lines);
  const changed = changedLines(lines);
  const { period } = sheet.previous;
  return (
    <>
      <h3>{say('changes')}</h3>
      {changed.length > 0 ? (
        <LineTable name={say('changes')} lines={changed} {...{ submission, me }} />
      ) : (
        <p className="quiet-text">
          {say(lines.some(({ typed, then }) => typed && then !== null) ? 'noChanges' : 'noPrevious', {
            period,
          })}
        </p>
      )}
      <h3>{say('all')}</h3>
      <Checkbox checked={blanks} onChange={({ target }) => setBlanks(target.checked)}>
        {say('showBlank')}
      </Checkbox>
      {tables.map((table) => {
        const shown = table.lines.filter((line) => blanks || says(line));
        const name = named(table);
        return (
          shown.length > 0 && (
            <div key={table.code}>
              <h4>{name}</h4>
              <LineTable whole name={name} lines={shown} {...{ submission, me }} />
            </div>
          )
        );
      })}
    </>
  );
}
