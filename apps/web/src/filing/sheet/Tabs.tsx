import type { KeyboardEvent, ReactNode } from 'react';
import { useWords } from './words.js';

export interface Tab {
  code: string;
  name: string;
  /** How many things in it need a look. */
  problems: number;
}

interface TabsProps {
  tabs: readonly Tab[];
  shown: string;
  show: (code: string) => void;
  children: ReactNode;
}

/** 表一 … as tabs: ← and → choose, as everywhere. */
export function Tabs({ tabs, shown, show, children }: TabsProps) {
  const say = useWords();
  const choose = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex(({ code }) => code === shown);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    show(next.code);
    document.getElementById(`tab-${next.code}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={say('tables')} className="tabs" onKeyDown={choose}>
        {tabs.map(({ code, name, problems }) => (
          <button
            key={code}
            type="button"
            role="tab"
            id={`tab-${code}`}
            aria-selected={code === shown}
            aria-controls={code === shown ? 'panel' : undefined}
            tabIndex={code === shown ? 0 : -1}
            onClick={() => show(code)}
          >
            {name}
            {problems > 0 && (
              <span className="badge" aria-label={say('problems', { count: problems })} role="img">
                {problems}
              </span>
            )}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${shown}`}>
        {children}
      </div>
    </>
  );
}
