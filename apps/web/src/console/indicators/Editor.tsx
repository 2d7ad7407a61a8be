import { DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useSend } from '../../client/answers.js';
import type { Operation } from '../../client/operation.js';
import { Problems } from '../../page/Problems.js';
import { type Indicator } from './Definition.js';
import { DefineIndicator, ReviseIndicator, RetireIndicator } from './generated/indicators.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** What is done to an indicator of the federation's own; null: it is a new one. */
export interface Edit {
  act: 'define' | 'revise' | 'retire';
  indicator: Indicator | null;
}

interface Told {
  outcome: { userErrors: { code: string; messageZh: string; messageEn: string }[] };
}
const operations: Readonly<Record<Edit['act'], Operation<Told, never>>> = {
  define: DefineIndicator,
  revise: ReviseIndicator,
  retire: RetireIndicator,
};

type Values = Partial<Indicator> & { from: Dayjs };

const written = [
  ...(['code', 'group', 'zh', 'en', 'unit', 'kind', 'decimals', 'acrossUnions', 'acrossPeriods'] as const),
  ...(['filedBy', 'frequencies', 'numerator', 'denominator', 'breakdowns', 'attributes'] as const),
  ...(['definition', 'basis'] as const),
];

function inputOf({ act, indicator }: Edit, { from, ...filled }: Values): object {
  const on = from.format('YYYY-MM-DD');
  if (act === 'retire') return { code: indicator?.code, on, expectedVersion: indicator?.version };
  // What its figures mean stays from version to version: it is sent as it was.
  const whole: Partial<Indicator> = { ...indicator, ...filled };
  const entry = Object.fromEntries(written.map((field) => [field, whole[field]]));
  return { indicator: entry, from: on, ...(act === 'revise' ? { expectedVersion: indicator?.version } : {}) };
}

function Fields({ isNew }: { isNew: boolean }) {
  const say = useWords();
  const rules = [{ required: true, message: say('required') }];
  const choice = <Key extends Parameters<typeof say>[0]>(...keys: Key[]) =>
    keys.map((key) => ({ value: key, label: say(key) }));
  return (
    <>
      {isNew && (
        <Form.Item name="code" label={say('code')} extra={say('codeHint')} rules={rules}>
          <Input autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="zh" label={say('zh')} rules={rules}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="en" label={say('en')} rules={rules}>
        <Input autoComplete="off" />
      </Form.Item>
      {isNew && (
        <>
          <Form.Item name="group" label={say('group')} rules={rules}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item name="unit" label={say('unit')} rules={rules}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item name="kind" label={say('kind')} rules={rules}>
            <Select options={choice('STOCK', 'FLOW')} />
          </Form.Item>
          <Form.Item name="decimals" label={say('decimals')} initialValue={0} rules={rules}>
            <InputNumber min={0} max={4} precision={0} />
          </Form.Item>
          <Form.Item name="acrossUnions" label={say('acrossUnions')} initialValue="SUM">
            <Select options={choice('SUM', 'NONE')} />
          </Form.Item>
          <Form.Item name="acrossPeriods" label={say('acrossPeriods')} rules={rules}>
            <Select options={choice('LAST', 'SUM', 'NONE')} />
          </Form.Item>
        </>
      )}
      <Form.Item name="filedBy" label={say('filedBy')} rules={rules}>
        <Select mode="multiple" options={choice('GRASSROOTS', 'INTERMEDIATE', 'FEDERATION')} />
      </Form.Item>
      <Form.Item name="frequencies" label={say('frequencies')} rules={rules}>
        <Select mode="multiple" options={choice('QUARTER', 'YEAR', 'EVENT', 'STATISTICAL')} />
      </Form.Item>
      <Form.Item name="definition" label={say('definition')}>
        <Input.TextArea autoSize />
      </Form.Item>
      <Form.Item name="basis" label={say('basis')}>
        <Input autoComplete="off" />
      </Form.Item>
    </>
  );
}

/** Defines, words anew, or retires an indicator of the federation's own. */
export function Editor({ edit, close }: { edit: Edit; close: () => void }) {
  const say = useWords();
  const { act, indicator } = edit;
  const [form] = Form.useForm<Values>();
  const send = useSend(operations[act]);
  return (
    <Modal
      open
      title={say(act)}
      okText={say('confirm')}
      cancelText={say('cancel')}
      closable={{ 'aria-label': say('cancel') }}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form
        form={form}
        name={act}
        layout="vertical"
        initialValues={indicator ?? {}}
        onFinish={(values) =>
          send.mutate({ input: inputOf(edit, values) } as never, {
            onSuccess: ({ outcome }) => {
              if (outcome.userErrors.length === 0) close();
            },
          })
        }
      >
        {act === 'retire' ? (
          <p>{say('retireMeans', { name: indicator ? named(indicator) : '' })}</p>
        ) : (
          <Fields isNew={act === 'define'} />
        )}
        <Form.Item name="from" label={say('from')} rules={[{ required: true, message: say('required') }]}>
          <DatePicker />
        </Form.Item>
      </Form>
      <Problems told={send.data?.outcome.userErrors} error={send.error} />
    </Modal>
  );
}
