import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { short } from '../../page/points.js';
import { Saving } from '../../page/written/Saving.js';
import { useWritten } from '../../page/written/written.js';
import { moment } from '../../words/dates.js';
import { named } from '../../words/named.js';
import {
  type Asked,
  askedOf,
  type HomeFile,
  inputOf,
  plannedFor,
  reaches,
  standingOf,
  writtenOf,
} from './assessment.js';
import { Criterion } from './Criterion.js';
import { AssessHome } from './generated/home.js';
import { Flags } from './Standing.js';
import { useWords } from './words.js';

interface AssessingProps {
  file: HomeFile;
  unionId: string;
  /** Under which name the device keeps what is typed. */
  kept: string;
}

/** 自评: a grade, and its criteria scored; saved also before all of them are. */
export function Assessing({ file, unionId, kept }: AssessingProps) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(AssessHome);
  const [done, setDone] = useState('');
  const held = writtenOf(file);
  const form = useWritten(kept, held);
  if (!form) return null;
  const { written, write } = form;
  const told = sent.data?.assessHome.userErrors ?? [];
  const asked = askedOf(file.standard, written.grade);
  const stands = standingOf(written, asked);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setDone('');
    const input = { unionId, year: file.year, track: file.track, ...inputOf(written, asked) };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      {
        onSuccess: ({ assessHome: { file: now, userErrors } }) => {
          if (userErrors.length > 0 || !now?.assessment) return;
          const { revision, complete, total, outOf } = now.assessment;
          form.saved(revision);
          setDone(
            complete
              ? say('savedWhole', { total: short(total ?? ''), outOf: short(outOf) })
              : say('savedPart'),
          );
        },
      },
    );
  };
  return (
    <form className="stack" onSubmit={save}>
      <p className="hint">{say('assessmentHint')}</p>
      <Inspected file={file} />
      <GradeChoice file={file} grade={written.grade} choose={(grade) => write({ grade })} />
      {asked.map((criterion) => (
        <Criterion
          key={criterion.code}
          {...{ criterion, form }}
          wrong={stands.wrong.includes(criterion) || told.some(({ cell }) => cell === criterion.code)}
          inspection={file.inspection}
          saved={form.moved && !sent.isPending ? held : null}
        />
      ))}
      <label className="field">
        <span>{say('note')}</span>
        <textarea rows={2} value={written.note} onChange={({ target }) => write({ note: target.value })} />
      </label>
      <Total stands={stands} pass={file.standard.grades.find(({ grade }) => grade === written.grade)?.pass} />
      {file.wouldFlag.length > 0 && <Flags label={say('wouldFlag')} flags={file.wouldFlag} />}
      {file.assessment && (
        <p className="hint">
          {say('savedBy', { name: file.assessment.byName, at: moment(file.assessment.at) })}
        </p>
      )}
      <Saving {...{ form, told, done, sent }} by={file.assessment} button={say('save')} />
    </form>
  );
}

interface GradeChoiceProps {
  file: HomeFile;
  grade: number;
  choose: (grade: number) => void;
}

/** The grades of the ladder, the planned one first. */
function GradeChoice({ file, grade, choose }: GradeChoiceProps) {
  const say = useWords();
  const planned = plannedFor(file);
  const isPlanned = (one: { grade: number }): boolean => one.grade === planned;
  const { grades } = file.standard;
  return (
    <label className="field home-grade-choice">
      <span>{say('grade')}</span>
      <select value={grade} onChange={({ target }) => choose(Number(target.value))}>
        {[...grades.filter(isPlanned), ...grades.filter((one) => !isPlanned(one))].map((one) => (
          <option key={one.grade} value={one.grade}>
            {isPlanned(one) ? say('planned', { grade: named(one) }) : named(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** 考核 as a whole: its points, whether they are enough, and whether it still is about what is assessed. */
function Inspected({ file: { inspection, inspectionOutdated, standard } }: { file: HomeFile }) {
  const say = useWords();
  if (!inspection) return null;
  const { total, outOf, passed, note, byName, at } = inspection;
  const grade = standard.grades.find((one) => one.grade === inspection.grade);
  return (
    <section className="home-inspection" aria-label={say('inspection')}>
      <h3>{say('inspection')}</h3>
      <p>
        {say('inspectionOf', {
          grade: grade ? named(grade) : inspection.grade,
          total: total === null ? '–' : short(total),
          outOf: short(outOf),
        })}{' '}
        <strong className={passed ? 'home-good' : 'home-warn'}>
          {say(passed === null ? 'open' : passed ? 'passed' : 'failed')}
        </strong>
      </p>
      {note !== null && <p>{note}</p>}
      <p className="hint">{say('inspectionBy', { name: byName, at: moment(at) })}</p>
      {inspectionOutdated && <p className="problem">{say('outdated')}</p>}
    </section>
  );
}

/** The points so far out of all, what the grade needs, and what is missing. */
function Total({
  stands: { total, outOf, unscored, wrong },
  pass,
}: {
  stands: ReturnType<typeof standingOf>;
  pass: string | undefined;
}) {
  const say = useWords();
  if (pass === undefined) return null;
  const enough = reaches(total, pass);
  const listed = (criteria: readonly Asked[]) => ({
    count: criteria.length,
    criteria: criteria.map(({ text }) => text).join(say('comma')),
  });
  return (
    <div className="home-total">
      <p>
        <strong>{say('total', { total, outOf, pass: short(pass) })}</strong>{' '}
        {(enough || unscored.length === 0) && (
          <span className={enough ? 'home-good' : 'home-warn'}>{say(enough ? 'reached' : 'notReached')}</span>
        )}
      </p>
      {unscored.length > 0 && <p className="home-warn">{say('unscored', listed(unscored))}</p>}
      {wrong.length > 0 && <p className="home-warn">{say('wrongPoints', listed(wrong))}</p>}
    </div>
  );
}
