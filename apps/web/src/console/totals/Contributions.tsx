import { Button, Segmented, Tag } from 'antd';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Export } from '../export/Export.js';
import { More } from '../More.js';
import { Netted } from '../transfers/Netted.js';
import { WideTable } from '../WideTable.js';
import { marked } from './FigureCell.js';
import { type Cell, type Scope, useTotalsAddress } from './scope.js';
import { Contributions as ContributionsOf } from './generated/totals.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** The filed period that is looked into: a total over several is made of theirs. */
export function PartPicker({ periods, part }: { periods: readonly string[]; part: string }) {
  const say = useWords();
  const [, go] = useTotalsAddress();
  if (periods.length < 2) return null;
  return (
    <p>
      {say('of')}{' '}
      <Segmented
        aria-label={say('of')}
        options={[...periods]}
        value={part}
        onChange={(code) => go({ part: code })}
      />
    </p>
  );
}

/** Which of the periods the address names; else the last. */
export const partOf = (periods: readonly string[], part: string | undefined): string =>
  periods.find((code) => code === part) ?? periods.at(-1) ?? '';

/** What the total of a cell is made of, by union. */
export function Contributions({
  scope,
  unionId,
  cell,
  periods,
}: {
  scope: Scope;
  unionId: string;
  cell: Cell;
  periods: readonly string[];
}) {
  const say = useWords();
  const [address, go] = useTotalsAddress();
  const part = partOf(periods, address.part);
  const answer = usePages(
    ContributionsOf,
    {
      ...{ unionId, period: part, cell: cell.code },
      ...{ form: scope.form.code, tree: scope.tree, asOf: scope.asOf },
    },
    ({ rollup }) => rollup?.contributions.pageInfo,
  );
  return (
    <>
      <PartPicker periods={periods} part={part} />
      <Answered answer={answer}>
        {({ pages }) => {
          const first = pages[0]?.rollup;
          const [total] = first?.cells ?? [];
          const nodes = pages.flatMap(({ rollup }) => rollup?.contributions.nodes ?? []);
          if (!first || !total || nodes.length === 0) return <Empty>{say('noContribution')}</Empty>;
          return (
            <>
              <h3>
                {first.name} {named(cell)}
              </h3>
              <p>
                {say('total')}{' '}
                <strong className="number">
                  {total.value === null ? '—' : marked(say, total.value, total.mark)}
                </strong>{' '}
                {cell.unit}. {say('pendingSum')}
              </p>
              <WideTable
                label={say('contributions')}
                rowKey="id"
                dataSource={nodes}
                columns={[
                  {
                    title: say('by'),
                    render: (_, { union, submissionId }) =>
                      submissionId ? (
                        <Button
                          type="link"
                          size="small"
                          aria-label={say('toHistory', { name: union.name })}
                          onClick={() => go({ filer: union.id, part })}
                        >
                          {union.name}
                        </Button>
                      ) : (
                        union.name
                      ),
                  },
                  {
                    title: say('value'),
                    align: 'right',
                    render: (_, { value, mark }) => (
                      <span className="number">{value === null ? '—' : marked(say, value, mark)}</span>
                    ),
                  },
                  {
                    title: say('accepted'),
                    render: (_, { acceptedByName, acceptedAt, revision, submission, ...one }) => (
                      <>
                        {one.submissionId
                          ? say('by2', { name: acceptedByName ?? '', moment: moment(acceptedAt) })
                          : say('registers')}{' '}
                        <Netted
                          cell={cell.code}
                          value={one.value}
                          of={{ union: one.union.code, period: part }}
                        />{' '}
                        {revision !== null && revision > 1 && (
                          <Tag>{say('revision', { count: revision })}</Tag>
                        )}
                        {submission?.imported && <Tag>{say('imported')}</Tag>}
                        {one.pending && <Tag>{say('waiting')}</Tag>}
                        {one.leaving && <Tag>{say('leaving')}</Tag>}
                      </>
                    ),
                  },
                ]}
              />
              <More pages={answer} />
              {scope.asOf === null && (
                <Export
                  of={{
                    ...{ table: 'CONTRIBUTIONS', unionId, period: part, cell: cell.code },
                    ...{ form: scope.form.code, tree: scope.tree },
                  }}
                />
              )}
            </>
          );
        }}
      </Answered>
    </>
  );
}
