import { short } from '../../page/points.js';
import type { Form } from '../../page/written/written.js';
import { type Asked, scoreOf, type WrittenAssessment } from './assessment.js';
import type { ScoredFragment } from './generated/home.js';
import { useWords } from './words.js';

interface CriterionProps {
  criterion: Asked;
  form: Form<WrittenAssessment>;
  /** Whether its points cannot be read, are too many, or were refused. */
  wrong: boolean;
  inspection: ScoredFragment | null;
  /** What somebody else saved meanwhile; null where nobody did. */
  saved: WrittenAssessment | null;
}

/** A criterion of a grade: its points and what shows them, beside what the inspection gave. */
export function Criterion({ criterion, form: { written, write }, wrong, inspection, saved }: CriterionProps) {
  const say = useWords();
  const { code, text, most } = criterion;
  const score = scoreOf(written, code);
  const put = (change: Partial<typeof score>): void =>
    write({ scores: { ...written.scores, [code]: { ...score, ...change } } });
  const theirs = saved && scoreOf(saved, code).points;
  return (
    <fieldset className="home-criterion">
      <legend>{text}</legend>
      <label className="field">
        <span>
          {say('points')} <span className="hint">({say('most', { most })})</span>
        </span>
        <input
          className="number"
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={wrong}
          value={score.points}
          onChange={({ target }) => put({ points: target.value })}
        />
      </label>
      <label className="field">
        <span>{say('evidence')}</span>
        <textarea
          rows={2}
          value={score.evidence}
          onChange={({ target }) => put({ evidence: target.value })}
        />
      </label>
      {theirs !== null && theirs !== score.points && (
        <p className="home-warn">{theirs === '' ? say('savedBlank') : say('savedIs', { points: theirs })}</p>
      )}
      {inspection && <Inspected given={inspection.scores.find((one) => one.criterion === code)} />}
    </fieldset>
  );
}

/** What the inspection gave for a criterion, and why. */
function Inspected({ given }: { given: ScoredFragment['scores'][number] | undefined }) {
  const say = useWords();
  const points = given?.points ?? null;
  return (
    <p className="home-inspected">
      <strong>{points === null ? say('notInspected') : say('inspected', { points: short(points) })}</strong>{' '}
      {given?.evidence}
    </p>
  );
}
