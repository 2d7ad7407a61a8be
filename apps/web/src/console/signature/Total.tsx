import { grouped } from '../../words/figures.js';
import type { TotalToSignQuery } from './generated/signature.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';
import { Wide } from '../Wide.js';

export type Rollup = NonNullable<TotalToSignQuery['rollup']>;
export type FormWords = TotalToSignQuery['form'];

/** The name of a cell of a form, or its code. */
export function nameIn(form: FormWords, code: string): string {
  const cell = form?.layout.find((one) => one.code === code);
  return cell ? named(cell) : code;
}

/** What is signed: every figure of the total that is filled, and how many of how many reports it holds, by union. */
export function Total({ rollup, form }: { rollup: Rollup; form: FormWords }) {
  const say = useWords();
  const cells = new Map(rollup.cells.map((cell) => [cell.cell, cell]));
  return (
    <>
      <h2>{say('figures')}</h2>
      {form?.tables.map((table) => {
        const filled = table.cells.filter(({ code }) => cells.get(code)?.value !== null && cells.has(code));
        const name = named(table);
        return (
          filled.length > 0 && (
            <div key={table.code}>
              <h3>{name}</h3>
              <Wide label={name}>
                <table className="figures">
                  <thead>
                    <tr>
                      <th scope="col">{say('indicator')}</th>
                      <th scope="col" className="number">
                        {say('value')}
                      </th>
                      <th scope="col" className="number">
                        {say('missingReports')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {filled.map(({ code, unit }) => {
                      const { value, mark, missing } = cells.get(code)!;
                      return (
                        <tr key={code}>
                          <th scope="row">
                            {nameIn(form, code)} <span className="quiet-text">({unit})</span>
                          </th>
                          <td className="number">
                            {grouped(value)} {(mark === 'AT_LEAST' || mark === 'ABOUT') && say(mark)}
                          </td>
                          <td className="number">{missing > 0 ? missing : ''}</td>
                        </tr>
                      );
                    })}
                  </tbody>
                </table>
              </Wide>
            </div>
          )
        );
      })}
      <h2>{say('bodies')}</h2>
      <Wide label={say('bodies')}>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{say('body')}</th>
              <th scope="col" className="number">
                {say('reports')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rollup.children.nodes.map(({ name, union, reportsAccepted, reportsExpected }) => (
              <tr key={union.id}>
                <th scope="row">{name}</th>
                <td className="number">{`${reportsAccepted}/${reportsExpected}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {rollup.children.pageInfo.hasNextPage && <p>{say('moreBodies')}</p>}
    </>
  );
}
