import { Button, DatePicker, Form, Input, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { WideTable } from '../WideTable.js';
import { Parameters, type ParametersQuery, SetParameter } from './generated/forms.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

type Parameter = ParametersQuery['parameters'][number];

function Setting({ parameter, close }: { parameter: Parameter; close: () => void }) {
  const say = useWords();
  const [form] = Form.useForm<{ value: string; from: Dayjs }>();
  const send = useSend(SetParameter);
  const rules = [{ required: true, message: say('required') }];
  return (
    <Modal
      open
      title={named(parameter)}
      okText={say('confirm')}
      cancelText={say('cancel')}
      closable={{ 'aria-label': say('cancel') }}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form
        form={form}
        name="parameter"
        layout="vertical"
        onFinish={({ value, from }) =>
          send.mutate(
            { input: { name: parameter.name, value, validFrom: from.format('YYYY-MM-DD') } },
            {
              onSuccess: ({ outcome }) => {
                if (outcome.userErrors.length === 0) close();
              },
            },
          )
        }
      >
        <Form.Item name="value" label={say('newValue')} rules={rules}>
          {parameter.choices ? (
            <Select options={parameter.choices.map((choice) => ({ value: choice, label: choice }))} />
          ) : (
            <Input autoComplete="off" />
          )}
        </Form.Item>
        <Form.Item name="from" label={say('from')} rules={rules}>
          <DatePicker />
        </Form.Item>
      </Form>
      <Problems told={send.data?.outcome.userErrors} error={send.error} />
    </Modal>
  );
}

/** What differs by city: each parameter with what holds today and what was set before. */
export function ParameterList({ maySet }: { maySet: boolean }) {
  const say = useWords();
  const [setting, setSetting] = useState<Parameter | null>(null);
  return (
    <>
      <Answered answer={useAnswer(Parameters, {})}>
        {({ parameters }) => (
          <WideTable
            label={say('parameters')}
            rowKey="name"
            dataSource={parameters}
            columns={[
              { title: say('parameters'), render: (_, parameter) => named(parameter) },
              {
                title: say('value'),
                render: (_, { value, unit }) => [value, unit].filter(Boolean).join(' '),
              },
              { title: say('default'), dataIndex: 'default' },
              {
                title: say('history'),
                render: (_, { history }) =>
                  history
                    .map(({ value, validFrom }) => say('since', { value, day: day(validFrom) }))
                    .join(', '),
              },
              {
                title: say('set'),
                render: (_, parameter) =>
                  maySet && (
                    <Button size="small" onClick={() => setSetting(parameter)}>
                      {say('set')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Answered>
      {setting && <Setting parameter={setting} close={() => setSetting(null)} />}
    </>
  );
}
