import { Button, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { ActFields } from './ActFields.js';
import { Effects } from './Effects.js';
import type { NamedFragment } from './generated/organisation.js';
import { type Act, type Filled, inputOf, operationOf, type Subject } from './rehearsal.js';
import { useWords } from './words.js';

/** What somebody is about to do, and to whom. */
export interface Begun {
  act: Act;
  subject: Subject;
  name: string;
  level: NamedFragment['level'];
}

type Values = Omit<Filled, 'on'> & { on?: Dayjs };
const filledOf = ({ on, ...rest }: Values): Filled => ({
  ...rest,
  ...(on ? { on: on.format('YYYY-MM-DD') } : {}),
});

/**
 * Does something to the organisation, but first shows what comes of it: it can be done once it has been rehearsed with exactly
 * what stands in the form.
 */
export function ActForm({ begun, close }: { begun: Begun; close: (done: boolean) => void }) {
  const say = useWords();
  const { act, subject, name, level } = begun;
  const [form] = Form.useForm<Values>();
  const [rehearsed, setRehearsed] = useState(false);
  const send = useSend(operationOf(act));
  const outcome = send.data?.outcome;
  const rules = [{ required: true, message: say('required') }];
  const ask = (dryRun: boolean) => (values: Values) =>
    send.mutate(inputOf(act, subject, filledOf(values), dryRun), {
      onSuccess: ({ outcome: { userErrors } }) => {
        if (userErrors.length > 0) return;
        if (dryRun) setRehearsed(true);
        else close(true);
      },
    });
  return (
    <Modal
      open
      width={760}
      title={say('changeOf', { kind: say(act), name })}
      onCancel={() => close(false)}
      closable={{ 'aria-label': say('cancel') }}
      footer={[
        <Button key="cancel" onClick={() => close(false)}>
          {say('cancel')}
        </Button>,
        <Button
          key="rehearse"
          type={rehearsed ? 'default' : 'primary'}
          loading={send.isPending}
          onClick={() => form.submit()}
        >
          {say('rehearse')}
        </Button>,
        rehearsed && (
          <Button
            key="carryOut"
            type="primary"
            loading={send.isPending}
            onClick={() => ask(false)(form.getFieldsValue())}
          >
            {say('carryOut')}
          </Button>
        ),
      ]}
    >
      <Form
        form={form}
        name={act}
        layout="vertical"
        onFinish={ask(true)}
        onValuesChange={() => {
          setRehearsed(false);
          send.reset();
        }}
      >
        <ActFields act={act} level={level} />
        {act !== 'UNDO' && (
          <>
            <Form.Item name="on" label={say('on')} rules={rules}>
              <DatePicker maxDate={dayjs()} />
            </Form.Item>
            <Form.Item name="documentNo" label={say('documentNo')} rules={rules}>
              <Input autoComplete="off" />
            </Form.Item>
          </>
        )}
        <Form.Item name="reason" label={say('reason')} rules={rules}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
      <Problems told={outcome?.userErrors} error={send.error} />
      {rehearsed && outcome?.effects && <Effects effects={outcome.effects} />}
    </Modal>
  );
}
