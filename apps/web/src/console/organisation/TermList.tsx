import { Segmented } from 'antd';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { WideTable } from '../WideTable.js';
import { useOrganisationAddress } from './address.js';
import { Terms } from './generated/organisation.js';
import { useWords } from './words.js';

const statuses = ['OVERDUE', 'DUE', 'DONE'] as const;

/** 换届: whose terms have ended, end this year, or were renewed this year, in a subtree. */
export function TermList({ unionId }: { unionId: string }) {
  const say = useWords();
  const [address, go] = useOrganisationAddress();
  const status = statuses.find((one) => one === address.status) ?? 'OVERDUE';
  const listed = { list: 'TERMS' as const, unionId, status, level: null };
  const answer = usePages(Terms, { unionId, status }, ({ terms }) => terms.pageInfo);
  return (
    <>
      <p>
        <Segmented
          aria-label={say('terms')}
          value={status}
          options={statuses.map((one) => ({ value: one, label: say(one) }))}
          onChange={(chosen) => go({ status: chosen })}
        />
      </p>
      <Answered answer={answer}>
        {({ pages }) => {
          const terms = pages.flatMap((page) => page.terms.nodes);
          if (terms.length === 0) return <Empty>{say('noTerms')}</Empty>;
          return (
            <>
              <ExportList key={status} of={listed} />
              <WideTable
                label={say('terms')}
                rowKey="id"
                dataSource={terms}
                columns={[
                  { title: say('body'), render: (_, { union }) => union.name },
                  { title: say('term'), render: (_, { termNo }) => say('termNo', { count: termNo }) },
                  { title: say('heldOn'), render: (_, { heldOn }) => day(heldOn) },
                  { title: say('endsOn'), render: (_, { termEndsOn }) => day(termEndsOn) },
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
