import { Button, Input, Tag } from 'antd';
import { named } from '../../../words/named.js';
import { WideTable } from '../../WideTable.js';
import { useWords as useFormWords } from '../words.js';
import type { PartProps } from './Basics.js';
import { changed, type DraftRule, newRule } from './draft.js';
import { RuleFields } from './RuleFields.js';
import type { Hit, Wrong } from './use-trial.js';
import { useWords } from './words.js';

export interface RulesProps extends PartProps {
  /** Which rule is being edited, or null. */
  chosen: number | null;
  choose: (at: number | null) => void;
  sought: string;
  seek: (text: string) => void;
  hits: readonly Hit[];
  wrong: readonly Wrong[];
  /** Whether hits and what is wrong are of an older draft. */
  older: boolean;
}

const freeRule = (rules: readonly DraftRule[]): string => {
  for (let number = rules.length + 1; ; number += 1)
    if (!rules.some(({ code }) => code === `check-${number}`)) return `check-${number}`;
};

/** The checks (逻辑检查) of a form: one of them open to be written, the others below it. */
export function RuleEditor(props: RulesProps) {
  const { draft, change, chosen, choose, wrong, hits, older, sought, seek } = props;
  const say = useWords();
  const sayForm = useFormWords();
  const { rules } = draft;
  const rule = chosen === null ? undefined : rules[chosen];
  const wrongAt = (at: number): Wrong[] =>
    wrong.filter(({ table, row }) => table === 'rules' && row === at + 1);
  const listed = rules
    .map((one, at) => ({ ...one, index: at }))
    .filter((one) => [one.code, one.zh, one.en, one.expression].some((text) => text.includes(sought)));
  return (
    <>
      <p className="acts">
        <Input
          type="search"
          aria-label={say('find')}
          placeholder={say('find')}
          value={sought}
          onChange={({ target }) => seek(target.value)}
          style={{ maxWidth: '18rem' }}
        />
        <Button
          onClick={() => {
            change({ rules: [...rules, newRule(freeRule(rules))] });
            choose(rules.length);
          }}
        >
          {say('addRule')}
        </Button>
      </p>
      {rule && chosen !== null && (
        <RuleFields
          key={chosen}
          {...{ draft, change, rule, older }}
          wrong={wrongAt(chosen)}
          hits={hits.filter(({ check }) => check === rule.code)}
          put={(next) => change({ rules: changed(rules, chosen, next) })}
          close={() => choose(null)}
          remove={() => {
            choose(null);
            change({ rules: changed(rules, chosen, null) });
          }}
        />
      )}
      <WideTable
        label={say('rules')}
        rowKey="index"
        dataSource={listed}
        locale={{ emptyText: say('noRules') }}
        pagination={listed.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={[
          {
            title: sayForm('code'),
            render: (_, { code, index }) => (
              <button
                type="button"
                className="line-look"
                aria-label={say('edit', { name: code })}
                aria-current={index === chosen ? 'true' : undefined}
                onClick={() => choose(index)}
              >
                {code}
              </button>
            ),
          },
          { title: sayForm('severity'), render: (_, { severity }) => sayForm(severity) },
          {
            title: say('tryIt'),
            render: (_, { code, index }) => (
              <>
                {wrongAt(index).length > 0 && <Tag color="red">{say('wrong')}</Tag>}
                {hits.some(({ check }) => check === code) && <Tag color="gold">{say('hit')}</Tag>}
              </>
            ),
          },
          {
            title: sayForm('sentence'),
            className: 'rule-text',
            render: (_, one) => named(one) || one.source,
          },
          {
            title: sayForm('expression'),
            className: 'rule-text',
            render: (_, { expression }) => <code>{expression}</code>,
          },
        ]}
      />
    </>
  );
}
