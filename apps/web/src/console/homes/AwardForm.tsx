import { Field } from '../../page/Field.js';
import { today } from '../../words/dates.js';
import { named } from '../../words/named.js';
import { SendForm } from '../form/SendForm.js';
import { levels, useLevel, useWords as useFileWords } from './file-words.js';
import { AwardHome } from './generated/homes.js';
import type { File } from './seen.js';
import { useWords } from './words.js';

/** 命名, by its document. What would be noticed is said beforehand. */
export function AwardForm({ file }: { file: File }) {
  const say = useFileWords();
  const homes = useWords();
  const level = useLevel();
  const { union, track, standard, assessment, plans, year } = file;
  const expected = assessment?.grade ?? plans.find((plan) => plan.year === year)?.grade;
  return (
    <details className="folded panel">
      <summary>{say('award')}</summary>
      {assessment && <WouldFlag file={file} />}
      <SendForm
        operation={AwardHome}
        variables={(read) => {
          const awardedOn = read('awardedOn');
          const since = Number(awardedOn.slice(0, 4)) - year;
          return {
            input: {
              ...{ unionId: union.id, track, grade: Number(read('grade')) },
              // An award follows the assessments of its own year, or of the one before.
              year: since === 0 || since === 1 ? year : null,
              ...{ awardingLevel: read('awardingLevel'), awardedBy: read('awardedBy') || null },
              ...{ documentNo: read('documentNo'), awardedOn, validUntil: read('validUntil') || null },
            },
          };
        }}
        told={({ awardHome }) => awardHome.userErrors}
        button={say('award')}
        done={({ awardHome }) => {
          const flags = awardHome.award?.flags ?? [];
          return flags.length === 0
            ? say('awardedClean')
            : say('awardedWith', { flags: flags.map((flag) => homes(flag)).join('; ') });
        }}
      >
        <label className="field">
          <span>{say('awardGrade')}</span>
          <select name="grade" defaultValue={expected}>
            {standard.grades.map((grade) => (
              <option key={grade.grade} value={grade.grade}>
                {named(grade)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{say('awardingLevel')}</span>
          <select name="awardingLevel" defaultValue={track === 'SYSTEM' ? '系统' : '市'}>
            {levels.map((one) => (
              <option key={one} value={one}>
                {level(one)}
              </option>
            ))}
          </select>
        </label>
        <Field
          label={say('awardedBy')}
          name="awardedBy"
          required={false}
          maxLength={100}
          autoComplete="off"
        />
        <Field label={say('documentNo')} name="documentNo" maxLength={100} autoComplete="off" />
        <Field label={say('awardedOn')} name="awardedOn" type="date" defaultValue={today()} />
        <Field label={say('until')} name="validUntil" type="date" required={false} />
      </SendForm>
    </details>
  );
}

/** What would be noticed of awarding the grade that was assessed, and which of it the standard refuses. */
function WouldFlag({ file: { wouldFlag, standard } }: { file: File }) {
  const say = useFileWords();
  const homes = useWords();
  if (wouldFlag.length === 0) return <p className="dim">{say('wouldNothing')}</p>;
  return (
    <>
      <p>{say('wouldFlag')}</p>
      <ul>
        {wouldFlag.map((flag) => (
          <li key={flag}>
            {homes(flag)}
            {standard.rules.some((rule) => rule.flag === flag && rule.handling === 'REFUSE') && (
              <strong> {say('wouldRefuse')}</strong>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
