import { may } from '@huiji/domain/access';
import { usePages } from '../../client/paged.js';
import { appointmentsOf, bodiesRead, type Me } from '../../client/session.js';
import { Empty, Answered } from '../../page/states.js';
import { Tabs } from '../../page/Tabs.js';
import { Export } from '../export/Export.js';
import '../form/form.css';
import { More } from '../More.js';
import { ByYear, keyOfBook } from '../targets/ByYear.js';
import type { BookNamed } from '../targets/plan.js';
import './appraisal.css';
import { AppraisalOf } from './generated/appraisal.js';
import { One } from './One.js';
import { Ranking } from './Ranking.js';
import { Scheme } from './Scheme.js';
import { useAppraisalAddress } from './seen.js';
import { Steps } from './Steps.js';
import { Summary } from './Summary.js';
import { useWords } from './words.js';

const tabs = ['unions', 'scheme'] as const;

/** 目标管理考核: what a body makes in a year of what the unions directly below it have reached, and by which scheme. */
export default function Appraisal({ me }: { me: Me }) {
  const [{ of: unionCode }] = useAppraisalAddress();
  const bodies = bodiesRead(me).filter(({ level }) => level !== 'GRASSROOTS');
  return (
    <ByYear bodies={bodies} yearIn="period">
      {(of) =>
        unionCode === undefined ? (
          <Whole key={keyOfBook(of)} me={me} of={of} />
        ) : (
          <One key={`${keyOfBook(of)} ${unionCode}`} me={me} of={of} unionCode={unionCode} />
        )
      }
    </ByYear>
  );
}

function Whole({ me, of }: { me: Me; of: BookNamed }) {
  const say = useWords();
  const [address, go] = useAppraisalAddress();
  const tab = tabs.find((code) => code === address.tab) ?? 'unions';
  const answer = usePages(AppraisalOf, of, ({ appraisal }) => appraisal.children.pageInfo);
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const appraisal = pages.at(-1)!.appraisal;
        const rows = pages.flatMap(({ appraisal: { children } }) => children.nodes);
        const mayAppraise = may('APPRAISE', appointmentsOf(me), appraisal.body.id, []);
        return (
          <>
            <h1>{say('titleOf', { name: appraisal.body.name })}</h1>
            <Summary of={of} appraisal={appraisal} />
            {!mayAppraise && <p className="dim">{say('onlyRead')}</p>}
            <Tabs
              label={say('tabs')}
              tabs={tabs.map((code) => ({ code, name: say(`${code}Tab`) }))}
              shown={tab}
              show={(code) => go({ tab: code === 'unions' ? undefined : code })}
            >
              {tab === 'scheme' ? (
                <Scheme of={of} appraisal={appraisal} maySet={mayAppraise && appraisal.schemeOpen} />
              ) : (
                <>
                  {appraisal.scheme === null && (
                    <NoScheme mayAppraise={mayAppraise} open={() => go({ tab: 'scheme' })} />
                  )}
                  {rows.length === 0 ? (
                    <Empty>{say('noneBelow')}</Empty>
                  ) : (
                    <Ranking of={of} appraisal={appraisal} rows={rows} mayAppraise={mayAppraise} />
                  )}
                  <More pages={answer} />
                  {appraisal.appraised > 0 && <Export of={{ ...of, table: 'APPRAISAL' }} />}
                  {mayAppraise && <Steps of={of} appraisal={appraisal} />}
                </>
              )}
            </Tabs>
          </>
        );
      }}
    </Answered>
  );
}

/** Nothing is appraised without a scheme: says so, and where to set it. */
function NoScheme({ mayAppraise, open }: { mayAppraise: boolean; open: () => void }) {
  const say = useWords();
  if (!mayAppraise) return <p>{say('noSchemeRead')}</p>;
  return (
    <p>
      {say('noScheme')}{' '}
      <button type="button" className="link-button" onClick={open}>
        {say('toScheme')}
      </button>
    </p>
  );
}
