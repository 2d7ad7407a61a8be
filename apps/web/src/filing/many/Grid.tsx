import { type KeyboardEvent, useMemo, useState } from 'react';
import { Tabs } from '../../page/Tabs.js';
import { language } from '../../words/i18n.js';
import { named } from '../../words/named.js';
import { walk } from '../sheet/keys.js';
import { isOpen, tablesOf, type UnionDraft } from './book.js';
import { SubmitMany } from './SubmitMany.js';
import { UnionRow } from './UnionRow.js';
import { type GridPasted, useGridPaste } from './useGridPaste.js';
import { useWords } from './words.js';

/** The unions as rows, what is typed in one table of the form as columns. */
export function Grid({ drafts }: { drafts: readonly UnionDraft[] }) {
  const say = useWords();
  const tables = useMemo(() => tablesOf(drafts), [drafts]);
  const [shown, setShown] = useState(tables[0]?.code ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const table = tables.find(({ code }) => code === shown) ?? tables[0];
  const lines = useMemo(() => table?.lines ?? [], [table]);
  const rows = useMemo(
    () => drafts.map(({ union: { code, name }, desk }) => ({ code, name, desk })),
    [drafts],
  );
  const { pasted, undo } = useGridPaste(rows, lines);
  const open = drafts.filter(({ desk }) => isOpen(desk));
  const picked = open.filter(({ union }) => chosen.has(union.code));
  const choose = (codes: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const code of codes) {
      if (on) next.add(code);
      else next.delete(code);
    }
    setChosen(next);
  };
  const takeBack = (event: KeyboardEvent): void => {
    const inCell = event.target instanceof HTMLInputElement && event.target.dataset['union'];
    const desk = rows.find(({ code }) => code === inCell)?.desk;
    if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || !undo || !desk?.undoesStep) return;
    event.preventDefault();
    event.stopPropagation();
    undo();
  };
  if (!table) return null;
  return (
    <>
      <PastedLine pasted={pasted} undo={undo} />
      <Tabs
        label={say('table')}
        tabs={tables.map((one) => ({ code: one.code, name: named(one) }))}
        shown={table.code}
        show={setShown}
      >
        <div
          className="wide"
          role="region"
          tabIndex={0}
          aria-label={say('grid', { table: named(table) })}
          onKeyDownCapture={takeBack}
          onKeyDown={walk}
        >
          <table>
            <thead>
              <tr>
                <th scope="col">
                  <label className="pick">
                    <input
                      type="checkbox"
                      aria-label={say('chooseAll')}
                      checked={open.length > 0 && picked.length === open.length}
                      onChange={({ target }) =>
                        choose(
                          open.map(({ union }) => union.code),
                          target.checked,
                        )
                      }
                    />
                    {say('union')}
                  </label>
                </th>
                {lines.map((line) => (
                  <th key={line.code} scope="col" className="many-head">
                    {line[language()]} <small>{line.unit}</small>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {drafts.map((draft) => (
                <UnionRow
                  key={draft.union.code}
                  draft={draft}
                  lines={lines}
                  chosen={chosen.has(draft.union.code)}
                  choose={(on) => choose([draft.union.code], on)}
                />
              ))}
            </tbody>
          </table>
        </div>
      </Tabs>
      <SubmitMany picked={picked} />
    </>
  );
}

/** What the last paste did, and a way back. */
function PastedLine({ pasted, undo }: { pasted: GridPasted | null; undo: (() => void) | null }) {
  const say = useWords();
  return (
    <div className="tools">
      <div role="status">
        {pasted && (
          <p className="pasted">
            {say('pasted', { unions: pasted.unions, count: pasted.count })}{' '}
            {pasted.wrong > 0 && say('pastedWrong', { count: pasted.wrong })}{' '}
            {pasted.skipped > 0 && say('pastedSkipped', { count: pasted.skipped })}{' '}
            {pasted.leftOver > 0 && say('pastedLeft', { count: pasted.leftOver })}
          </p>
        )}
      </div>
      {undo && (
        <button type="button" onClick={undo}>
          {say('undo')}
        </button>
      )}
    </div>
  );
}
