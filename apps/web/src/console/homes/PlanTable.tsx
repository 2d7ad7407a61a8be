import { Link } from '@tanstack/react-router';
import type { ClipboardEvent } from 'react';
import { named } from '../../words/named.js';
import { Wide } from '../Wide.js';
import type { AllChosen, PlanRow, PlanYear } from './plan.js';
import { useWords as usePlanWords } from './plan-words.js';
import { useHomesAddress } from './seen.js';
import { gradeName } from './shown.js';
import { useWords } from './words.js';

interface Props {
  rows: readonly PlanRow[];
  years: readonly PlanYear[];
  /** What was chosen and is not saved yet. */
  chosen?: AllChosen;
  /** Missing for whoever only reads. */
  choose?: (unionId: string, year: number, grade: number | null) => void;
  paste?: (event: ClipboardEvent, place: { start: number; from: number }) => void;
}

/** Unions and years, with the grade planned for each; what is changed is marked. */
export function PlanTable({ rows, years, chosen = {}, choose, paste }: Props) {
  const say = useWords();
  const plan = usePlanWords();
  const [address] = useHomesAddress();
  return (
    <Wide label={say('plan')}>
      <table className="figures homes-grades">
        <thead>
          <tr>
            <th scope="col">{say('union')}</th>
            <th scope="col">{say('held')}</th>
            {years.map(({ year }) => (
              <th key={year} scope="col">
                {plan('year', { year })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ union, held, planned }, at) => (
            <tr key={union.id}>
              <th scope="row">
                <Link to="/homes" search={{ ...address, home: union.code }}>
                  {union.name}
                </Link>
              </th>
              <td>{held ? named(held) : <span className="dim">{say('none')}</span>}</td>
              {years.map(({ year, grades }) => {
                const stands = planned[year] ?? null;
                const own = chosen[union.id]?.[year];
                const grade = own === undefined ? stands : own;
                if (!choose) return <td key={year}>{grade === null ? '' : gradeName(grades, grade)}</td>;
                return (
                  <td key={year} className={grade === stands ? undefined : 'homes-edited'}>
                    <select
                      className="typed"
                      aria-label={plan('cell', { name: union.name, year })}
                      value={grade ?? ''}
                      onChange={({ target }) =>
                        choose(union.id, year, target.value === '' ? null : Number(target.value))
                      }
                      onPaste={(event) => paste?.(event, { start: at, from: year })}
                    >
                      <option value="">{plan('notPlanned')}</option>
                      {grades.map((one) => (
                        <option key={one.grade} value={one.grade}>
                          {named(one)}
                        </option>
                      ))}
                    </select>
                    {grade !== stands && (
                      <span className="dim">
                        {plan('before', {
                          grade: stands === null ? plan('notPlanned') : gradeName(grades, stands),
                        })}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
