import { FigureTable } from '../FigureTable.js';
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
                <FigureTable
                  of={say('indicator')}
                  columns={[say('value'), say('missingReports')]}
                  rows={filled.map(({ code, unit }) => {
                    const { value, mark, missing } = cells.get(code)!;
                    const marked = (mark === 'AT_LEAST' || mark === 'ABOUT') && say(mark);
                    return {
                      key: code,
                      name: (
                        <>
                          {nameIn(form, code)} <span className="quiet-text">({unit})</span>
                        </>
                      ),
                      figures: [
                        <>
                          {grouped(value)} {marked}
                        </>,
                        missing > 0 ? missing : '',
                      ],
                    };
                  })}
                />
              </Wide>
            </div>
          )
        );
      })}
      <h2>{say('bodies')}</h2>
      <Wide label={say('bodies')}>
        <FigureTable
          of={say('body')}
          columns={[say('reports')]}
          rows={rollup.children.nodes.map(({ name, union, reportsAccepted, reportsExpected }) => ({
            ...{ key: union.id, name },
            figures: [`${reportsAccepted}/${reportsExpected}`],
          }))}
        />
      </Wide>
      {rollup.children.pageInfo.hasNextPage && <p>{say('moreBodies')}</p>}
    </>
  );
}
