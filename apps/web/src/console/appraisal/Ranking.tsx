import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { named } from '../../words/named.js';
import type { BookNamed } from '../targets/plan.js';
import { Wide } from '../Wide.js';
import { Batch } from './Batch.js';
import { canBeAppraised, pointsOfItems, pointsOfTargets } from './scores.js';
import { type Appraisal, type Item, type Row, useAppraisalAddress } from './seen.js';
import { Marks, percent, points } from './shown.js';
import { useWords } from './words.js';

interface Props {
  of: BookNamed;
  appraisal: Appraisal;
  rows: readonly Row[];
  mayAppraise: boolean;
}

/** The unions below by rank. Whoever may appraise chooses some of them to appraise together. */
export function Ranking({ of, appraisal, rows, mayAppraise }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { scheme, stage } = appraisal;
  const open = mayAppraise && scheme ? rows.filter((row) => canBeAppraised(stage, row)) : [];
  const choose = (id: string): void =>
    setChosen((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])));
  return (
    <>
      <Table
        rows={rows}
        items={scheme?.items ?? []}
        open={open.map(({ union }) => union.id)}
        chosen={chosen}
        choose={choose}
      />
      {open.length > 0 && (
        <Batch of={of} bodyId={appraisal.body.id} rows={open} chosen={chosen} setChosen={setChosen} />
      )}
    </>
  );
}

interface TableProps {
  rows: readonly Row[];
  items: readonly Item[];
  /** The ids of those that can be chosen. */
  open: readonly string[];
  chosen: ReadonlySet<string>;
  choose: (id: string) => void;
}

function Table({ rows, items, open, chosen, choose }: TableProps) {
  const say = useWords();
  const [address] = useAppraisalAddress();
  const figures = ['targetPoints', 'itemPoints', 'total', 'rate'] as const;
  return (
    <Wide label={say('ranking')} className="appraisal-ranking">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col" className="number">
              {say('rank')}
            </th>
            <th scope="col">{say('union')}</th>
            {figures.map((column) => (
              <th key={column} scope="col" className="number">
                {say(column)}
              </th>
            ))}
            <th scope="col">{say('grade')}</th>
            <th scope="col">{say('marks')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { union, rank, result } = row;
            return (
              <tr key={union.id}>
                <td className="number">{rank ?? '—'}</td>
                <th scope="row">
                  {open.includes(union.id) && (
                    <input
                      type="checkbox"
                      className="appraisal-choose"
                      aria-label={say('choose', { name: union.name })}
                      checked={chosen.has(union.id)}
                      onChange={() => choose(union.id)}
                    />
                  )}
                  <Link to="/appraisal" search={{ ...address, of: union.code }}>
                    {union.name}
                  </Link>
                </th>
                <td className="number">{points(result && pointsOfTargets(result.targets))}</td>
                <td className="number">{points(result && pointsOfItems(items, result.scores))}</td>
                <td className="number">
                  {result ? `${points(result.total)} / ${points(result.outOf)}` : '—'}
                </td>
                <td className="number">{percent(result?.rate ?? null)}</td>
                <td>{result?.grade && named(result.grade)}</td>
                <td className="words-cell">
                  <Marks of={row} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}
