import { Button } from 'antd';
import { Text } from '../form/Text.js';
import { Wide } from '../Wide.js';
import type { HomeClass, HomeHandling } from './generated/homes.js';
import {
  classes,
  type Draft,
  type DraftCriterion,
  type DraftGrade,
  flags,
  handlings,
  mostCriteria,
  mostGrades,
  withCriterion,
  withGrade,
  withoutGrade,
} from './standard.js';
import { useWords as useStandardWords } from './standard-words.js';
import { useWords } from './words.js';

interface Part {
  draft: Draft;
  change: (draft: Draft) => void;
}

function Choice<One extends HomeClass | HomeHandling>({
  label,
  value,
  offered,
  change,
}: {
  label: string;
  value: One;
  offered: readonly One[];
  change: (one: One) => void;
}) {
  const say = useStandardWords();
  return (
    <select
      className="typed"
      aria-label={label}
      value={value}
      onChange={({ target }) => change(target.value as One)}
    >
      {offered.map((one) => (
        <option key={one} value={one}>
          {say(one)}
        </option>
      ))}
    </select>
  );
}

const texts = [
  { field: 'zh', name: 'nameZh', number: false, most: 20 },
  { field: 'en', name: 'nameEn', number: false, most: 40 },
  { field: 'pass', name: 'pass', number: true, most: 10 },
  { field: 'satisfiedPercent', name: 'satisfiedPercent', number: true, most: 10 },
] as const;

/** The ladder, from the lowest grade. */
export function Grades({ draft, change }: Part) {
  const say = useStandardWords();
  const put = (at: number, part: Partial<DraftGrade>): void =>
    change({
      ...draft,
      grades: draft.grades.map((one, index) => (index === at ? { ...one, ...part } : one)),
    });
  return (
    <>
      <h3>{say('grades')}</h3>
      <Wide label={say('grades')}>
        <table className="figures homes-grades">
          <thead>
            <tr>
              <th scope="col">{say('rank')}</th>
              {texts.map(({ field, name }) => (
                <th key={field} scope="col">
                  {say(name)}
                </th>
              ))}
              <th scope="col">{say('countsAs')}</th>
            </tr>
          </thead>
          <tbody>
            {draft.grades.map((grade, at) => (
              <tr key={at}>
                <td>{at + 1}</td>
                {texts.map(({ field, name, number, most }) => (
                  <td key={field}>
                    <Text
                      label={say('gradeOf', { rank: at + 1, what: say(name) })}
                      value={grade[field]}
                      change={(text) => put(at, { [field]: text })}
                      number={number}
                      most={most}
                    />
                  </td>
                ))}
                <td>
                  <Choice
                    label={say('gradeOf', { rank: at + 1, what: say('countsAs') })}
                    value={grade.countsAs}
                    offered={classes}
                    change={(countsAs) => put(at, { countsAs })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="acts">
        <Button disabled={draft.grades.length >= mostGrades} onClick={() => change(withGrade(draft))}>
          {say('addGrade')}
        </Button>
        <Button disabled={draft.grades.length <= 1} onClick={() => change(withoutGrade(draft))}>
          {say('dropGrade')}
        </Button>
      </p>
    </>
  );
}

/** What is scored, with the most points for each grade. */
export function Criteria({ draft, change }: Part) {
  const say = useStandardWords();
  const put = (at: number, part: Partial<DraftCriterion>): void =>
    change({
      ...draft,
      criteria: draft.criteria.map((one, index) => (index === at ? { ...one, ...part } : one)),
    });
  return (
    <>
      <h3>{say('criteria')}</h3>
      <p className="dim">{say('blankHint')}</p>
      <Wide label={say('criteria')}>
        <table className="figures homes-criteria">
          <thead>
            <tr>
              <th scope="col">{say('code')}</th>
              <th scope="col">{say('text')}</th>
              {draft.grades.map(({ zh }, at) => (
                <th key={at} scope="col">
                  {say('pointsFor', { grade: zh || at + 1 })}
                </th>
              ))}
              <th scope="col">{say('remove')}</th>
            </tr>
          </thead>
          <tbody>
            {draft.criteria.map(({ code, text, points }, at) => (
              <tr key={at}>
                <td>
                  <Text
                    label={say('criterionOf', { nth: at + 1, what: say('code') })}
                    value={code}
                    change={(next) => put(at, { code: next })}
                    most={40}
                  />
                </td>
                <td>
                  <textarea
                    className="typed"
                    required
                    rows={2}
                    maxLength={200}
                    aria-label={say('criterionOf', { nth: at + 1, what: say('text') })}
                    value={text}
                    onChange={({ target }) => put(at, { text: target.value })}
                  />
                </td>
                {points.map((most, grade) => (
                  <td key={grade}>
                    <Text
                      label={say('criterionOf', {
                        nth: at + 1,
                        what: say('pointsFor', { grade: draft.grades[grade]?.zh || grade + 1 }),
                      })}
                      value={most}
                      change={(next) =>
                        put(at, { points: points.map((one, index) => (index === grade ? next : one)) })
                      }
                      number
                      optional
                    />
                  </td>
                ))}
                <td>
                  <Button
                    aria-label={say('drop', { nth: at + 1 })}
                    onClick={() =>
                      change({ ...draft, criteria: draft.criteria.filter((_, index) => index !== at) })
                    }
                  >
                    ×
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="acts">
        <Button disabled={draft.criteria.length >= mostCriteria} onClick={() => change(withCriterion(draft))}>
          {say('addCriterion')}
        </Button>
      </p>
    </>
  );
}

/** What is made of what is noticed. */
export function Rules({ draft, change }: Part) {
  const say = useStandardWords();
  const homes = useWords();
  return (
    <>
      <h3>{say('rules')}</h3>
      <Wide label={say('rules')} className="homes-narrow">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{say('flag')}</th>
              <th scope="col">{say('handling')}</th>
            </tr>
          </thead>
          <tbody>
            {flags.map((flag) => (
              <tr key={flag}>
                <th scope="row">{homes(flag)}</th>
                <td>
                  <Choice
                    label={say('handlingOf', { flag: homes(flag) })}
                    value={draft.rules[flag]}
                    offered={handlings[flag]}
                    change={(handling) => change({ ...draft, rules: { ...draft.rules, [flag]: handling } })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}
