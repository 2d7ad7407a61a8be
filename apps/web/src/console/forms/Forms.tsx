import { may } from '@huiji/domain/access';
import { Select, Typography } from 'antd';
import { useAnswer } from '../../client/answers.js';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { Tabs } from '../../page/Tabs.js';
import { useAddress } from '../address.js';
import './forms.css';
import { FormList, FormVersions } from './generated/forms.js';
import { ParameterList } from './ParameterList.js';
import { Rules, Tables } from './Tables.js';
import { Trial } from './Trial.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

const useFormsAddress = useAddress<'form' | 'version' | 'tab'>;

/** The sides of a form, as tabs. */
const sides = ['tables', 'rules', 'trial', 'parameters'] as const;

function Versions({ code, maySet }: { code: string; maySet: boolean }) {
  const say = useWords();
  const [address, go] = useFormsAddress();
  const shown = sides.find((side) => side === address.tab) ?? 'tables';
  return (
    <Answered answer={useAnswer(FormVersions, { code })}>
      {({ formVersions }) => {
        const form =
          formVersions.find(({ version }) => String(version) === address.version) ?? formVersions[0];
        if (!form) return <Empty>{say('none')}</Empty>;
        return (
          <>
            <p>
              <Select
                aria-label={say('version')}
                value={form.version}
                options={formVersions.map(({ version }) => ({
                  value: version,
                  label: say('versionOf', { count: version }),
                }))}
                onChange={(version: number) => go({ version: String(version) })}
              />
            </p>
            <Tabs
              label={named(form)}
              tabs={sides.map((code) => ({ code, name: say(code) }))}
              shown={shown}
              show={(tab) => go({ tab })}
            >
              {
                {
                  tables: <Tables form={form} />,
                  rules: <Rules form={form} />,
                  trial: <Trial key={form.code} form={form} />,
                  parameters: <ParameterList maySet={maySet} />,
                }[shown]
              }
            </Tabs>
          </>
        );
      }}
    </Answered>
  );
}

/** 报表: what each form asks in each of its versions, by which checks, and the parameters those read. */
export default function Forms({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useFormsAddress();
  const maySet = me.appointments.some(
    ({ union }) => union.level === 'FEDERATION' && may('SET_PARAMETERS', appointmentsOf(me), union.id, []),
  );
  return (
    <>
      <Typography.Title level={1}>{say('title')}</Typography.Title>
      <Answered answer={useAnswer(FormList, {})}>
        {({ forms }) => {
          const chosen = forms.find(({ code }) => code === address.form) ?? forms[0];
          if (!chosen) return <Empty>{say('none')}</Empty>;
          return (
            <>
              <p>
                <Select
                  aria-label={say('form')}
                  value={chosen.code}
                  options={forms.map((form) => ({ value: form.code, label: named(form) }))}
                  onChange={(code: string) => go({ form: code, version: undefined })}
                />
              </p>
              <Versions key={chosen.code} code={chosen.code} maySet={maySet} />
            </>
          );
        }}
      </Answered>
    </>
  );
}
