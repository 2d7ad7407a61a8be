import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import { asked } from '../../client/answers.js';
import type { Me } from '../../client/session.js';
import { language } from '../../words/i18n.js';
import { useWords as useFilingWords } from '../words.js';
import { OtherUnions } from './generated/others.js';
import type { Held } from './held.js';
import { type Answer, type EntrySheet, formOf } from './line.js';
import { useWork } from './watch.js';
import { useWords } from './words.js';

// They are asked for apart, and come later anyway.
const Goals = lazy(async () => ({ default: (await import('./Goals.js')).Goals }));

/** Leads to the same form of another union that one files for (代报). */
function Others({ sheet: { union, form, period } }: { sheet: EntrySheet }) {
  const say = useWords();
  const [, go] = useLocation();
  const { data } = useQuery(asked(OtherUnions, {}));
  const others = (data?.myTasks.nodes ?? []).filter((task) => task.form === form && task.period === period);
  if (others.every((task) => task.union.code === union.code)) return null;
  const known = others.some((task) => task.union.code === union.code);
  return (
    <label className="switch">
      {say('switchUnion')}
      <select value={union.code} onChange={({ target }) => go(`/${target.value}/${form}/${period}`)}>
        {!known && <option value={union.code}>{union.name}</option>}
        {others.map((task) => (
          <option key={task.union.id} value={task.union.code}>
            {task.union.name}
            {task.entrustment && ` (${say('entrusted')})`}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TopProps {
  me: Me;
  answer: Answer;
  sheet: EntrySheet;
  state: Held['state'];
}

/** Of whom and what the sheet is, how it stands, why it came back, and where else one may go. */
export function Top({ me, answer, sheet, state }: TopProps) {
  const say = useWords();
  const filing = useFilingWords();
  const { comments } = useWork();
  const { union, form, period, revision, returnReason } = sheet;
  const entrusted =
    me.entrustments > 0 &&
    !me.appointments.some(({ role, union: at }) => role === 'FILER' && at.id === union.id);
  const whole = comments.get('') ?? [];
  return (
    <div className="top">
      <nav>
        <Link href="/">{say('toTasks')}</Link>
        <Link href={`/${union.code}/${form}`}>{say('toHistory')}</Link>
        <Link href={`/records/${union.code}`}>{filing('records')}</Link>
        <Link href={`/${union.code}/${form}/${period}/print`}>{say('toPrint')}</Link>
      </nav>
      <h1>
        {union.name} <small>{period}</small>
      </h1>
      <p>
        {formOf(answer)?.[language()] ?? form} · {filing(state ?? 'NOT_BEGUN')}
        {entrusted && <span className="tag">{say('entrusted')}</span>}
      </p>
      <Others sheet={sheet} />
      <Suspense>
        <Goals sheet={sheet} />
      </Suspense>
      {revision > 1 && <p>{say('restating', { revision })}</p>}
      {state === 'RETURNED' && returnReason && (
        <p className="problem">
          <strong>{say('returned')}:</strong> {returnReason}
        </p>
      )}
      {whole.length > 0 && (
        <section className="note-comment" aria-label={say('comments')}>
          <strong>{say('comments')}</strong>
          <ul>
            {whole.map((text, at) => (
              <li key={at}>{text}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
