import { short } from '../../page/points.js';
import { ScoreField } from '../../page/written/ScoreField.js';
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
  return (
    <ScoreField
      legend={text}
      labels={{
        points: (
          <>
            {say('points')} <span className="hint">({say('most', { most })})</span>
          </>
        ),
        evidence: say('evidence'),
      }}
      {...score}
      write={(change) => write({ scores: { ...written.scores, [code]: { ...score, ...change } } })}
      wrong={wrong}
      saved={saved && scoreOf(saved, code).points}
    >
      {inspection && <Inspected given={inspection.scores.find((one) => one.criterion === code)} />}
    </ScoreField>
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
