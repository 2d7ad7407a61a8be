import { Button, Tag } from 'antd';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { WideTable } from '../WideTable.js';
import { Changes, type ChangesQuery } from './generated/organisation.js';
import { useWords } from './words.js';

export type Change = ChangesQuery['organisationChanges']['nodes'][number];

/** The changes of a union and of what stands below it, newest first; `undo` takes one back, null where nobody may. */
export function ChangeList({ unionId, undo }: { unionId: string; undo: ((change: Change) => void) | null }) {
  const say = useWords();
  const answer = usePages(Changes, { unionId }, ({ organisationChanges }) => organisationChanges.pageInfo);
  const concerned = ({ unions }: Change, ...roles: string[]): string =>
    unions
      .filter(({ role }) => roles.includes(role))
      .map(({ union }) => union.name)
      .join(', ');
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const changes = pages.flatMap(({ organisationChanges }) => organisationChanges.nodes);
        if (changes.length === 0) return <Empty>{say('noChanges')}</Empty>;
        return (
          <>
            <ExportList of={{ list: 'CHANGES', unionId }} />
            <WideTable
              label={say('changes')}
              rowKey="id"
              dataSource={changes}
              columns={[
                {
                  title: say('on'),
                  render: (_, { effectiveOn, countedOn }) => (
                    <>
                      {day(effectiveOn)}
                      {countedOn !== effectiveOn && <p>{say('counted', { day: day(countedOn) })}</p>}
                    </>
                  ),
                },
                { title: say('kind'), render: (_, { kind }) => say(kind) },
                {
                  title: say('body'),
                  render: (_, change) => (
                    <>
                      {concerned(change, 'SUBJECT')}
                      {concerned(change, 'RECEIVER', 'PART') && ` → ${concerned(change, 'RECEIVER', 'PART')}`}
                    </>
                  ),
                },
                { title: say('from'), render: (_, change) => concerned(change, 'FROM') },
                { title: say('to'), render: (_, change) => concerned(change, 'TO') },
                {
                  title: say('documentNo'),
                  render: (_, { documentNo, reason }) => (
                    <>
                      {documentNo} {reason}
                    </>
                  ),
                },
                {
                  title: say('UNDO'),
                  render: (_, change) =>
                    change.undoneAt ? (
                      <Tag>{say('undone', { reason: change.undoReason ?? '' })}</Tag>
                    ) : (
                      undo && (
                        <Button size="small" onClick={() => undo(change)}>
                          {say('undo')}
                        </Button>
                      )
                    ),
                },
              ]}
            />
            <More pages={answer} />
          </>
        );
      }}
    </Answered>
  );
}
