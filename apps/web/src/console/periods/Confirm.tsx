import { DatePicker, Form, Input, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { type Act, acts, type Field, type Target, type Values } from './acts.js';
import { useWords } from './words.js';

/** What somebody is about to do. `formName`: what the form is called, where it matters. */
export interface Begun {
  act: Act;
  target: Target;
  formName: string;
}

type Filled = { [Key in Field]?: string | Dayjs };
const textOf = (value: string | Dayjs): string =>
  typeof value === 'string' ? value : value.format('YYYY-MM-DD');

function Asked({ field }: { field: Field }) {
  const say = useWords();
  const levels = ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'] as const;
  return (
    <Form.Item name={field} label={say(field)} rules={[{ required: true, message: say('required') }]}>
      {field === 'reason' ? (
        <Input autoComplete="off" />
      ) : field === 'level' ? (
        <Select options={levels.map((level) => ({ value: level, label: say(level) }))} />
      ) : (
        <DatePicker />
      )}
    </Form.Item>
  );
}

/** Says what an act means before it is done, and asks for what it needs. */
export function Confirm({ begun, close }: { begun: Begun; close: () => void }) {
  const say = useWords();
  const { act, target, formName } = begun;
  const { operation, asks, means, variables } = acts[act];
  const [form] = Form.useForm<Filled>();
  const send = useSend(operation);
  const carryOut = (filled: Filled): void => {
    const values: Values = Object.fromEntries(
      Object.entries(filled).map(([field, value]) => [field, textOf(value)]),
    );
    send.mutate(variables(target, values) as never, {
      onSuccess: ({ outcome }) => {
        if (outcome.userErrors.length === 0) close();
      },
    });
  };
  return (
    <Modal
      open
      title={`${say(act)} ${target.period}`}
      okText={say('confirm')}
      cancelText={say('cancel')}
      closable={{ 'aria-label': say('cancel') }}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p>{say(means, { period: target.period, form: formName })}</p>
      <Form form={form} name={act} layout="vertical" onFinish={carryOut}>
        {asks.map((field) => (
          <Asked key={field} field={field} />
        ))}
      </Form>
      <Problems told={send.data?.outcome.userErrors} error={send.error} />
    </Modal>
  );
}
