import { useSyncExternalStore } from 'react';
import { sentence } from '../../words/sentence.js';
import { device } from './kept.js';
import { useWork } from './watch.js';
import { useWords } from './words.js';

/** How safe the draft is, said in one line that screen readers hear when it changes. */
export function SafetyLine() {
  const say = useWords();
  const { sender, desk, annexes } = useWork();
  const safety = useSyncExternalStore(
    (listener) => sender.told.listen('safety', listener),
    () => sender.safety,
  );
  const open = useSyncExternalStore(
    (listener) => desk.told.listen('typed', listener),
    () => desk.count('WRONG') + desk.count('CHANGED_ELSEWHERE'),
  );
  const keeps = useSyncExternalStore(
    (listener) => device.told.listen('keeps', listener),
    () => device.keeps,
  );
  const needed = open + annexes.count('WRONG') + annexes.count('CHANGED_ELSEWHERE');
  const words = {
    SAVED: needed > 0 ? say('lookAt', { count: needed }) : say('allSaved'),
    SAVING: say('saving'),
    UNREACHABLE: say('onDevice'),
    REFUSED: `${say('stopped')} ${sender.refusals.map(sentence).join(' ')}`,
  };
  const grave = safety === 'REFUSED' || (safety === 'SAVED' && needed > 0);
  return (
    <p role="status" data-safety={safety} className={grave ? 'safety note-bad' : 'safety'}>
      {words[safety]} {!keeps && say('notKept')}
    </p>
  );
}

/** How much is filled in. */
export function Progress() {
  const say = useWords();
  const { desk } = useWork();
  const filled = useSyncExternalStore(
    (listener) => desk.told.listen('typed', listener),
    () => desk.filled.filled,
  );
  const { total } = desk.filled;
  return (
    <label className="progress">
      {say('progress', { filled, total })}
      <progress value={filled} max={Math.max(total, 1)} />
    </label>
  );
}

/** 全部采用: takes over all that is offered, as one step that 撤销 takes back. */
export function TakeAll() {
  const say = useWords();
  const { desk } = useWork();
  const offered = () => desk.lines.flatMap(({ code }) => desk.offered(code) ?? []);
  const count = useSyncExternalStore(
    (listener) => desk.told.listen('typed', listener),
    () => offered().length,
  );
  if (count === 0) return null;
  return (
    <button type="button" onClick={() => desk.fillTogether(offered())}>
      {say('takeAll', { count })}
    </button>
  );
}

/** 撤销 of what was filled in together: a paste, or all that was taken over. */
export function Undo() {
  const say = useWords();
  const { desk } = useWork();
  const can = useSyncExternalStore(
    (listener) => desk.told.listen('steps', listener),
    () => desk.canUndo,
  );
  return (
    <button type="button" disabled={!can} onClick={() => desk.undo()}>
      {say('undo')}
    </button>
  );
}
