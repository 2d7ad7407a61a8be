import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 800px)');

const listen = (changed: () => void): (() => void) => {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
};

/** Whether there is no room for a table of many columns, as where the menu is folded away (shell.css). */
export const usePhone = (): boolean => useSyncExternalStore(listen, () => narrow.matches);
