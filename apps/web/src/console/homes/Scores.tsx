import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { ScoreCells } from '../form/ScoreCells.js';
import { Wide } from '../Wide.js';
import { useWords as useFileWords } from './file-words.js';
import { InspectHome } from './generated/homes.js';
import { type AllScores, sumOfPoints } from './scores.js';
import { criteriaOf, type File } from './seen.js';
import { gradeName } from './shown.js';
import { useWords } from './words.js';

type Assessment = NonNullable<File['assessment']>;

/** 自评 and 考核 of a year side by side. Whoever may inspect gives points of their own beside those that the union gave itself in full. */
export function Scores({ file, mayInspect }: { file: File; mayInspect: boolean }) {
  const say = useFileWords();
  const { assessment, inspection, standard } = file;
  if (!assessment) return <p className="dim">{say('noAssessment')}</p>;
  const grade = standard.grades.find((one) => one.grade === assessment.grade);
  return (
    <>
      <p className="dim">
        {say('assessedAs', {
          ...{ grade: gradeName(standard.grades, assessment.grade), name: assessment.byName },
          at: moment(assessment.at),
        })}
        {!assessment.complete && <span className="badge alarm homes-flag">{say('incomplete')}</span>}
        <br />
        {inspection
          ? say('inspectedBy', { name: inspection.byName, at: moment(inspection.at) })
          : say('notInspected')}
        <br />
        {grade &&
          say('passAt', { grade: named(grade), pass: grouped(grade.pass), outOf: grouped(assessment.outOf) })}
      </p>
      {file.inspectionOutdated && <p className="problem">{say('outdated')}</p>}
      {mayInspect && assessment.complete ? (
        <Inspecting file={file} assessment={assessment} />
      ) : (
        <ScoreTable file={file} assessment={assessment} />
      )}
      {[assessment, inspection].map(
        (one) =>
          one?.note && (
            <p key={one.id} className="pre">
              {say('note')} {one.byName}: {one.note}
            </p>
          ),
      )}
    </>
  );
}

/** What a person gives who inspects: with the table of what the union gave itself. */
function Inspecting({ file, assessment }: { file: File; assessment: Assessment }) {
  const say = useFileWords();
  const keyOf = useActKey();
  const sent = useSend(InspectHome);
  const { union, year, track, inspection, standard } = file;
  const { grade } = assessment;
  const [changes, setChanges] = useState<AllScores>({});
  const [ownNote, setNote] = useState<string | null>(null);
  const criteria = criteriaOf(standard, grade);
  // An inspection of another grade was of other criteria.
  const before = inspection?.grade === grade ? inspection : null;
  const typed: AllScores = Object.fromEntries(
    criteria.map(({ code }) => {
      const stands = before?.scores.find(({ criterion }) => criterion === code);
      return [code, changes[code] ?? { points: stands?.points ?? '', evidence: stands?.evidence ?? '' }];
    }),
  );
  const note = ownNote ?? before?.note ?? '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const scores = Object.entries(typed).flatMap(([criterion, { points, evidence }]) => {
      const score = { criterion, points: points.trim() || null, evidence: evidence.trim() || null };
      return score.points === null && score.evidence === null ? [] : [score];
    });
    const input = {
      ...{ unionId: union.id, year, track, grade, scores, note: note.trim() || null },
      expectedRevision: inspection?.revision ?? 0,
    };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      {
        onSuccess: ({ inspectHome }) => {
          if (inspectHome.userErrors.length > 0) return;
          setChanges({});
          setNote(null);
        },
      },
    );
  };
  const { scored, total, unreadable } = sumOfPoints(Object.values(typed).map(({ points }) => points));
  const count = Object.keys(changes).length + (ownNote === null ? 0 : 1);
  return (
    <form onSubmit={submit}>
      <p className="dim">{say('inspectHint')}</p>
      <ScoreTable
        file={file}
        assessment={assessment}
        typed={typed}
        type={(code, part) =>
          setChanges((now) => ({ ...now, [code]: { ...(now[code] ?? typed[code]!), ...part } }))
        }
      />
      <p role="status">
        {say('running', { scored, all: criteria.length, total })}{' '}
        {unreadable > 0 && <strong>{say('unreadable', { count: unreadable })}</strong>}
        {count > 0 && <span className="dim">{say('changed', { count })}</span>}
      </p>
      <div className="form">
        <label className="field">
          <span>{say('ownNote')}</span>
          <textarea rows={3} maxLength={1000} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
        <Problems told={sent.data?.inspectHome.userErrors} error={sent.error} />
        <Button htmlType="submit" type="primary" loading={sent.isPending}>
          {say('inspect')}
        </Button>
      </div>
    </form>
  );
}

interface TableProps {
  file: File;
  assessment: Assessment;
  /** What is typed by whoever inspects. */
  typed?: AllScores;
  type?: (criterion: string, part: Partial<AllScores[string]>) => void;
}

function ScoreTable({ file, assessment, typed, type }: TableProps) {
  const say = useFileWords();
  const homes = useWords();
  const { inspection, standard } = file;
  const of = (one: Assessment | null, code: string) =>
    one?.scores.find(({ criterion }) => criterion === code);
  return (
    <Wide label={say('scores')} className="homes-scores">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{say('criterion')}</th>
            <th scope="col" className="number">
              {say('most')}
            </th>
            <th scope="col" className="number">
              {homes('selfScore')}
            </th>
            <th scope="col">{say('evidence')}</th>
            <th scope="col" className="number">
              {homes('inspectionScore')}
            </th>
            <th scope="col">{say('inspectionEvidence')}</th>
          </tr>
        </thead>
        <tbody>
          {criteriaOf(standard, assessment.grade).map(({ code, text, most }) => {
            const [own, theirs] = [of(assessment, code), of(inspection, code)];
            return (
              <tr key={code}>
                <th scope="row" className="words-cell">
                  {text}
                </th>
                <td className="number">{grouped(most)}</td>
                <td className="number">{grouped(own?.points ?? null) || '—'}</td>
                <td className="words-cell">{own?.evidence}</td>
                <ScoreCells
                  labels={{
                    points: say('pointsOf', { name: text }),
                    words: say('evidenceOf', { name: text }),
                  }}
                  points={type ? (typed?.[code]?.points ?? '') : grouped(theirs?.points ?? null) || '—'}
                  words={type ? (typed?.[code]?.evidence ?? '') : (theirs?.evidence ?? '')}
                  type={type ? (part) => type(code, 'words' in part ? { evidence: part.words } : part) : null}
                />
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say('totalScore')}</th>
            <td className="number">{grouped(assessment.outOf)}</td>
            <Total of={assessment} />
            <td />
            <Total of={inspection} />
            <td />
          </tr>
        </tfoot>
      </table>
    </Wide>
  );
}

/** What was given in all, and whether that is enough. */
function Total({ of }: { of: Assessment | null }) {
  const say = useFileWords();
  return (
    <td className="number">
      {grouped(of?.total ?? null) || '—'}
      {of?.passed !== null && of?.passed !== undefined && (
        <span className={`badge homes-verdict ${of.passed ? '' : 'alarm'}`}>
          {say(of.passed ? 'passed' : 'notPassed')}
        </span>
      )}
    </td>
  );
}
