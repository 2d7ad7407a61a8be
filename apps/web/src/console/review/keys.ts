import { useEffect, useRef, useState } from 'react';

const kept = 'huiji.review-keys';

/** Whether single keys act, which a person may turn off (WCAG 2.1.4): who speaks to the computer would set them off. */
export function useKeysOn(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(kept) !== 'off');
  const change = (next: boolean): void => {
    localStorage.setItem(kept, next ? 'on' : 'off');
    setOn(next);
  };
  return [on, change];
}

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, select, textarea, [role="dialog"]') !== null);

/** Lets single keys act on the page: never while somebody writes in a field, chooses, or has a dialog open. */
export function useKeys(actions: Readonly<Record<string, () => void>>, on: boolean): void {
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  useEffect(() => {
    if (!on) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      if (writes(event.target) || document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const act = newest.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [on]);
}
