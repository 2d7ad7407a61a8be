import type { ReactNode } from 'react';
import { grouped } from '../../words/figures.js';
import { named } from '../../words/named.js';
import type { HomeDue, HomeFlag, HomeTrack } from './generated/homes.js';
import { useHomesAddress } from './seen.js';
import { useWords } from './words.js';

/** What is noticed of a home, in words. */
export function Flags({ flags }: { flags: readonly HomeFlag[] }) {
  const say = useWords();
  return flags.map((flag) => (
    <span key={flag} className="badge alarm homes-flag">
      {say(flag)}
    </span>
  ));
}

/** What waits for somebody. */
export function Dues({ due }: { due: readonly HomeDue[] }) {
  const say = useWords();
  return due.map((one) => (
    <span key={one} className="badge homes-flag">
      {say(one)}
    </span>
  ));
}

/** The name of a grade on a ladder, its rank where the ladder has none. */
export const gradeName = (
  grades: ReadonlyArray<{ grade: number; zh: string; en: string }>,
  grade: number,
): string => {
  const found = grades.find((one) => one.grade === grade);
  return found ? named(found) : String(grade);
};

/** A share in %; a dash where there is none. */
export const percent = (rate: string | null): string => (rate === null ? '—' : `${grouped(rate)} %`);

/** One fact of a list of them. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** On which track the page looks, as its address says. */
export function TrackChoice({
  offered,
  chosen,
}: {
  offered: ReadonlyArray<HomeTrack | 'BOTH'>;
  chosen: HomeTrack | 'BOTH';
}) {
  const say = useWords();
  const [, go] = useHomesAddress();
  return (
    <label>
      {say('track')}
      <select
        className="choice"
        value={chosen}
        onChange={({ target }) => go({ track: target.value === 'LOCAL' ? undefined : target.value })}
      >
        {offered.map((one) => (
          <option key={one} value={one}>
            {say(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
