import { may } from '@huiji/domain/access';
import { Button, Typography } from 'antd';
import { useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { Tabs } from '../../page/Tabs.js';
import { ExportList } from '../export/Export.js';
import { ActForm, type Begun } from './ActForm.js';
import { useOrganisationAddress } from './address.js';
import { Card, type Union } from './Card.js';
import { type Change, ChangeList } from './ChangeList.js';
import { EmployerList } from './EmployerList.js';
import './organisation.css';
import { UnionCard } from './generated/organisation.js';
import type { Act } from './rehearsal.js';
import { TermList } from './TermList.js';
import { Tree } from './Tree.js';
import { useWords } from './words.js';

interface Above {
  id: string;
  parent?: Above | null;
}
const idsAbove = (parent: Above | null | undefined): string[] =>
  parent ? [parent.id, ...idsAbove(parent.parent)] : [];

/** What the person may do to a union. What has ended is only taken back. */
function actsOf(me: Me, union: Union): Act[] {
  if (union.state === 'DISSOLVED') return [];
  const above = idsAbove(union.parent);
  const reorganises = may('REORGANISE', appointmentsOf(me), union.id, above);
  const founds =
    union.level !== 'GRASSROOTS' && may('MAINTAIN_REGISTERS', appointmentsOf(me), union.id, above);
  return [
    ...(founds ? (['PREPARE', 'FOUND'] as const) : []),
    ...(reorganises ? (['MOVE', 'RENAME', 'MERGE', 'SPLIT', 'DISSOLVE'] as const) : []),
  ];
}

/** The sides of a union, as tabs. */
const sides = ['card', 'changes', 'employers', 'terms'] as const;

function Chosen({ me, unionId }: { me: Me; unionId: string }) {
  const say = useWords();
  const [address, go] = useOrganisationAddress();
  const [begun, setBegun] = useState<Begun | null>(null);
  const answer = useAnswer(UnionCard, { id: unionId });
  const shown = sides.find((side) => side === address.tab) ?? 'card';
  return (
    <Answered answer={answer}>
      {({ tradeUnion: union }) => {
        if (!union) return <Empty>{say('gone')}</Empty>;
        const { id, version, name, level } = union;
        const undo = (change: Change): void =>
          setBegun({
            ...{ act: 'UNDO', level, subject: { id: change.id, version: 0 } },
            name: say(change.kind),
          });
        const mayUndo = may('MAINTAIN_REGISTERS', appointmentsOf(me), id, idsAbove(union.parent));
        return (
          <section aria-label={name}>
            <Typography.Title level={2}>{name}</Typography.Title>
            {level !== 'GRASSROOTS' && <ExportList of={{ list: 'UNIONS', unionId: id }} />}
            <div className="acts" role="group" aria-label={say('actions')}>
              {actsOf(me, union).map((act) => (
                <Button key={act} onClick={() => setBegun({ act, subject: { id, version }, name, level })}>
                  {say(act)}
                </Button>
              ))}
            </div>
            <Tabs
              label={name}
              tabs={sides.map((code) => ({ code, name: say(code) }))}
              shown={shown}
              show={(tab) => go({ tab })}
            >
              {
                {
                  card: <Card union={union} />,
                  changes: <ChangeList unionId={id} undo={mayUndo ? undo : null} />,
                  employers: <EmployerList unionId={id} />,
                  terms: <TermList unionId={id} />,
                }[shown]
              }
            </Tabs>
            {begun && <ActForm begun={begun} close={() => setBegun(null)} />}
          </section>
        );
      }}
    </Answered>
  );
}

/** 组织机构: the tree of unions, what is known of each, and what is done to it. */
export default function Organisation({ me }: { me: Me }) {
  const say = useWords();
  const [address] = useOrganisationAddress();
  const bodies = me.appointments.filter(({ role }) => role !== 'FILER').map(({ union }) => union);
  const roots = [...new Map(bodies.map((union) => [union.id, union])).values()];
  const unionId = address.union ?? roots[0]?.id;
  return (
    <>
      <Typography.Title level={1}>{say('title')}</Typography.Title>
      <div className="organisation">
        <Tree roots={roots} />
        {unionId ? <Chosen key={unionId} me={me} unionId={unionId} /> : <Empty>{say('choose')}</Empty>}
      </div>
    </>
  );
}
