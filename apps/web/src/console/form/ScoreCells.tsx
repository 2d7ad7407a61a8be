import { Text } from './Text.js';

interface ScoreCellsProps {
  /** What the two are called, where they are typed. */
  labels: { points: string; words: string };
  points: string;
  words: string;
  /** null: they are only read. */
  type: ((change: { points: string } | { words: string }) => void) | null;
}

/** What one line of a table is given: its points, and why. */
export function ScoreCells({ labels, points, words, type }: ScoreCellsProps) {
  return (
    <>
      <td className="number score-points">
        {type ? (
          <Text
            label={labels.points}
            value={points}
            change={(text) => type({ points: text })}
            number
            optional
          />
        ) : (
          points
        )}
      </td>
      <td className="words-cell">
        {type ? (
          <Text
            label={labels.words}
            value={words}
            change={(text) => type({ words: text })}
            most={500}
            optional
          />
        ) : (
          words
        )}
      </td>
    </>
  );
}
