import { useAnswer } from '../../client/answers.js';
import { bodiesRead, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import '../form/form.css';
import '../scope/scope.css';
import { Export } from '../export/Export.js';
import { UnionChoice } from '../scope/UnionChoice.js';
import { FormsAndPeriods } from '../totals/generated/totals.js';
import { useTransfersAddress } from './address.js';
import { formCounting } from './asked.js';
import { Filters } from './Filters.js';
import { TransfersOf } from './generated/transfers.js';
import { Orders } from './Orders.js';
import { Sums } from './Sums.js';
import { Waiting } from './Waiting.js';
import { useWords } from './words.js';

/** 会籍接转: the orders of the unions at and below a body, how many of them wait, and what they add up to in a period. */
export default function Transfers({ me }: { me: Me }) {
  const say = useWords();
  const [{ union }, go] = useTransfersAddress();
  const bodies = bodiesRead(me);
  const unionCode = union ?? bodies[0]?.code;
  if (!unionCode) return <Empty>{say('nothing')}</Empty>;
  return (
    <>
      <div className="scope" role="group" aria-label={say('scope')}>
        <UnionChoice bodies={bodies} unionCode={unionCode} choose={(code) => go({ union: code })} />
      </div>
      <OfBody key={unionCode} unionCode={unionCode} />
    </>
  );
}

function OfBody({ unionCode }: { unionCode: string }) {
  const say = useWords();
  const [{ period }] = useTransfersAddress();
  const known = useAnswer(FormsAndPeriods, {});
  return (
    <Answered answer={useAnswer(TransfersOf, { unionCode })}>
      {({ tradeUnion, transfersWaiting }) => (
        <>
          <h1>{say('titleOf', { name: tradeUnion?.name ?? unionCode })}</h1>
          <Waiting waiting={transfersWaiting} />
          <Answered answer={known}>
            {(read) => {
              const form = period === undefined ? null : formCounting(period, read);
              return (
                <>
                  <Filters known={read} />
                  {period !== undefined && form !== null && (
                    <>
                      <Sums {...{ unionCode, form, period }} />
                      <Export of={{ table: 'TRANSFERS', unionCode, form, period }} />
                    </>
                  )}
                </>
              );
            }}
          </Answered>
          <Orders unionCode={unionCode} />
        </>
      )}
    </Answered>
  );
}
