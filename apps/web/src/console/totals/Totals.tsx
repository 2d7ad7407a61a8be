import { Button, Drawer, Tag, Typography } from 'antd';
import { lazy, Suspense } from 'react';
import { useAnswer } from '../../client/answers.js';
import { useLive } from '../../client/live.js';
import type { Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { useAddress } from '../address.js';
import { Export } from '../export/Export.js';
import { Contributions } from './Contributions.js';
import { History } from './History.js';
import { useLines } from './lines.js';
import { askedOf, type Scope, scopeOf, useTotalsAddress } from './scope.js';
import { Toolbar } from './Toolbar.js';
import {
  type FormsAndPeriodsQuery,
  FormsAndPeriods,
  Totals as TotalsOf,
  type TotalsQuery,
} from './generated/totals.js';
import { TotalsTable } from './TotalsTable.js';
import { useWords } from './words.js';

type Rollup = NonNullable<TotalsQuery['rollup']>;

/** What has to be known of a total to read it rightly: whether it may change, up to when it is, what waits. */
function Facts({ scope, rollup }: { scope: Scope; rollup: Rollup }) {
  const say = useWords();
  const [, go] = useTotalsAddress();
  const { parent } = rollup.union;
  return (
    <div className="facts">
      {parent && (
        <Button size="small" onClick={() => go({ union: parent.id, open: undefined })}>
          {say('up', { name: parent.name })}
        </Button>
      )}
      <Tag>{say(rollup.status)}</Tag>
      <span>
        {say('reports')}{' '}
        {say('reportsOf', { accepted: rollup.reportsAccepted, expected: rollup.reportsExpected })}
      </span>
      {scope.asOf === null ? (
        <>
          <span>{say('upTo', { moment: moment(rollup.upTo) })}</span>
          <span role="status">
            {rollup.pending > 0 ? say('pending', { count: rollup.pending }) : say('settled')}
          </span>
        </>
      ) : (
        <>
          <strong>{say('asOfMoment', { moment: moment(scope.asOf) })}</strong>
          <span>{say('notAsOf')}</span>
        </>
      )}
      {rollup.revisedAt && <span>{say('revisedAt', { moment: moment(rollup.revisedAt) })}</span>}
      {rollup.periodsMissing.length > 0 && (
        <strong>{say('periodsMissing', { periods: rollup.periodsMissing.join(', ') })}</strong>
      )}
      {scope.yearToDate && <span>{say('byTree')}</span>}
    </div>
  );
}

const WorkReport = lazy(() => import('../export/WorkReport.js'));

/** The table as a workbook, all that it adds up as data, and a report of it in words; what is exported is as of now. */
function Exports({ scope, periods }: { scope: Scope; periods: readonly string[] }) {
  const { unionId, form, period, tree, yearToDate } = scope;
  const of = { unionId, form: form.code, period, tree, yearToDate };
  // What is signed and laid before somebody is of a period that is itself filed.
  const filed = !yearToDate && periods.includes(period);
  const [{ report }, go] = useAddress<'report'>();
  return (
    <>
      {report && (
        <Suspense fallback={null}>
          <WorkReport operation={report} close={() => go({ report: undefined })} />
        </Suspense>
      )}
      {(['TOTALS', ...(filed ? (['OFFICIAL'] as const) : []), 'TIDY', 'WORK_REPORT'] as const).map(
        (table) => (
          <Export key={JSON.stringify([table, of])} of={{ ...of, table }} />
        ),
      )}
    </>
  );
}

function Looked({ scope, known }: { scope: Scope; known: FormsAndPeriodsQuery }) {
  const say = useWords();
  const [address, go] = useTotalsAddress();
  const answer = useAnswer(TotalsOf, askedOf(scope, scope.unionId, null));
  const rollup = answer.data?.rollup;
  useLive(scope.asOf === null ? scope.unionId : null, scope.form.code, ...(rollup?.periods ?? []));
  const open = address.open?.split(',').filter(Boolean) ?? [];
  const { lines, more } = useLines(scope, rollup, open);
  const toggle = (id: string): void => {
    const next = open.includes(id) ? open.filter((one) => one !== id) : [...open, id];
    go({ open: next.length > 0 ? next.join(',') : undefined });
  };
  const cell = scope.form.tables.flatMap(({ cells }) => cells).find(({ code }) => code === address.cell);
  const shut = (): void => go({ cell: undefined, of: undefined, part: undefined, filer: undefined });
  return (
    <>
      <Toolbar scope={scope} known={known} name={rollup?.name} />
      <Answered answer={answer}>
        {({ rollup: found }) =>
          found ? (
            <section aria-label={say('tableOf', { name: found.name })}>
              <Facts scope={scope} rollup={found} />
              <TotalsTable
                scope={scope}
                lines={lines}
                loading={answer.isPlaceholderData}
                asked={{
                  toggle,
                  more,
                  look: (union) => go({ union, open: undefined }),
                  figure: ({ kind, unionId, mayOpen }, { code, source }) =>
                    go({
                      ...{ cell: code, of: unionId },
                      // A union's own figure was filed; it is made of nothing else.
                      filer:
                        (kind === 'OWN' || !mayOpen) && (source === 'TYPED' || source === 'ROWS')
                          ? unionId
                          : undefined,
                    }),
                }}
              />
              {scope.asOf === null && <Exports scope={scope} periods={found.periods} />}
            </section>
          ) : (
            <Empty>{say('gone')}</Empty>
          )
        }
      </Answered>
      <Drawer
        open={Boolean(cell && address.of)}
        onClose={shut}
        size={720}
        destroyOnHidden
        title={say(address.filer ? 'history' : 'contributions')}
        closable={{ 'aria-label': say('shut') }}
      >
        {cell && address.of && !address.filer && (
          <Contributions
            scope={scope}
            unionId={address.of}
            cell={cell}
            periods={rollup?.periods ?? [scope.period]}
          />
        )}
        {cell && address.of && address.filer && (
          <History
            scope={scope}
            unionId={address.filer}
            cell={cell}
            periods={rollup?.periods ?? [scope.period]}
          />
        )}
      </Drawer>
    </>
  );
}

/** 汇总表: any total, down to what was filed. */
export default function Totals({ me }: { me: Me }) {
  const say = useWords();
  const [address] = useTotalsAddress();
  return (
    <>
      <Typography.Title level={1}>{say('title')}</Typography.Title>
      <Answered answer={useAnswer(FormsAndPeriods, {})}>
        {(known) => {
          const scope = scopeOf(address, me, known);
          return typeof scope === 'string' ? (
            <Empty>{say(scope)}</Empty>
          ) : (
            <Looked scope={scope} known={known} />
          );
        }}
      </Answered>
    </>
  );
}
