import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { day, today } from '../../words/dates.js';
import { sentence } from '../../words/sentence.js';
import { Approve, type ApproveMutation, ToApprove, type ToApproveQuery } from './generated/approval.js';
import { useWords } from './words.js';

type Election = ToApproveQuery['electionsToApprove']['nodes'][number];

/** 建会、换届审批: elections below that wait for their approval, and unions in preparation. */
export function Approvals({ unionCode }: { unionCode: string }) {
  const say = useWords();
  const [approving, setApproving] = useState<Election | null>(null);
  const answer = useAnswer(ToApprove, { unionCode });
  return (
    <>
      <h2>{say('elections')}</h2>
      <Answered answer={answer}>
        {({ electionsToApprove: { nodes }, preparingUnions }) => (
          <>
            {nodes.length === 0 && <p className="quiet-text">{say('noElections')}</p>}
            <ul className="log">
              {nodes.map((election) => (
                <One key={election.id} election={election} approve={() => setApproving(election)} />
              ))}
            </ul>
            <h3>{say('preparing')}</h3>
            {preparingUnions.nodes.length === 0 && <p className="quiet-text">{say('noPreparing')}</p>}
            <ul className="log">
              {preparingUnions.nodes.map(({ union, preparedOn, days }) => (
                <li key={union.id}>
                  {union.name} <span className="quiet-text">{union.code}</span>{' '}
                  {say('preparedFor', { date: day(preparedOn), days })}
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
      {approving && <Approving election={approving} close={() => setApproving(null)} />}
    </>
  );
}

function One({ election, approve }: { election: Election; approve: () => void }) {
  const say = useWords();
  const { union, termNo, heldOn, due, present, termYears, bodies, warnings } = election;
  return (
    <li>
      <strong>{union.name}</strong> <span className="quiet-text">{union.code}</span> ·{' '}
      {termNo === 1 ? say('founding') : say('term', { number: termNo })} ·{' '}
      {say('heldOn', {
        date: day(heldOn),
        due: due ?? say('unknown'),
        present: present ?? say('unknown'),
        years: termYears,
      })}
      <br />
      {bodies
        .map(({ body, members, head }) => {
          const said = say('members', { body: say(body), count: members });
          return head ? say('headedBy', { members: said, head }) : said;
        })
        .join(' · ')}
      {warnings.map((warning) => (
        <p key={warning.code} className="signature-warning">
          {sentence(warning)}
        </p>
      ))}
      <p>
        <Button aria-label={say('approveOf', { name: union.name })} onClick={approve}>
          {say('approve')}
        </Button>
      </p>
    </li>
  );
}

function Approving({ election, close }: { election: Election; close: () => void }) {
  const say = useWords();
  const [on, setOn] = useState(today);
  const [documentNo, setDocumentNo] = useState('');
  const rehearse = useSend(Approve);
  const approve = useSend(Approve);
  const input = (dryRun: boolean) => ({ input: { electionId: election.id, on, documentNo, dryRun } });
  const whole = on !== '' && documentNo.trim() !== '';
  return (
    <Modal
      open
      title={say('approveOf', { name: election.union.name })}
      okText={say('approve')}
      okButtonProps={{ disabled: !whole }}
      confirmLoading={approve.isPending}
      onOk={() =>
        approve.mutate(input(false), {
          onSuccess: ({ approveElection }) => {
            if (approveElection.userErrors.length === 0) close();
          },
        })
      }
      onCancel={close}
    >
      <div className="signing">
        <label>
          {say('approveOn')} <Input type="date" value={on} onChange={({ target }) => setOn(target.value)} />
        </label>
        <label>
          {say('documentNo')}
          <Input value={documentNo} onChange={({ target }) => setDocumentNo(target.value)} />
        </label>
        <Button disabled={!whole} loading={rehearse.isPending} onClick={() => rehearse.mutate(input(true))}>
          {say('rehearse')}
        </Button>
      </div>
      <Effects of={rehearse.data?.approveElection} />
      <Problems
        told={(approve.data ?? rehearse.data)?.approveElection.userErrors}
        error={approve.error ?? rehearse.error}
      />
    </Modal>
  );
}

/** What a rehearsal says of totals that may still change. */
function Effects({ of }: { of: ApproveMutation['approveElection'] | undefined }) {
  const say = useWords();
  if (!of?.effects) return null;
  if (of.effects.length === 0) return <p role="status">{say('noEffects')}</p>;
  return (
    <div role="status">
      <p>{say('effects', { count: of.effects.length })}</p>
      <ul>
        {of.effects.map(({ union, period, cells }) => (
          <li key={`${union.name} ${period}`}>
            {say('effect', { union: union.name, period, cells: cells.length })}
          </li>
        ))}
      </ul>
    </div>
  );
}
