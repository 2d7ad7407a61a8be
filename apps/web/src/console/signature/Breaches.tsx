import { usePages } from '../../client/paged.js';
import { Answered } from '../../page/states.js';
import { grouped } from '../../words/figures.js';
import type { Scope } from '../scope/scope.js';
import { Breaches as BreachesQuery } from './generated/signature.js';
import { type FormWords, nameIn } from './Total.js';
import { useWords } from './words.js';
import { More } from '../More.js';
import { Wide } from '../Wide.js';

/** Where statements (汇总表) of the subtree differ from the sums below them, why, and who has still to take note. */
export function Breaches({ scope, statement, form }: { scope: Scope; statement: string; form: FormWords }) {
  const say = useWords();
  const { unionCode, period } = scope;
  const answer = usePages(
    BreachesQuery,
    { unionCode, period, statement },
    ({ statementBreaches }) => statementBreaches.pageInfo,
  );
  return (
    <>
      <h2>{say('breaches')}</h2>
      <Answered answer={answer}>
        {({ pages }) => {
          const nodes = pages.flatMap(({ statementBreaches }) => statementBreaches.nodes);
          if (nodes.length === 0) return <p className="quiet-text">{say('noBreaches')}</p>;
          return nodes.map(({ submission, breaches, awaiting }) => (
            <div key={submission.id}>
              <h3>{submission.union.name}</h3>
              {submission.explanation && <p>{say('explained', { text: submission.explanation })}</p>}
              <Wide label={submission.union.name}>
                <table className="figures">
                  <thead>
                    <tr>
                      <th scope="col">{say('indicator')}</th>
                      {(['stated', 'belowSum', 'difference'] as const).map((column) => (
                        <th key={column} scope="col" className="number">
                          {say(column)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {breaches.map(({ cell, stated, below, difference }) => (
                      <tr key={cell}>
                        <th scope="row">{nameIn(form, cell)}</th>
                        <td className="number">{grouped(stated)}</td>
                        <td className="number">{grouped(below)}</td>
                        <td className="number">{grouped(difference)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Wide>
              <p className="quiet-text">
                {awaiting.length > 0
                  ? say('awaiting', { names: awaiting.map(({ name }) => name).join(', ') })
                  : say('acknowledged')}
              </p>
            </div>
          ));
        }}
      </Answered>
      <More pages={answer} />
    </>
  );
}
