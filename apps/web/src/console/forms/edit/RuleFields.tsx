import { Button, Input, Select } from 'antd';
import { named } from '../../../words/named.js';
import { sentence } from '../../../words/sentence.js';
import type { Level, RuleScope, Severity } from '../generated/forms.js';
import { readTrial } from '../trial.js';
import { TrialFigures } from '../TrialFigures.js';
import { useWords as useFormWords } from '../words.js';
import { levels, type PartProps, TextField } from './Basics.js';
import { cellsIn, cellsOf, type DraftRule } from './draft.js';
import { Labelled, Told } from './Labelled.js';
import type { Hit, Wrong } from './use-trial.js';
import { useWords } from './words.js';

const severities: readonly Severity[] = ['ARITHMETIC', 'PLAUSIBILITY', 'LAW'];
const scopes: readonly RuleScope[] = ['FILED', 'TOTAL'];

interface Props extends PartProps {
  rule: DraftRule;
  put: (rule: DraftRule) => void;
  remove: () => void;
  close: () => void;
  wrong: readonly Wrong[];
  hits: readonly Hit[];
  older: boolean;
}

/** One check as it is written: its expression and sentences, what the server says is wrong with it, and a trial of it. */
export function RuleFields(props: Props) {
  const { draft, rule, put, remove, close, wrong } = props;
  const say = useWords();
  const cells = cellsOf(draft);
  return (
    <section className="edit-rule" aria-label={rule.code}>
      <div className="edit-fields">
        <div className="edit-field edit-whole">
          <Labelled label={say('expression')} hint={say('expressionHint')}>
            <Input.TextArea
              aria-label={say('expression')}
              autoFocus
              autoSize={{ minRows: 2 }}
              spellCheck={false}
              status={wrong.length > 0 ? 'error' : ''}
              value={rule.expression}
              onChange={({ target }) => put({ ...rule, expression: target.value })}
            />
          </Labelled>
          <div role="status">
            <Told wrong={wrong.map(sentence)} />
          </div>
          <Select
            aria-label={say('insertCell')}
            placeholder={say('insertCell')}
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            options={cells.map((cell) => ({ value: cell.code, label: `${named(cell)} ${cell.code}` }))}
            onChange={(code: string | null) => {
              if (code === null) return;
              const word = code.includes('[') ? `cell("${code}")` : code;
              put({ ...rule, expression: `${rule.expression} ${word}`.trimStart() });
            }}
            style={{ width: 'min(26rem, 100%)' }}
          />
        </div>
        <RuleSentences rule={rule} put={put} />
        <RulePlace {...props} />
      </div>
      <TryRule {...props} />
      <p className="acts">
        <Button onClick={close}>{say('closeRule')}</Button>
        <Button danger onClick={remove}>
          {say('removeRule')}
        </Button>
      </p>
    </section>
  );
}

function RuleSentences({ rule, put }: Pick<Props, 'rule' | 'put'>) {
  const say = useWords();
  const fields = [
    ['zh', 'sentenceZh'],
    ['en', 'sentenceEn'],
  ] as const;
  return fields.map(([field, label]) => (
    <div key={field} className="edit-whole">
      <Labelled label={say(label)} hint={say('sentenceHint')}>
        <Input.TextArea
          aria-label={say(label)}
          autoSize
          value={rule[field]}
          onChange={({ target }) => put({ ...rule, [field]: target.value })}
        />
      </Labelled>
    </div>
  ));
}

/** How grave a check is, on what it looks, and where it shows. */
function RulePlace({ draft, rule, put }: Props) {
  const say = useWords();
  const sayForm = useFormWords();
  const annex = draft.repeatingTables.find(({ code }) => code === rule.table);
  const places = annex?.columns ?? cellsIn(rule.expression, cellsOf(draft));
  return (
    <>
      <TextField label={say('code')} value={rule.code} onChange={(code) => put({ ...rule, code })} />
      <Labelled label={say('severity')}>
        <Select
          aria-label={say('severity')}
          value={rule.severity}
          options={severities.map((one) => ({ value: one, label: sayForm(one) }))}
          onChange={(severity: Severity) => put({ ...rule, severity })}
        />
      </Labelled>
      <Labelled label={say('scope')}>
        <Select
          aria-label={say('scope')}
          value={rule.scope}
          options={scopes.map((one) => ({ value: one, label: sayForm(one) }))}
          onChange={(scope: RuleScope) => put({ ...rule, scope })}
        />
      </Labelled>
      {draft.repeatingTables.length > 0 && (
        <Labelled label={say('ofRows')}>
          <Select
            aria-label={say('ofRows')}
            allowClear
            placeholder={say('none')}
            value={rule.table}
            options={draft.repeatingTables.map((one) => ({ value: one.code, label: named(one) }))}
            onChange={(table?: string) => put({ ...rule, table: table ?? null, at: null })}
          />
        </Labelled>
      )}
      <Labelled label={say('at')}>
        <Select
          aria-label={say('at')}
          allowClear
          placeholder={say('firstCell')}
          value={rule.at}
          options={places.map((one) => ({ value: one.code, label: named(one) }))}
          onChange={(at?: string) => put({ ...rule, at: at ?? null })}
        />
      </Labelled>
      <Labelled label={say('onlyLevels')}>
        <Select
          aria-label={say('onlyLevels')}
          mode="multiple"
          placeholder={say('everybody')}
          value={rule.levels ?? []}
          options={levels.map((level) => ({ value: level, label: sayForm(level) }))}
          onChange={(chosen: Level[]) => put({ ...rule, levels: chosen.length > 0 ? chosen : null })}
        />
      </Labelled>
      <TextField label={say('source')} value={rule.source} onChange={(source) => put({ ...rule, source })} />
    </>
  );
}

/** A trial of one check on the figures that it reads, as it is written. */
function TryRule({ draft, change, rule, wrong, hits, older }: Props) {
  const say = useWords();
  if (rule.table !== null) return <p>{say('tryRows')}</p>;
  const cells = cellsIn(rule.expression, cellsOf(draft));
  const typed = readTrial(draft.tried, cells);
  const blank = typed.cells.length + typed.previous.length === 0;
  const result = older
    ? say('trying')
    : wrong.length > 0
      ? ''
      : hits.length > 0
        ? `${say('hit')}: ${hits.map(sentence).join(' ')}`
        : say(blank ? 'fewFigures' : 'holds');
  return (
    <>
      <h3>{say('tryIt')}</h3>
      <p>{say('tryHint')}</p>
      <Told wrong={typed.wrong.map(sentence)} />
      <p
        role="status"
        className="edit-result"
        data-result={older ? 'OLDER' : hits.length > 0 ? 'HIT' : 'NONE'}
      >
        {result}
      </p>
      <TrialFigures cells={cells} typed={draft.tried} onChange={(tried) => change({ tried })} />
    </>
  );
}
