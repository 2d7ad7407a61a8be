import type { Body } from '../../client/session.js';
import { useWords } from './words.js';

/** Which of one's bodies is shown, or the union below them that the address names; nothing where there is but one body. */
export function UnionChoice({
  bodies,
  unionCode,
  choose,
}: {
  bodies: readonly Body[];
  unionCode: string;
  choose: (unionCode: string) => void;
}) {
  const say = useWords();
  if (bodies.length <= 1) return null;
  return (
    <label>
      {say('union')}
      <select className="choice" value={unionCode} onChange={({ target }) => choose(target.value)}>
        {bodies.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
        {!bodies.some(({ code }) => code === unionCode) && <option>{unionCode}</option>}
      </select>
    </label>
  );
}
