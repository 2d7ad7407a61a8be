import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Table, Tag } from 'antd';
import { asked } from '../../client/answers.js';
import { Answered, Empty } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { marked } from './FigureCell.js';
import { type Cell, named, type Scope, useTotalsAddress } from './scope.js';
import { Contributions as ContributionsOf } from './totals.generated.js';
import { useWords } from './words.js';

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
  const of = (after: string | null) =>
    asked(ContributionsOf, {
      ...{ unionId, period: part, cell: cell.code, after },
      ...{ form: scope.form.code, tree: scope.tree, asOf: scope.asOf },
    });
  const answer = useInfiniteQuery({
    queryKey: [...of(null).queryKey, 'all'],
    queryFn: ({ pageParam, client }) => client.fetchQuery({ ...of(pageParam), staleTime: 0 }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ rollup }) =>
      rollup?.contributions.pageInfo.hasNextPage ? rollup.contributions.pageInfo.endCursor : null,
  });
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
              <Table
                size="small"
                rowKey="id"
                dataSource={nodes}
                pagination={false}
                scroll={{ x: 'max-content' }}
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
                    render: (_, { acceptedByName, acceptedAt, revision, submissionId, pending, leaving }) => (
                      <>
                        {submissionId
                          ? say('by2', { name: acceptedByName ?? '', moment: moment(acceptedAt) })
                          : say('registers')}{' '}
                        {revision !== null && revision > 1 && (
                          <Tag>{say('revision', { count: revision })}</Tag>
                        )}
                        {pending && <Tag>{say('waiting')}</Tag>}
                        {leaving && <Tag>{say('leaving')}</Tag>}
                      </>
                    ),
                  },
                ]}
              />
              {answer.hasNextPage && (
                <p>
                  <Button onClick={() => void answer.fetchNextPage()} loading={answer.isFetchingNextPage}>
                    {say('next')}
                  </Button>
                </p>
              )}
            </>
          );
        }}
      </Answered>
    </>
  );
}
