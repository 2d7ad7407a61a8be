import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { asked } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { named } from '../../words/named.js';
import { sentence } from '../../words/sentence.js';
import { type TryRulesQueryVariables, TryRules } from './generated/forms.js';
import { type Form } from './Tables.js';
import { nothingTyped, readTrial } from './trial.js';
import { TrialFigures } from './TrialFigures.js';
import { useWords } from './words.js';

/** Tries the checks of a form on figures that are typed here; nothing is stored. */
export function Trial({ form }: { form: Form }) {
  const say = useWords();
  // The checks are tried on what people type; what is computed is not asked of them.
  const tables = form.tables.flatMap((one) => {
    const written = one.cells.filter(({ source }) => source === 'TYPED');
    return written.length > 0 ? [{ ...one, cells: written }] : [];
  });
  const [table, setTable] = useState(tables[0]?.code);
  const [typed, setTyped] = useState(nothingTyped);
  const [input, setInput] = useState<TryRulesQueryVariables['input'] | null>(null);
  const shown = tables.find(({ code }) => code === table) ?? tables[0];
  const { wrong, ...figures } = readTrial(
    typed,
    tables.flatMap((one) => one.cells),
  );
  const answer = useQuery({ ...asked(TryRules, { input: input! }), enabled: input !== null });
  const found = answer.data?.tryRules;
  return (
    <>
      <p>{say('trialHint')}</p>
      <p className="acts">
        <Select
          aria-label={say('tables')}
          value={shown?.code}
          options={tables.map((one) => ({ value: one.code, label: named(one) }))}
          onChange={setTable}
        />
        <Button
          type="primary"
          disabled={wrong.length > 0}
          loading={answer.isFetching}
          onClick={() => setInput({ form: form.code, ...figures })}
        >
          {say('check')}
        </Button>
      </p>
      <Problems told={wrong.slice(0, 1)} error={answer.error} />
      <div role="status">
        {found && found.userErrors.length === 0 && (
          <>
            <p>{found.hits.length === 0 ? say('noHits') : say('hits', { count: found.hits.length })}</p>
            <ul>
              {found.hits.map((hit, at) => (
                <li key={at}>
                  {say(hit.severity)}: {sentence(hit)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Problems told={found?.userErrors} error={null} />
      <TrialFigures cells={shown?.cells ?? []} typed={typed} onChange={setTyped} />
    </>
  );
}
