import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Text } from '../form/Text.js';
import { Wide } from '../Wide.js';
import type { AppraisalItemKind } from './generated/appraisal.js';
import {
  type Draft,
  type DraftGrade,
  type DraftItem,
  mostGrades,
  mostItems,
  withGrade,
  withItem,
} from './scheme.js';
import { useWords as useSchemeWords } from './scheme-words.js';
import { kinds } from './seen.js';

interface Part {
  draft: Draft;
  change: (draft: Draft) => void;
}

/** A list with one of its members changed. */
const replaced = <One,>(all: readonly One[], at: number, part: Partial<One>): One[] =>
  all.map((one, index) => (index === at ? { ...one, ...part } : one));

const without = <One,>(all: readonly One[], at: number): One[] => all.filter((_, index) => index !== at);

/** What is appraised besides the targets. */
export function Items({ draft, change }: Part) {
  const say = useSchemeWords();
  const put = (at: number, part: Partial<DraftItem>): void =>
    change({ ...draft, items: replaced(draft.items, at, part) });
  const labelOf = (at: number, what: 'code' | 'text' | 'kind' | 'points'): string =>
    say('itemOf', { nth: at + 1, what: say(what) });
  return (
    <>
      <h3>{say('items')}</h3>
      <p className="dim">
        {say('itemsHint')} {say('kindsHint')}
      </p>
      {draft.items.length > 0 && (
        <Lines label={say('items')} heads={[say('code'), say('text'), say('kind'), say('points')]}>
          {draft.items.map(({ code, text, kind, points }, at) => (
            <tr key={at}>
              <td className="appraisal-code">
                <Text
                  label={labelOf(at, 'code')}
                  value={code}
                  change={(code) => put(at, { code })}
                  most={40}
                />
              </td>
              <td>
                <textarea
                  className="typed"
                  required
                  rows={2}
                  maxLength={200}
                  aria-label={labelOf(at, 'text')}
                  value={text}
                  onChange={({ target }) => put(at, { text: target.value })}
                />
              </td>
              <td>
                <select
                  className="typed"
                  aria-label={labelOf(at, 'kind')}
                  value={kind}
                  onChange={({ target }) => put(at, { kind: target.value as AppraisalItemKind })}
                >
                  {kinds.map((one) => (
                    <option key={one} value={one}>
                      {say(one)}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <Text
                  label={labelOf(at, 'points')}
                  value={points}
                  change={(points) => put(at, { points })}
                  number
                  most={10}
                />
              </td>
              <td>
                <Button
                  aria-label={say('dropItem', { nth: at + 1 })}
                  onClick={() => change({ ...draft, items: without(draft.items, at) })}
                >
                  ×
                </Button>
              </td>
            </tr>
          ))}
        </Lines>
      )}
      <p className="acts">
        <Button disabled={draft.items.length >= mostItems} onClick={() => change(withItem(draft))}>
          {say('addItem')}
        </Button>
      </p>
    </>
  );
}

const gradeTexts = [
  { field: 'zh', name: 'nameZh', number: false, most: 20 },
  { field: 'en', name: 'nameEn', number: false, most: 40 },
  { field: 'from', name: 'from', number: true, most: 10 },
] as const;

/** The ladder of grades, from the highest. */
export function Grades({ draft, change }: Part) {
  const say = useSchemeWords();
  const put = (at: number, part: Partial<DraftGrade>): void =>
    change({ ...draft, grades: replaced(draft.grades, at, part) });
  return (
    <>
      <h3>{say('grades')}</h3>
      <p className="dim">{say('gradesHint')}</p>
      <Lines label={say('grades')} heads={gradeTexts.map(({ name }) => say(name))}>
        {draft.grades.map((grade, at) => (
          <tr key={at}>
            {gradeTexts.map(({ field, name, number, most }) => (
              <td key={field}>
                <Text
                  label={say('gradeOf', { nth: at + 1, what: say(name) })}
                  value={grade[field]}
                  change={(text) => put(at, { [field]: text })}
                  number={number}
                  most={most}
                />
              </td>
            ))}
            <td>
              <Button
                disabled={draft.grades.length <= 1}
                aria-label={say('dropGrade', { nth: at + 1 })}
                onClick={() => change({ ...draft, grades: without(draft.grades, at) })}
              >
                ×
              </Button>
            </td>
          </tr>
        ))}
      </Lines>
      <p className="acts">
        <Button disabled={draft.grades.length >= mostGrades} onClick={() => change(withGrade(draft))}>
          {say('addGrade')}
        </Button>
      </p>
    </>
  );
}

/** A table that is typed into, the last column of which leaves its line out. */
function Lines({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  const say = useSchemeWords();
  return (
    <Wide label={label} className="appraisal-lines">
      <table className="figures">
        <thead>
          <tr>
            {[...heads, say('remove')].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Wide>
  );
}
