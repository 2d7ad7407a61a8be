import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { WideTable } from '../WideTable.js';
import {
  type ReminderAudience,
  type ReminderChannel,
  Schedule,
  type ScheduleQuery,
  SetSchedule,
} from './generated/settings.js';
import './settings.css';
import { useWords } from './words.js';

type Plan = ScheduleQuery['reminderSchedule'];
type Rule = Plan['rules'][number];

const audiences: readonly ReminderAudience[] = ['FILER', 'CONTACT', 'PARENT_REVIEWER', 'UPPER_REVIEWER'];
const channels: readonly ReminderChannel[] = ['IN_APP', 'EMAIL', 'SMS'];

/** 自动催报: when the federation reminds by itself, whom and how, and when it keeps quiet. */
export function Reminders() {
  return (
    <Answered answer={useAnswer(Schedule, {})}>
      {({ reminderSchedule }) => <Steps plan={reminderSchedule} />}
    </Answered>
  );
}

function Steps({ plan }: { plan: Plan }) {
  const say = useWords();
  const send = useSend(SetSchedule);
  const [typed, setTyped] = useState(plan);
  const { rules } = typed;
  const put = (part: Partial<Plan>): void => setTyped({ ...typed, ...part });
  const putRule = (at: number, part: Partial<Rule>): void =>
    put({ rules: rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)) });
  const when = (days: number): string =>
    days === 0 ? say('onDay') : say(days < 0 ? 'before' : 'after', { count: Math.abs(days) });
  const save = (): void => {
    const { version, againAfterHours, quietFrom, quietTo } = typed;
    send.mutate(
      { input: { expectedVersion: version, againAfterHours, quietFrom, quietTo, rules } },
      {
        onSuccess: ({ outcome }) => {
          if (outcome.userErrors.length === 0) put({ version: version + 1 });
        },
      },
    );
  };
  return (
    <>
      <p>{say('remindersHint', { zone: plan.timeZone })}</p>
      <WideTable
        label={say('reminders')}
        rowKey={(rule) => rules.indexOf(rule)}
        dataSource={rules}
        locale={{ emptyText: say('noRules') }}
        columns={[
          {
            title: say('days'),
            render: (_, { days }, at) => (
              <span className="step-days">
                <InputNumber
                  aria-label={`${say('step', { step: at + 1 })} ${say('days')}`}
                  min={-180}
                  max={180}
                  precision={0}
                  value={days}
                  onChange={(value) => putRule(at, { days: value ?? 0 })}
                />
                {when(days)}
              </span>
            ),
          },
          {
            title: say('audiences'),
            render: (_, rule, at) => (
              <Select
                aria-label={`${say('step', { step: at + 1 })} ${say('audiences')}`}
                mode="multiple"
                value={rule.audiences}
                options={audiences.map((one) => ({ value: one, label: say(one) }))}
                onChange={(chosen: ReminderAudience[]) => putRule(at, { audiences: chosen })}
                style={{ width: '20rem' }}
              />
            ),
          },
          {
            title: say('channels'),
            render: (_, rule, at) => (
              <Select
                aria-label={`${say('step', { step: at + 1 })} ${say('channels')}`}
                mode="multiple"
                value={rule.channels}
                options={channels.map((one) => ({ value: one, label: say(one) }))}
                onChange={(chosen: ReminderChannel[]) => putRule(at, { channels: chosen })}
                style={{ width: '14rem' }}
              />
            ),
          },
          {
            title: say('acts'),
            render: (_, _rule, at) => (
              <Button
                danger
                size="small"
                aria-label={say('remove', { step: at + 1 })}
                onClick={() => put({ rules: rules.filter((_one, index) => index !== at) })}
              >
                ×
              </Button>
            ),
          },
        ]}
      />
      <p>
        <Button
          onClick={() => put({ rules: [...rules, { days: 1, audiences: ['FILER'], channels: ['IN_APP'] }] })}
        >
          {say('add')}
        </Button>
      </p>
      <Quiet typed={typed} put={put} />
      <p>
        <Button type="primary" loading={send.isPending} onClick={save}>
          {say('save', { what: say('schedule') })}
        </Button>
      </p>
      <Problems told={send.data?.outcome.userErrors} error={send.error} />
      <div role="status">{send.data?.outcome.userErrors.length === 0 && say('saved')}</div>
    </>
  );
}

function Quiet({ typed, put }: { typed: Plan; put: (part: Partial<Plan>) => void }) {
  const say = useWords();
  return (
    <div className="quiet-hours">
      <label>
        {say('againAfterHours')}
        <InputNumber
          min={0}
          precision={0}
          value={typed.againAfterHours}
          onChange={(hours) => put({ againAfterHours: hours ?? 0 })}
        />
      </label>
      {(['quietFrom', 'quietTo'] as const).map((field) => (
        <label key={field}>
          {say(field)}
          <Input type="time" value={typed[field]} onChange={({ target }) => put({ [field]: target.value })} />
        </label>
      ))}
    </div>
  );
}
