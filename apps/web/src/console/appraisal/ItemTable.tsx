import { ScoreCells } from '../form/ScoreCells.js';
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
                <th scope="row" className="words-cell">
                  {text}
                </th>
                <td>{scheme(kind)}</td>
                <td className="number">{points(most)}</td>
                <td className="number">{points(own?.points ?? null)}</td>
                <td className="words-cell">{own?.note}</td>
                <ScoreCells
                  labels={{ points: say('pointsOf', { name: text }), words: say('noteOf', { name: text }) }}
                  points={type ? (typed?.[code]?.points ?? '') : points(theirs?.points ?? null)}
                  words={type ? (typed?.[code]?.note ?? '') : (theirs?.note ?? '')}
                  type={type ? (part) => type(code, 'words' in part ? { note: part.words } : part) : null}
                />
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
