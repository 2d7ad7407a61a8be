import { Button, Select, Typography } from 'antd';
import { lazy, Suspense } from 'react';
import { useAnswer } from '../../client/answers.js';
import { allowedAtRoot, type Me } from '../../client/session.js';
import { Answered, Empty, Loading } from '../../page/states.js';
import { Tabs } from '../../page/Tabs.js';
import { useAddress } from '../address.js';
import './forms.css';
import { FormList, FormVersions } from './generated/forms.js';
import { ParameterList } from './ParameterList.js';
import { type Form, Rules, Tables } from './Tables.js';
import { Template } from './template/Template.js';
import { Trial } from './Trial.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

const Editor = lazy(async () => ({ default: (await import('./edit/Editor.js')).Editor }));

/** `edit`: what is being written, the `next` version of the form or a `new` form. */
const useFormsAddress = useAddress<'form' | 'version' | 'tab' | 'edit'>;

/** The sides of a form, as tabs; the last is for who defines forms. */
const sides = ['tables', 'rules', 'trial', 'parameters', 'template'] as const;

interface FormProps {
  me: Me;
  code: string;
  /** The codes of the forms there are. */
  forms: readonly string[];
}

function Versions({ me, code, forms }: FormProps) {
  const say = useWords();
  const [address, go] = useFormsAddress();
  const defines = allowedAtRoot(me, 'DEFINE_FORMS');
  return (
    <Answered answer={useAnswer(FormVersions, { code })}>
      {({ formVersions }) => {
        const [newest] = formVersions;
        const form = formVersions.find(({ version }) => String(version) === address.version) ?? newest;
        if (!form || !newest) return <Empty>{say('none')}</Empty>;
        if (defines && address.edit === 'next')
          return <Editing me={me} form={newest} forms={forms.filter((one) => one !== code)} />;
        return (
          <>
            <p className="acts">
              <Select
                aria-label={say('version')}
                value={form.version}
                options={formVersions.map(({ version }) => ({
                  value: version,
                  label: say('versionOf', { count: version }),
                }))}
                onChange={(version: number) => go({ version: String(version) })}
              />
              {defines && <Button onClick={() => go({ edit: 'next' })}>{say('next')}</Button>}
            </p>
            <Shown me={me} form={form} />
          </>
        );
      }}
    </Answered>
  );
}

function Shown({ me, form }: { me: Me; form: Form }) {
  const say = useWords();
  const [address, go] = useFormsAddress();
  const open = sides.filter((side) => side !== 'template' || allowedAtRoot(me, 'DEFINE_FORMS'));
  const shown = open.find((side) => side === address.tab) ?? 'tables';
  return (
    <Tabs
      label={named(form)}
      tabs={open.map((code) => ({ code, name: say(code) }))}
      shown={shown}
      show={(tab) => go({ tab })}
    >
      {
        {
          tables: <Tables form={form} />,
          rules: <Rules form={form} />,
          trial: <Trial key={form.code} form={form} />,
          parameters: <ParameterList maySet={allowedAtRoot(me, 'SET_PARAMETERS')} />,
          template: <Template key={form.code} form={form.code} />,
        }[shown]
      }
    </Tabs>
  );
}

function Editing({ me, form, forms }: { me: Me; form: Form | null; forms: readonly string[] }) {
  const [, go] = useFormsAddress();
  return (
    <Suspense fallback={<Loading />}>
      <Editor
        {...{ me, form, forms }}
        close={(code) => go({ edit: undefined, version: undefined, ...(code ? { form: code } : {}) })}
      />
    </Suspense>
  );
}

/** 报表: what each form asks in each of its versions, by which checks, and the parameters those read. */
export default function Forms({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useFormsAddress();
  const defines = allowedAtRoot(me, 'DEFINE_FORMS');
  return (
    <>
      <Typography.Title level={1}>{say('title')}</Typography.Title>
      <Answered answer={useAnswer(FormList, {})}>
        {({ forms }) => {
          const codes = forms.map(({ code }) => code);
          if (defines && address.edit === 'new') return <Editing me={me} form={null} forms={codes} />;
          const chosen = forms.find(({ code }) => code === address.form) ?? forms[0];
          return (
            <>
              {address.edit === undefined && (
                <p className="acts">
                  {chosen && (
                    <Select
                      aria-label={say('form')}
                      value={chosen.code}
                      options={forms.map((form) => ({ value: form.code, label: named(form) }))}
                      onChange={(code: string) => go({ form: code, version: undefined })}
                    />
                  )}
                  {defines && <Button onClick={() => go({ edit: 'new' })}>{say('create')}</Button>}
                </p>
              )}
              {chosen ? (
                <Versions key={chosen.code} me={me} code={chosen.code} forms={codes} />
              ) : (
                <Empty>{say('none')}</Empty>
              )}
            </>
          );
        }}
      </Answered>
    </>
  );
}
