import { kindsOf } from '@huiji/domain/organisation';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { UnionPicker } from '../UnionPicker.js';
import type { Act } from './rehearsal.js';
import { useWords } from './words.js';

/** The kinds of union that a level may have. */
function Kinds({
  id,
  level,
  value,
  onChange,
}: {
  id?: string;
  level: keyof typeof kindsOf;
  value?: string;
  onChange?: (kind: string) => void;
}) {
  const say = useWords();
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      options={kindsOf[level].map((kind) => ({ value: kind, label: say(kind) }))}
    />
  );
}

function Founded() {
  const say = useWords();
  const level = Form.useWatch<'INTERMEDIATE' | 'GRASSROOTS'>('level') ?? 'GRASSROOTS';
  return (
    <>
      <Form.Item name="code" label={say('code')} rules={[{ required: true, message: say('required') }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={say('unionName')} rules={[{ required: true, message: say('required') }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="level" label={say('level')} initialValue="GRASSROOTS">
        <Select
          options={(['GRASSROOTS', 'INTERMEDIATE'] as const).map((one) => ({ value: one, label: say(one) }))}
        />
      </Form.Item>
      <Form.Item name="kind" label={say('kind')} rules={[{ required: true, message: say('required') }]}>
        <Kinds level={level} />
      </Form.Item>
    </>
  );
}

function Parts({ level }: { level: keyof typeof kindsOf }) {
  const say = useWords();
  const rules = [{ required: true, message: say('required') }];
  return (
    <>
      <Form.List name="parts" initialValue={[{}]}>
        {(parts, { add, remove }) => (
          <>
            {parts.map(({ key, name }, at) => (
              <fieldset key={key} className="split-part">
                <legend>{say('part', { count: at + 1 })}</legend>
                <Form.Item name={[name, 'code']} label={say('code')} rules={rules}>
                  <Input autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'name']} label={say('unionName')} rules={rules}>
                  <Input autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'kind']} label={say('kind')} rules={rules}>
                  <Kinds level={level} />
                </Form.Item>
                <Form.Item name={[name, 'members']} label={say('members')}>
                  <InputNumber min={0} precision={0} />
                </Form.Item>
                {parts.length > 1 && (
                  <Button onClick={() => remove(name)}>{say('removePart', { count: at + 1 })}</Button>
                )}
              </fieldset>
            ))}
            <p>
              <Button onClick={() => add({})}>{say('addPart')}</Button>
            </p>
          </>
        )}
      </Form.List>
      <Form.Item name="dissolves" valuePropName="checked">
        <Checkbox>{say('dissolves')}</Checkbox>
      </Form.Item>
    </>
  );
}

/** What an act asks for besides its day, document and reason. */
export function ActFields({ act, level }: { act: Act; level: keyof typeof kindsOf }) {
  const say = useWords();
  const rules = [{ required: true, message: say('required') }];
  const members = (
    <Form.Item name="members" label={say('members')}>
      <InputNumber min={0} precision={0} />
    </Form.Item>
  );
  switch (act) {
    case 'PREPARE':
    case 'FOUND':
      return <Founded />;
    case 'MOVE':
      return (
        <Form.Item name="parentId" label={say('newParent')} rules={rules}>
          <UnionPicker label={say('newParent')} />
        </Form.Item>
      );
    case 'RENAME':
      return (
        <Form.Item name="name" label={say('newName')} rules={rules}>
          <Input autoComplete="off" />
        </Form.Item>
      );
    case 'MERGE':
      return (
        <>
          <Form.Item name="receiverId" label={say('receiver')} rules={rules}>
            <UnionPicker label={say('receiver')} />
          </Form.Item>
          {members}
        </>
      );
    case 'DISSOLVE':
      return (
        <>
          <Form.Item name="successorId" label={say('successor')}>
            <UnionPicker label={say('successor')} />
          </Form.Item>
          <Form.Item name="membersTo" label={say('membersTo')}>
            <Select
              allowClear
              options={(['SUCCESSOR', 'RETAINED'] as const).map((to) => ({ value: to, label: say(to) }))}
            />
          </Form.Item>
          {members}
        </>
      );
    case 'SPLIT':
      return <Parts level={level} />;
    case 'UNDO':
      return null;
  }
}
