import { Button, Tag } from 'antd';
import { useState } from 'react';
import type { Me } from '../../client/session.js';
import { grouped, signed } from '../../words/figures.js';
import type { Line } from './differences.js';
import { lineId } from './Hits.js';
import type { Return } from './waiting.js';
import { Note, Write } from './Remarks.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';
import { Wide } from '../Wide.js';

/**
 * Lines of a return beside last period, each with the comments pinned to it and a way to write one. `whole`: it is the table that
 * hits lead into, and last year stands beside it too.
 */
export function LineTable({
  name,
  lines,
  submission,
  me,
  whole = false,
}: {
  name: string;
  lines: readonly Line[];
  submission: Return;
  me: Me;
  whole?: boolean;
}) {
  const say = useWords();
  return (
    <Wide label={name}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{say('indicator')}</th>
            <th scope="col" className="number">
              {say('then')}
            </th>
            <th scope="col" className="number">
              {say('now')}
            </th>
            <th scope="col" className="number">
              {say('difference')}
            </th>
            <th scope="col" className="number">
              {say('share')}
            </th>
            {whole && (
              <th scope="col" className="number">
                {say('lastYear')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <LineRow key={line.code} {...{ line, submission, me, whole }} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function LineRow({
  line,
  submission,
  me,
  whole,
}: {
  line: Line;
  submission: Return;
  me: Me;
  whole: boolean;
}) {
  const say = useWords();
  const [writing, setWriting] = useState(false);
  const { code, definition, mark, much, taken, percent, difference } = line;
  const name = named(definition);
  return (
    <tr id={whole ? lineId(code) : undefined}>
      <th scope="row">
        {name} <span className="quiet-text">({definition.unit})</span>{' '}
        {taken && (
          <Tag title={say('takenFrom', { periods: taken.periods.join(' ') })}>
            {say(taken.fromBook ? 'fromBook' : 'carried')}
          </Tag>
        )}
        {much && <Tag className="review-much">{say('much')}</Tag>}
        <Button
          size="small"
          type="link"
          aria-label={say('writeAt', { cell: name })}
          aria-expanded={writing}
          onClick={() => setWriting(!writing)}
        >
          {say('write')}
        </Button>
        {submission.comments.nodes
          .filter(({ cell }) => cell === code)
          .map((comment) => (
            <Note key={comment.id} {...{ comment, submission, me }} />
          ))}
        {writing && (
          <Write submissionId={submission.id} cell={code} name={name} written={() => setWriting(false)} />
        )}
      </th>
      <td className="number">{grouped(line.then)}</td>
      <td className={much ? 'number much' : 'number'}>
        {mark === 'NOT_APPLICABLE' || mark === 'AT_LEAST' || mark === 'ABOUT' || mark === 'PLANNED'
          ? `${grouped(line.value)} ${say(mark)}`
          : line.value === null
            ? say('blank')
            : grouped(line.value)}
      </td>
      <td className="number">{difference && signed(difference)}</td>
      <td className="number">{percent && percent !== '0.0' && `${percent}%`}</td>
      {whole && <td className="number">{grouped(line.lastYear)}</td>}
    </tr>
  );
}
