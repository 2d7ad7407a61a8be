import { Link } from 'wouter';
import { useAnswer } from '../client/answers.js';
import { Answered, Empty } from '../page/states.js';
import { day } from '../words/dates.js';
import { language } from '../words/i18n.js';
import { History as HistoryOf } from './generated/history.js';
import './tasks.css';
import { useWords } from './words.js';

/** 历史: the periods for which a form was filed, each leading to the union's return as it stands. */
export function History({ address: { unionCode, form } }: { address: { unionCode: string; form: string } }) {
  const say = useWords();
  const answer = useAnswer(HistoryOf, { unionCode, form });
  return (
    <div className="tasks">
      <p>
        <Link href="/">{say('back')}</Link>
      </p>
      <Answered answer={answer}>
        {({ tradeUnion, form: known, periods }) => {
          const filed = periods.filter(({ forms }) => forms.includes(form));
          if (!tradeUnion || filed.length === 0) return <Empty>{say('noHistory')}</Empty>;
          return (
            <>
              <h1>{say('historyOf', { union: tradeUnion.name })}</h1>
              <p>{known?.[language()] ?? form}</p>
              <p className="hint">{say('historyHint')}</p>
              <ul className="cards">
                {filed.map(({ code, startsOn, endsOn, status }) => (
                  <li key={code} className="card">
                    <Link href={`/${unionCode}/${form}/${code}`}>
                      <strong>{code}</strong>
                    </Link>
                    <p className="hint">
                      {day(startsOn)} – {day(endsOn)} · {say(status)}
                    </p>
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Answered>
    </div>
  );
}
