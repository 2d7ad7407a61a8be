import { Wide } from '../Wide.js';
import { useWords as useOneWords } from './one-words.js';
import { type AllScores, pointsOfItems, type ScoreTyped } from './scores.js';
import { useWords as useSchemeWords } from './scheme-words.js';
import type { Appraised, Item } from './seen.js';
import { points } from './shown.js';

interface Props {
  items: readonly Item[];
  one: Appraised;
  /** What is typed by whoever appraises. */
  typed?: AllScores;
  type?: (item: string, part: Partial<ScoreTyped>) => void;
}

const columns = [
  { name: 'item', number: false },
  { name: 'kind', number: false },
  { name: 'most', number: true },
  { name: 'claimPoints', number: true },
  { name: 'claimNote', number: false },
  { name: 'resultPoints', number: true },
  { name: 'resultNote', number: false },
] as const;

/** 自评 and 考核 item by item, side by side. */
export function ItemTable({ items, one: { claim, result }, typed, type }: Props) {
  const say = useOneWords();
  const scheme = useSchemeWords();
  const given = typed && items.map(({ code }) => ({ item: code, points: typed[code]?.points ?? null }));
  const of = (side: typeof claim | typeof result, code: string) =>
    side?.scores.find(({ item }) => item === code);
  return (
    <Wide label={say('items')} className="appraisal-scores">
      <table className="figures">
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th key={name} scope="col" className={number ? 'number' : undefined}>
                {say(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ code, text, kind, points: most }) => {
            const [own, theirs] = [of(claim, code), of(result, code)];
            return (
              <tr key={code}>
                <th scope="row" className="appraisal-words">
                  {text}
                </th>
                <td>{scheme(kind)}</td>
                <td className="number">{points(most)}</td>
                <td className="number">{points(own?.points ?? null)}</td>
                <td className="appraisal-words">{own?.note}</td>
                {type ? (
                  <>
                    <td className="number">
                      <input
                        inputMode="decimal"
                        autoComplete="off"
                        className="number typed appraisal-points"
                        aria-label={say('pointsOf', { name: text })}
                        value={typed?.[code]?.points ?? ''}
                        onChange={({ target }) => type(code, { points: target.value })}
                      />
                    </td>
                    <td>
                      <input
                        className="typed"
                        autoComplete="off"
                        maxLength={500}
                        aria-label={say('noteOf', { name: text })}
                        value={typed?.[code]?.note ?? ''}
                        onChange={({ target }) => type(code, { note: target.value })}
                      />
                    </td>
                  </>
                ) : (
                  <>
                    <td className="number">{points(theirs?.points ?? null)}</td>
                    <td className="appraisal-words">{theirs?.note}</td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {say('sum')}
            </th>
            <td className="number">{points(claim && pointsOfItems(items, claim.scores))}</td>
            <td />
            <td className="number">{points(pointsOfItems(items, given ?? result?.scores ?? []))}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </Wide>
  );
}
