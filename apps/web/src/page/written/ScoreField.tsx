import type { ReactNode } from 'react';
import './score.css';
import { useWords } from './words.js';

interface ScoreFieldProps {
  /** What is scored. */
  legend: ReactNode;
  /** What the points are called, and what shows them. */
  labels: { points: ReactNode; evidence: string };
  points: string;
  evidence: string;
  write: (change: { points: string } | { evidence: string }) => void;
  /** Whether the points cannot be read, are too many, or were refused. */
  wrong: boolean;
  /** The points that somebody else saved meanwhile; null where nobody did. */
  saved: string | null;
  children?: ReactNode;
}

/** One thing that a union scores itself by: its points, and what shows them. */
export function ScoreField({
  legend,
  labels,
  points,
  evidence,
  write,
  wrong,
  saved,
  children,
}: ScoreFieldProps) {
  const say = useWords();
  return (
    <fieldset className="written-score">
      <legend>{legend}</legend>
      <label className="field">
        <span>{labels.points}</span>
        <input
          className="number"
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={wrong}
          value={points}
          onChange={({ target }) => write({ points: target.value })}
        />
      </label>
      <label className="field">
        <span>{labels.evidence}</span>
        <textarea rows={2} value={evidence} onChange={({ target }) => write({ evidence: target.value })} />
      </label>
      {saved !== null && saved !== points && (
        <p className="written-warn">{saved === '' ? say('savedBlank') : say('savedIs', { points: saved })}</p>
      )}
      {children}
    </fieldset>
  );
}
