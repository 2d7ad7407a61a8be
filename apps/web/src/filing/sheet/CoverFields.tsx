import { coverItems } from '@huiji/domain/form';
import { sentence } from '../../words/sentence.js';
import { cover } from './annex.js';
import type { EntrySheet, FormVersion } from './line.js';
import { said } from './said.js';
import { useAnnex, useWork } from './watch.js';
import { useLaterWords } from './later-words.js';
import { useWords } from './words.js';

/** 封面: what is printed on it, and what the filer writes; what may be written is offered. */
export function CoverFields({ sheet, form }: { sheet: EntrySheet; form: FormVersion }) {
  const say = useWords();
  const later = useLaterWords();
  const { annexes, writable } = useWork();
  const { rows, problems, phase } = useAnnex(cover);
  const row = rows?.[0] ?? {};
  const write = (item: string, text: string): void => annexes.write(cover, [{ ...row, [item]: text }]);
  return (
    <div className="cover">
      {phase === 'CHANGED_ELSEWHERE' && (
        <p className="problem" role="alert">
          {later('sectionChanged')}{' '}
          <button type="button" onClick={() => annexes.settle(cover, true)}>
            {say('mine')}
          </button>{' '}
          <button type="button" onClick={() => annexes.settle(cover, false)}>
            {say('theirs')}
          </button>
        </p>
      )}
      {coverItems.map((item) => {
        const offered = sheet.offeredCover[item];
        const problem = problems.find(({ field }) => field === `cover.${item}`);
        return (
          <div key={item} className="cover-item">
            <label htmlFor={`cover-${item}`}>
              {later(item)}
              {form.cover.required.includes(item) && <span className="hint"> ({later('required')})</span>}
            </label>
            <input
              id={`cover-${item}`}
              type={item === 'reportedOn' ? 'date' : item === 'phone' ? 'tel' : 'text'}
              value={row[item] ?? ''}
              readOnly={!writable}
              autoComplete="off"
              aria-invalid={problem !== undefined}
              onChange={({ target }) => write(item, target.value)}
            />
            {writable && offered && !row[item] && (
              <button type="button" onClick={() => write(item, offered)}>
                {later('takeOffered', { value: offered })}
              </button>
            )}
            {problem && <p className="note-bad">{sentence(said(problem))}</p>}
          </div>
        );
      })}
    </div>
  );
}
