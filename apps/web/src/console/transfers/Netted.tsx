import { Link } from '@tanstack/react-router';
import { isNetting } from './netting.js';
import { useWords } from './words.js';

/**
 * Says why a body's own figure of 会籍转入 or 会籍转出 is negative; nothing of any other figure. `of`: the body and period whose
 * orders between unions below it are shown then.
 */
export function Netted({
  cell,
  value,
  of,
}: {
  cell: string;
  value: string | null;
  of?: { union: string; period: string };
}) {
  const say = useWords();
  if (!isNetting(cell, value)) return null;
  return of ? (
    <Link to="/transfers" search={{ ...of, direction: 'WITHIN' }}>
      {say('netted')}
    </Link>
  ) : (
    <small> {say('netted')}</small>
  );
}
