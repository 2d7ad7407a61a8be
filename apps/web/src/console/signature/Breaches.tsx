import { usePages } from '../../client/paged.js';
import { Answered } from '../../page/states.js';
import { grouped } from '../../words/figures.js';
import { FigureTable } from '../FigureTable.js';
import { Export } from '../export/Export.js';
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
          return (
            <>
              <Export of={{ unionCode, period, form: statement, table: 'BREACHES' }} />
              {nodes.map(({ submission, breaches, awaiting }) => (
                <div key={submission.id}>
                  <h3>{submission.union.name}</h3>
                  {submission.explanation && <p>{say('explained', { text: submission.explanation })}</p>}
                  <Wide label={submission.union.name}>
                    <FigureTable
                      of={say('indicator')}
                      columns={[say('stated'), say('belowSum'), say('difference')]}
                      rows={breaches.map(({ cell, stated, below, difference }) => ({
                        ...{ key: cell, name: nameIn(form, cell) },
                        figures: [stated, below, difference].map(grouped),
                      }))}
                    />
                  </Wide>
                  <p className="quiet-text">
                    {awaiting.length > 0
                      ? say('awaiting', { names: awaiting.map(({ name }) => name).join(', ') })
                      : say('acknowledged')}
                  </p>
                </div>
              ))}
            </>
          );
        }}
      </Answered>
      <More pages={answer} />
    </>
  );
}
