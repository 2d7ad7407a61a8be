import { Checkbox, Input, Select } from 'antd';
import type { CoverItem, Frequency, Kind, Level } from '../generated/forms.js';
import { useWords as useFormWords } from '../words.js';
import type { Draft } from './draft.js';
import { Labelled } from './Labelled.js';
import { useWords } from './words.js';

export interface PartProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

const frequencies: readonly Frequency[] = ['MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR'];
export const levels: readonly Level[] = ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'];
const kinds: readonly Exclude<Kind, 'FEDERATION'>[] = [
  ...(['SINGLE', 'JOINT', 'ASSOCIATION', 'TOWNSHIP', 'ZONE', 'COMMISSION'] as const),
  ...(['BUREAU', 'INDUSTRY', 'DISTRICT'] as const),
];
const coverItems: readonly CoverItem[] = [
  ...(['unitHead', 'statisticsHead', 'filledInBy', 'phone', 'reportedOn'] as const),
];

/** A list that limits nothing while nothing is chosen. */
const orNull = <One,>(chosen: One[]): One[] | null => (chosen.length > 0 ? chosen : null);

/** A text of the draft. */
export function TextField(props: {
  label: string;
  hint?: string;
  value: string;
  onChange: (text: string) => void;
  type?: string;
}) {
  const { label, hint, value, onChange, type = 'text' } = props;
  return (
    <Labelled label={label} {...(hint === undefined ? {} : { hint })}>
      <Input
        aria-label={label}
        autoComplete="off"
        type={type}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Labelled>
  );
}

/** What a form is called, how often it is filed and by whom. What a published form is stays so from version to version. */
export function Basics({ draft, change, others }: PartProps & { others: readonly string[] }) {
  const say = useWords();
  const isNew = draft.base === 0;
  return (
    <div className="edit-fields">
      {isNew && (
        <TextField
          label={say('code')}
          hint={say('codeHint')}
          value={draft.code}
          onChange={(code) => change({ code })}
        />
      )}
      <TextField label={say('zh')} value={draft.zh} onChange={(zh) => change({ zh })} />
      <TextField label={say('en')} value={draft.en} onChange={(en) => change({ en })} />
      {isNew && (
        <>
          <Labelled label={say('frequency')}>
            <Select
              aria-label={say('frequency')}
              value={draft.frequency}
              options={frequencies.map((one) => ({ value: one, label: say(one) }))}
              onChange={(frequency: Frequency) => change({ frequency })}
            />
          </Labelled>
          <Labelled label={say('rollsUp')} hint={say('rollsUpHint')}>
            <Checkbox
              checked={draft.rollsUp}
              onChange={({ target }) => change({ rollsUp: target.checked, statesTotalsOf: null })}
            >
              {say('rollsUp')}
            </Checkbox>
          </Labelled>
          {!draft.rollsUp && (
            <Labelled label={say('statesTotalsOf')}>
              <Select
                aria-label={say('statesTotalsOf')}
                allowClear
                placeholder={say('none')}
                value={draft.statesTotalsOf}
                options={others.map((code) => ({ value: code, label: code }))}
                onChange={(code?: string) => change({ statesTotalsOf: code ?? null })}
              />
            </Labelled>
          )}
        </>
      )}
      <Filers draft={draft} change={change} />
      <Cover draft={draft} change={change} />
    </div>
  );
}

function Filers({ draft: { assignment }, change }: PartProps) {
  const say = useWords();
  const sayForm = useFormWords();
  return (
    <>
      <Labelled label={say('levels')}>
        <Select
          aria-label={say('levels')}
          mode="multiple"
          placeholder={say('everybody')}
          value={assignment.levels ?? []}
          options={levels.map((level) => ({ value: level, label: sayForm(level) }))}
          onChange={(chosen: Level[]) => change({ assignment: { ...assignment, levels: orNull(chosen) } })}
        />
      </Labelled>
      <Labelled label={say('kinds')}>
        <Select
          aria-label={say('kinds')}
          mode="multiple"
          placeholder={say('everybody')}
          value={assignment.kinds ?? []}
          options={[
            ...kinds.map((kind) => ({ value: kind, label: say(kind) })),
            { value: 'FEDERATION' as const, label: say('FEDERATION_KIND') },
          ]}
          onChange={(chosen: Kind[]) => change({ assignment: { ...assignment, kinds: orNull(chosen) } })}
        />
      </Labelled>
      <Labelled label={say('unions')}>
        <Select
          aria-label={say('unions')}
          mode="tags"
          open={false}
          placeholder={say('everybody')}
          tokenSeparators={[',', ',', ' ']}
          value={assignment.unions ?? []}
          onChange={(chosen: string[]) => change({ assignment: { ...assignment, unions: orNull(chosen) } })}
        />
      </Labelled>
    </>
  );
}

function Cover({ draft: { cover }, change }: PartProps) {
  const say = useWords();
  const put = (part: Partial<Draft['cover']>): void => change({ cover: { ...cover, ...part } });
  return (
    <>
      <TextField label={say('formNo')} value={cover.formNo} onChange={(formNo) => put({ formNo })} />
      <TextField label={say('issuedBy')} value={cover.issuedBy} onChange={(issuedBy) => put({ issuedBy })} />
      <TextField
        label={say('approvalNo')}
        value={cover.approvalNo ?? ''}
        onChange={(text) => put({ approvalNo: text || null })}
      />
      <TextField
        label={say('validUntil')}
        type="date"
        value={cover.validUntil ?? ''}
        onChange={(text) => put({ validUntil: text || null })}
      />
      <Labelled label={say('required')}>
        <Select
          aria-label={say('required')}
          mode="multiple"
          placeholder={say('none')}
          value={cover.required}
          options={coverItems.map((item) => ({ value: item, label: say(item) }))}
          onChange={(required: CoverItem[]) => put({ required })}
        />
      </Labelled>
    </>
  );
}
