import { grouped } from '../../words/figures.js';
import { isAppealing, isUpheld, type Standing } from './scores.js';
import { useWords } from './words.js';

/** A sum of points; a minus as people write it, a dash where there is none. */
export const points = (sum: string | null): string => (sum === null ? '—' : grouped(sum).replace('-', '−'));

/** A share in %; a dash where there is none. */
export const percent = (rate: string | null): string => (rate === null ? '—' : `${grouped(rate)} %`);

interface Marked extends Standing {
  claim: object | null;
  result: { at: string; complete: boolean } | null;
  differs: boolean | null;
}

/** What is to be known of a union's appraisal: whether it has said something itself, and what waits for the body. */
export function Marks({ of }: { of: Marked }) {
  const say = useWords();
  const { claim, result, differs } = of;
  const alarms = [
    result === null ? 'notAppraised' : !result.complete && 'incomplete',
    differs && 'differs',
    isAppealing(of) && 'appealing',
    isUpheld(of) && 'upheld',
  ] as const;
  return (
    <>
      <span className="badge appraisal-mark">{say(claim ? 'claimed' : 'notClaimed')}</span>
      {alarms.map(
        (alarm) =>
          alarm && (
            <span key={alarm} className="badge alarm appraisal-mark">
              {say(alarm)}
            </span>
          ),
      )}
    </>
  );
}
