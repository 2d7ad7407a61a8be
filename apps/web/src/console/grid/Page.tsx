import { parsePeriod, periodBefore } from '@huiji/domain/period';
import { useAnswer } from '../../client/answers.js';
import { bodiesRead, type Me } from '../../client/session.js';
import { Answered } from '../../page/states.js';
import type { Scope } from '../scope/scope.js';
import { Scoped } from '../scope/Scoped.js';
import { Grid } from './Grid.js';
import { GridForm } from './generated/grid.js';
import { useWords } from './words.js';

/** 审核总表: the unions below a body side by side, in one table of a form. */
export default function ReviewGrid({ me }: { me: Me }) {
  const say = useWords();
  const bodies = bodiesRead(me);
  return (
    <>
      <h1>{say('title')}</h1>
      <Scoped bodies={bodies} onlyAdded>
        {(scope) => <OfForm key={`${scope.form} ${scope.period}`} scope={scope} />}
      </Scoped>
    </>
  );
}

function OfForm({ scope }: { scope: Scope }) {
  const previous = periodBefore(parsePeriod(scope.period)).code;
  const answer = useAnswer(GridForm, { form: scope.form, previous });
  return (
    <Answered answer={answer}>
      {({ form, before, parameters }) => (
        <Grid
          scope={scope}
          tables={form?.tables ?? []}
          previous={previous}
          compare={before !== null}
          parameters={Object.fromEntries(parameters.map(({ name, value }) => [name, value]))}
        />
      )}
    </Answered>
  );
}
