import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { WideTable } from '../WideTable.js';
import { useOrganisationAddress } from './address.js';
import { CoverageOf, type CoverageOfQuery, Employers } from './generated/organisation.js';
import { useWords } from './words.js';

type Rate = NonNullable<CoverageOfQuery['coverageRate']>['rows'][number];
const percent = (rate: string | null): string => (rate === null ? '—' : `${rate}%`);

function Coverage({ unionId }: { unionId: string }) {
  const say = useWords();
  const size = ({ aboveScale }: Rate): string =>
    aboveScale === null ? say('unknown') : say(aboveScale ? 'aboveScale' : 'belowScale');
  return (
    <Answered answer={useAnswer(CoverageOf, { unionId })}>
      {({ coverageRate }) =>
        coverageRate && (
          <>
            <p>
              {say('coverageOn', {
                ...{ day: day(coverageRate.on), operating: coverageRate.whole.operating },
                ...{ covered: coverageRate.whole.covered, rate: percent(coverageRate.whole.rate) },
              })}
            </p>
            <ExportList of={{ list: 'COVERAGE', unionId, by: ['UNIT_TYPE', 'SIZE'] }} />
            {coverageRate.rows.length > 0 && (
              <WideTable
                label={say('coverage')}
                rowKey={({ unitType, aboveScale }) => `${unitType}/${aboveScale}`}
                dataSource={coverageRate.rows}
                columns={[
                  { title: say('unitType'), render: (_, { unitType }) => unitType ?? say('unknown') },
                  { title: say('aboveScale'), render: (_, row) => size(row) },
                  { title: say('operating'), dataIndex: 'operating', align: 'right' },
                  { title: say('covered'), dataIndex: 'covered', align: 'right' },
                  { title: say('rate'), align: 'right', render: (_, { rate }) => percent(rate) },
                ]}
              />
            )}
          </>
        )
      }
    </Answered>
  );
}

const covering: Readonly<Record<string, boolean | null>> = { yes: true, no: false };

/** The employers that count in a subtree, whether a union covers them, and what that makes in percent. */
export function EmployerList({ unionId }: { unionId: string }) {
  const say = useWords();
  const [address, go] = useOrganisationAddress();
  const [text, setText] = useState('');
  const asked = { unionId, text: text || null, covered: covering[address.covered ?? ''] ?? null };
  const answer = usePages(Employers, asked, ({ employers }) => employers.pageInfo);
  return (
    <>
      <h3>{say('coverage')}</h3>
      <Coverage unionId={unionId} />
      <h3>{say('employer')}</h3>
      <p className="acts">
        <Segmented
          aria-label={say('coverage')}
          value={address.covered ?? 'all'}
          options={[
            { value: 'all', label: say('all') },
            { value: 'yes', label: say('onlyCovered') },
            { value: 'no', label: say('uncovered') },
          ]}
          onChange={(covered) => go({ covered: covered === 'all' ? undefined : covered })}
        />
        <Input.Search
          aria-label={say('findEmployer')}
          placeholder={say('findEmployer')}
          allowClear
          onSearch={(sought) => setText(sought.trim())}
          style={{ maxWidth: '18rem' }}
        />
      </p>
      <Answered answer={answer}>
        {({ pages }) => {
          const employers = pages.flatMap((page) => page.employers.nodes);
          if (employers.length === 0) return <Empty>{say('noEmployers')}</Empty>;
          return (
            <>
              <ExportList key={JSON.stringify(asked)} of={{ list: 'EMPLOYERS', ...asked }} />
              <WideTable
                label={say('employer')}
                rowKey="id"
                dataSource={employers}
                columns={[
                  {
                    title: say('employer'),
                    render: (_, { name, code }) => (
                      <>
                        {name} {code}
                      </>
                    ),
                  },
                  {
                    title: say('unitType'),
                    render: (_, { unitType, ownership }) =>
                      [unitType, ownership].filter(Boolean).join(' / ') || say('unknown'),
                  },
                  {
                    title: say('aboveScale'),
                    render: (_, { aboveScale }) => say(aboveScale ? 'yes' : 'no'),
                  },
                  { title: say('headcount'), dataIndex: 'headcount', align: 'right' },
                  { title: say('accountable'), render: (_, one) => one.accountableUnion?.name ?? '—' },
                  {
                    title: say('coveredBy'),
                    render: (_, { coverages }) =>
                      coverages
                        .filter(({ to }) => to === null)
                        .map(({ union }) => union?.name ?? '—')
                        .join(', ') || say('uncovered'),
                  },
                  {
                    title: say('source'),
                    render: (_, { source, sourceDate }) => `${source} ${day(sourceDate)}`,
                  },
                ]}
              />
              <More pages={answer} />
            </>
          );
        }}
      </Answered>
    </>
  );
}
