import { Button, Select, Tag } from 'antd';
import { useAnswer } from '../../client/answers.js';
import { Answered } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { useAddress } from '../address.js';
import { UnionPicker } from '../UnionPicker.js';
import type { Act } from './acts.js';
import { FilingOf, type PeriodsQuery, Progress } from './generated/periods.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

export type Period = PeriodsQuery['periods'][number];
export type Form = PeriodsQuery['forms'][number];

const percent = (rate: string | null): string => (rate === null ? '—' : `${rate}%`);

function ProgressOf({ unionId, form, period }: { unionId: string; form: Form; period: string }) {
  const say = useWords();
  return (
    <Answered answer={useAnswer(Progress, { unionId, form: form.code, period })}>
      {({ rollup }) => {
        if (!rollup) return null;
        const { rate, onTimeRate, ...counts } = rollup.completeness;
        const shown = [
          'expected',
          'notStarted',
          'submitted',
          'returned',
          'waiting',
          'accepted',
          'late',
        ] as const;
        return (
          <dl className="progress-of">
            {shown.map((name) => (
              <div key={name}>
                <dt>{say(name)}</dt>
                <dd>{counts[name]}</dd>
              </div>
            ))}
            <div>
              <dt>{say('rate')}</dt>
              <dd>{percent(rate)}</dd>
            </div>
            <div>
              <dt>{say('onTimeRate')}</dt>
              <dd>{percent(onTimeRate)}</dd>
            </div>
          </dl>
        );
      }}
    </Answered>
  );
}

function FilingOfUnion({
  unionId,
  form,
  period,
  begin,
}: {
  unionId: string;
  form: Form;
  period: Period;
  begin: (act: Act, unionId: string) => void;
}) {
  const say = useWords();
  return (
    <Answered answer={useAnswer(FilingOf, { unionId, form: form.code, period: period.code })}>
      {({ filing }) =>
        filing && (
          <>
            <p>
              <Tag>{say(filing.expected ? 'isExpected' : 'notExpected')}</Tag>
              {filing.dueOn ? say('dueIs', { day: day(filing.dueOn) }) : say('noDue')}{' '}
              {filing.extension && <Tag>{say('extended', { reason: filing.extension.reason })}</Tag>}
              {filing.window && (
                <Tag>
                  {say('windowUntil', { day: day(filing.window.until), reason: filing.window.reason })}
                </Tag>
              )}
              {filing.late && <Tag>{say('wasLate')}</Tag>}
            </p>
            <div className="acts">
              {period.status === 'OPEN' && (
                <Button onClick={() => begin('extend', unionId)}>{say('extend')}</Button>
              )}
              {period.status !== 'OPEN' && !filing.window && (
                <Button onClick={() => begin('openWindow', unionId)}>{say('openWindow')}</Button>
              )}
              {period.status !== 'OPEN' && filing.window && (
                <Button onClick={() => begin('closeWindow', unionId)}>{say('closeWindow')}</Button>
              )}
            </div>
          </>
        )
      }
    </Answered>
  );
}

/** How far the reports of a period have come, and what one union is allowed in it. */
export function Chosen({
  rootId,
  period,
  forms,
  begin,
}: {
  rootId: string;
  period: Period;
  forms: readonly Form[];
  begin: (act: Act, form: Form, unionId: string) => void;
}) {
  const say = useWords();
  const [address, go] = useAddress<'period' | 'form' | 'union'>();
  const filed = forms.filter(({ code }) => period.forms.includes(code));
  const form = filed.find(({ code }) => code === address.form) ?? filed[0];
  if (!form) return null;
  return (
    <section aria-label={say('progress', { period: period.code })}>
      <h2>{say('progress', { period: period.code })}</h2>
      <p className="acts">
        <Select
          aria-label={say('form')}
          value={form.code}
          options={filed.map((one) => ({ value: one.code, label: named(one) }))}
          onChange={(code: string) => go({ form: code })}
        />
        {period.status !== 'FINAL' && (
          <Button onClick={() => begin('renew', form, rootId)}>{say('renew')}</Button>
        )}
      </p>
      <ProgressOf unionId={rootId} form={form} period={period.code} />
      <h2>{say('single')}</h2>
      <div className="single-union">
        <UnionPicker
          label={say('union')}
          {...(address.union ? { value: address.union } : {})}
          onChange={(union) => go({ union })}
        />
      </div>
      {address.union ? (
        <FilingOfUnion
          unionId={address.union}
          form={form}
          period={period}
          begin={(act, unionId) => begin(act, form, unionId)}
        />
      ) : (
        <p>{say('chooseUnion')}</p>
      )}
    </section>
  );
}
