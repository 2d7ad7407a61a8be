import { useEffect } from 'react';
import { useAnswer } from '../../client/answers.js';
import { useLive } from '../../client/live.js';
import { bodiesRead, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import type { Scope } from '../scope/scope.js';
import { Scoped } from '../scope/Scoped.js';
import { Alerts } from './Alerts.js';
import { Bureaus } from './Bureaus.js';
import { Figures } from './Figures.js';
import { Goals } from './Goals.js';
import { Head } from './Head.js';
import { Homes } from './Homes.js';
import './overview.css';
import {
  FormShown,
  type FormShownQuery,
  Overview as Asked,
  type OverviewQuery,
} from './generated/overview.js';
import { codesOf, homesOf, shownOf } from './shown.js';
import { Trend } from './Trend.js';
import { useGoals } from './use-goals.js';
import { useTrend } from './use-trend.js';
import { useWords } from './words.js';
import { useAddress } from '../address.js';

/** 数据总览: a body's whole on one page, every mark of which leads to its rows. */
export default function Overview({ me }: { me: Me }) {
  return (
    <Scoped bodies={bodiesRead(me)} onlyAdded>
      {(scope) => <OfScope key={`${scope.unionCode} ${scope.form}`} scope={scope} />}
    </Scoped>
  );
}

function OfScope({ scope }: { scope: Scope }) {
  const answer = useAnswer(FormShown, { form: scope.form });
  return (
    <Answered answer={answer}>
      {({ form, forms }) => form && <OfForm scope={scope} form={form} forms={forms} />}
    </Answered>
  );
}

interface OfFormProps {
  scope: Scope;
  form: NonNullable<FormShownQuery['form']>;
  forms: FormShownQuery['forms'];
}

function OfForm({ scope, form, forms }: OfFormProps) {
  const say = useWords();
  const codes = codesOf(form);
  useNewestAccepted(scope, codes);
  const answer = useAnswer(Asked, { ...scope, codes });
  useLive(answer.data?.rollup?.union.id ?? null, scope.form, scope.period);
  const statement = forms.find(({ statesTotalsOf }) => statesTotalsOf === form.code)?.code;
  return (
    <Answered answer={answer}>
      {({ rollup }) =>
        rollup ? (
          <Whole scope={scope} form={form} rollup={rollup} statement={statement} />
        ) : (
          <Empty>{say('noUnion')}</Empty>
        )
      }
    </Answered>
  );
}

interface WholeProps {
  scope: Scope;
  form: NonNullable<FormShownQuery['form']>;
  rollup: NonNullable<OverviewQuery['rollup']>;
  statement: string | undefined;
}

function Whole({ scope, form, rollup, statement }: WholeProps) {
  const goals = useGoals(scope);
  return (
    <>
      <Head scope={scope} rollup={rollup} />
      <Figures scope={scope} shown={shownOf(form)} rollup={rollup} goals={goals} />
      <div className="overview-columns">
        <Bureaus scope={scope} bureaus={rollup.children} />
        <Alerts scope={scope} rollup={rollup} statement={statement} />
        <Trend scope={scope} shown={shownOf(form)} codes={codesOf(form)} />
        <Goals scope={scope} goals={goals} />
        <Homes scope={scope} grades={homesOf(form)} rollup={rollup} />
      </div>
    </>
  );
}

/** Where the address names no period, the newest one in which anything is accepted says more than one that has just been opened. */
function useNewestAccepted(scope: Scope, codes: readonly string[]): void {
  const [{ period }, go] = useAddress();
  const trend = useTrend(scope, codes);
  const newest = trend.data?.rollupTrend.findLast(({ reportsAccepted }) => reportsAccepted > 0)?.period;
  const due = period === undefined && newest !== undefined && newest !== scope.period;
  useEffect(() => {
    if (due) go({ period: newest }, { replace: true });
  });
}
