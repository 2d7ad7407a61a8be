import { may } from '@huiji/domain/access';
import { Button, Form, Input, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { useAddress } from '../address.js';
import { WideTable } from '../WideTable.js';
import type { Act } from './acts.js';
import { Chosen, type Period } from './Chosen.js';
import { type Begun, Confirm } from './Confirm.js';
import './periods.css';
import { Periods as PeriodsOf } from './generated/periods.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

const actsOf: Readonly<Record<Period['status'], readonly Act[]>> = {
  OPEN: ['deadline', 'close'],
  FILING_CLOSED: ['reopen', 'finalise'],
  FINAL: [],
};

function Opening({ begin }: { begin: (period: string) => void }) {
  const say = useWords();
  return (
    <Form layout="inline" onFinish={({ code }: { code: string }) => begin(code.trim())}>
      <Form.Item name="code" label={say('openLabel')} rules={[{ required: true, message: say('required') }]}>
        <Input placeholder={say('openHint')} autoComplete="off" />
      </Form.Item>
      <Button htmlType="submit">{say('open')}</Button>
    </Form>
  );
}

/** 报告期: which are open and by when, how far they have come, and what is done to them. */
export default function Periods({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useAddress<'period' | 'form' | 'union'>();
  const [begun, setBegun] = useState<Begun | null>(null);
  const rootId = me.appointments.find(({ role }) => role === 'STATISTICIAN')?.union.id ?? '';
  const manages = me.appointments.some(
    ({ union }) => union.level === 'FEDERATION' && may('MANAGE_PERIODS', appointmentsOf(me), union.id, []),
  );
  const answer = useAnswer(PeriodsOf, {});
  const begin = (act: Act, period: string): void =>
    setBegun({ act, formName: '', target: { period, form: '', unionId: rootId } });
  return (
    <>
      <Typography.Title level={1}>{say('title')}</Typography.Title>
      {manages && <Opening begin={(period) => begin('open', period)} />}
      <Answered answer={answer}>
        {({ periods, forms }) => {
          const chosen = periods.find(({ code }) => code === address.period) ?? periods[0];
          if (!chosen) return <Empty>{say('none')}</Empty>;
          return (
            <>
              <WideTable
                label={say('title')}
                rowKey="code"
                dataSource={periods}
                columns={[
                  {
                    title: say('period'),
                    render: (_, { code }) => (
                      <button
                        type="button"
                        className="line-look"
                        aria-current={code === chosen.code ? 'true' : undefined}
                        aria-label={say('look', { period: code })}
                        onClick={() => go({ period: code })}
                      >
                        {code}
                      </button>
                    ),
                  },
                  {
                    title: say('days'),
                    render: (_, { startsOn, endsOn }) =>
                      say('span', { from: day(startsOn), to: day(endsOn) }),
                  },
                  { title: say('status'), render: (_, { status }) => <Tag>{say(status)}</Tag> },
                  {
                    title: say('forms'),
                    render: (_, period) =>
                      forms
                        .filter(({ code }) => period.forms.includes(code))
                        .map((form) => <div key={form.code}>{named(form)}</div>),
                  },
                  {
                    title: say('deadlines'),
                    render: (_, { deadlines }) =>
                      deadlines.map(({ level, dueOn }) => (
                        <div key={level}>{say('due', { level: say(level), day: day(dueOn) })}</div>
                      )),
                  },
                  {
                    title: say('actions'),
                    render: (_, { code, status }) =>
                      manages && (
                        <span className="acts">
                          {actsOf[status].map((act) => (
                            <Button key={act} size="small" onClick={() => begin(act, code)}>
                              {say(act)}
                            </Button>
                          ))}
                        </span>
                      ),
                  },
                ]}
              />
              <Chosen
                rootId={rootId}
                period={chosen}
                forms={forms}
                begin={(act, form, unionId) =>
                  setBegun({
                    ...{ act, formName: named(form) },
                    target: { period: chosen.code, form: form.code, unionId },
                  })
                }
              />
            </>
          );
        }}
      </Answered>
      {begun && <Confirm begun={begun} close={() => setBegun(null)} />}
    </>
  );
}
