import { allowedAtRoot, type Me } from '../../client/session.js';
import { Tabs } from '../../page/Tabs.js';
import { useAddress } from '../address.js';
import '../form/form.css';
import { ParameterList } from '../forms/ParameterList.js';
import { CalendarTables } from './CalendarTables.js';
import { Reminders } from './Reminders.js';
import { useWords } from './words.js';

const parts = [
  { code: 'parameters', action: 'SET_PARAMETERS' },
  { code: 'calendar', action: 'SET_CALENDAR' },
  { code: 'reminders', action: 'SCHEDULE_REMINDERS' },
] as const;

/** 参数与日历: what a federation has set for all its unions: parameters, by when each level files, when it reminds by itself. */
export default function Settings({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useAddress<'tab'>();
  const own = parts.filter(({ action }) => allowedAtRoot(me, action));
  const shown = (own.find(({ code }) => code === address.tab) ?? own[0])?.code ?? 'parameters';
  return (
    <>
      <h1>{say('title')}</h1>
      <Tabs
        label={say('title')}
        tabs={own.map(({ code }) => ({ code, name: say(code) }))}
        shown={shown}
        show={(tab) => go({ tab })}
      >
        {shown === 'parameters' && <ParameterList maySet />}
        {shown === 'calendar' && <CalendarTables />}
        {shown === 'reminders' && <Reminders />}
      </Tabs>
    </>
  );
}
