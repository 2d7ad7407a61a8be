import { named } from '../../words/named.js';
import { short } from '../points.js';
import type { Item, Scheme } from './claim.js';
import { useWords } from './words.js';

/** 考核办法 in plain words; `open`: unfolded. */
export function SchemeShown({ scheme, open }: { scheme: Scheme; open: boolean }) {
  const say = useWords();
  const [nothingBelow, mostCounted] = [short(scheme.nothingBelow), short(scheme.mostCounted)];
  return (
    <details className="appraisal-fold" open={open}>
      <summary>{say('scheme')}</summary>
      <p className="appraisal-dim">{say('documentNo', { documentNo: scheme.documentNo })}</p>
      <p>
        {say('byWeight')} {nothingBelow !== '0' && say('nothingBelow', { percent: nothingBelow })}{' '}
        {say('mostCounted', { percent: mostCounted })}
      </p>
      {scheme.items.length === 0 ? (
        <p>{say('noItems')}</p>
      ) : (
        <>
          <h3>{say('items')}</h3>
          <ul>
            {scheme.items.map((item) => (
              <li key={item.code}>
                <ItemName item={item} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{say('grades')}</h3>
      <ul>
        {scheme.grades.map((grade) => (
          <li key={grade.from}>{say('gradeFrom', { grade: named(grade), percent: short(grade.from) })}</li>
        ))}
      </ul>
      <p>{say('days', { count: scheme.appealDays })}</p>
    </details>
  );
}

/** What an item is about, of which kind it is, and the most it gives or takes. */
export function ItemName({ item: { text, kind, points } }: { item: Item }) {
  const say = useWords();
  return (
    <>
      {text} <span className="appraisal-tag">{say(kind)}</span>{' '}
      <span className="appraisal-dim">{say(`most.${kind}`, { points: short(points) })}</span>
    </>
  );
}
