import { Descriptions, Tag } from 'antd';
import { day } from '../../words/dates.js';
import { sentence } from '../../words/sentence.js';
import { useOrganisationAddress } from './address.js';
import type { UnionCardQuery } from './generated/organisation.js';
import { WideTable } from '../WideTable.js';
import { useWords } from './words.js';

export type Union = NonNullable<UnionCardQuery['tradeUnion']>;

/** What the register says of a union: its attributes, its life, its terms, and where its members came from or went. */
export function Card({ union }: { union: Union }) {
  const say = useWords();
  const [, go] = useOrganisationAddress();
  const { parent, successor } = union;
  const link = (to: { id: string; name: string }) => (
    <button type="button" className="line-look" onClick={() => go({ union: to.id })}>
      {to.name}
    </button>
  );
  const facts = [
    ['code', union.code],
    ['level', say(union.level)],
    ['kind', say(union.kind)],
    ['state', union.state && say(union.state)],
    ['parent', parent && link(parent)],
    ['legalPerson', say(union.legalPerson ? 'yes' : 'no')],
    ['region', union.regionCode],
    ['industry', union.industry],
    ['unitType', union.unitType],
    ['preparedOn', union.preparedOn && day(union.preparedOn)],
    ['establishedOn', union.establishedOn && day(union.establishedOn)],
    ['dissolvedOn', union.dissolvedOn && day(union.dissolvedOn)],
    ['approvalNo', union.approvalNo],
    ['successor', successor && link(successor)],
    ['chair', union.chair],
    ['contact', union.contact],
    ['phone', union.phone],
  ] as const;
  return (
    <>
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, sm: 1, md: 2 }}
        items={facts
          .filter(([, fact]) => fact !== null)
          .map(([label, children]) => ({ key: label, label: say(label), children }))}
      />
      {union.handovers.length > 0 && (
        <>
          <h3>{say('handovers')}</h3>
          <ul>
            {union.handovers.map(({ on, from, to, members, destination }, at) => (
              <li key={at}>
                {say('handover', {
                  day: day(on),
                  from: from?.name ?? '—',
                  to: destination === 'RETAINED' ? say('retained') : (to?.name ?? '—'),
                  members: members === null ? say('peopleUnknown') : say('people', { count: members }),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {union.elections.length > 0 && (
        <>
          <h3>{say('terms')}</h3>
          <WideTable
            label={say('terms')}
            rowKey="id"
            dataSource={union.elections}
            columns={[
              { title: say('term'), render: (_, { termNo }) => say('termNo', { count: termNo }) },
              { title: say('heldOn'), render: (_, { heldOn }) => day(heldOn) },
              { title: say('endsOn'), render: (_, { termEndsOn }) => day(termEndsOn) },
              {
                title: say('approvalNo'),
                render: (_, { approvedOn, approvalNo }) => (approvedOn ? approvalNo : say('waitsApproval')),
              },
              {
                title: '',
                render: (_, { bodies, warnings }) => (
                  <>
                    {bodies.map(({ body, head }) => (
                      <Tag key={body}>
                        {say(body)} {head}
                      </Tag>
                    ))}
                    {warnings.map((warning) => (
                      <p key={warning.code}>{sentence(warning)}</p>
                    ))}
                  </>
                ),
              },
            ]}
          />
        </>
      )}
    </>
  );
}
