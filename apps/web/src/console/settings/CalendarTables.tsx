import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { WideTable } from '../WideTable.js';
import { Calendar, type CalendarQuery, SetCalendar } from './generated/settings.js';
import { useWords } from './words.js';

type Rule = CalendarQuery['calendar'][number];

const frequencies = ['MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR'] as const;

/** 填报日历: by when each level files, for periods that are opened from now on. */
export function CalendarTables() {
  const say = useWords();
  return (
    <>
      <p>{say('calendarHint')}</p>
      <Answered answer={useAnswer(Calendar, {})}>
        {({ calendar }) =>
          frequencies.map((frequency) => {
            const rules = calendar.filter((rule) => rule.frequency === frequency);
            return rules.length > 0 && <OneFrequency key={frequency} frequency={frequency} rules={rules} />;
          })
        }
      </Answered>
    </>
  );
}

function OneFrequency({ frequency, rules }: { frequency: (typeof frequencies)[number]; rules: Rule[] }) {
  const say = useWords();
  const send = useSend(SetCalendar);
  const [typed, setTyped] = useState(rules);
  const put = (at: number, part: Partial<Rule>): void => {
    send.reset();
    setTyped(typed.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  };
  const days =
    (field: 'opensDays' | 'dueDays', least: number) =>
    (_: unknown, rule: Rule, at: number): React.ReactNode => (
      <InputNumber
        aria-label={`${say(frequency)} ${say(rule.level)} ${say(field)}`}
        min={least}
        max={366}
        precision={0}
        placeholder={field === 'opensDays' ? say('opensBlank') : ''}
        value={rule[field]}
        onChange={(value) => put(at, field === 'opensDays' ? { opensDays: value } : { dueDays: value ?? 0 })}
        style={{ width: field === 'opensDays' ? '11rem' : '6rem' }}
      />
    );
  return (
    <section className="panel" aria-label={say(frequency)}>
      <h2>{say(frequency)}</h2>
      <WideTable
        label={say(frequency)}
        rowKey="level"
        dataSource={typed}
        columns={[
          { title: say('level'), render: (_, { level }) => say(level) },
          { title: say('dueDays'), render: days('dueDays', 0) },
          { title: say('opensDays'), render: days('opensDays', -366) },
        ]}
      />
      <p>
        <Button
          loading={send.isPending}
          onClick={() =>
            send.mutate({
              input: {
                frequency,
                rules: typed.map(({ level, opensDays, dueDays }) => ({ level, opensDays, dueDays })),
              },
            })
          }
        >
          {say('save', { what: say(frequency) })}
        </Button>
      </p>
      <Problems told={send.data?.outcome.userErrors} error={send.error} />
      <div role="status">{send.data?.outcome.userErrors.length === 0 && say('saved')}</div>
    </section>
  );
}
