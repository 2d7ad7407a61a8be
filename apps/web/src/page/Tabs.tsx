import type { KeyboardEvent, ReactNode } from 'react';
import './tabs.css';

export interface Tab {
  code: string;
  name: string;
  /** What stands behind the name, such as how many things in it need a look. */
  badge?: { text: string; label: string } | undefined;
}

interface TabsProps {
  /** What they are tabs of. */
  label: string;
  tabs: readonly Tab[];
  shown: string;
  show: (code: string) => void;
  children: ReactNode;
}

/** Tabs: ← and → choose, as everywhere. */
export function Tabs({ label, tabs, shown, show, children }: TabsProps) {
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
      <div role="tablist" aria-label={label} className="tabs" onKeyDown={choose}>
        {tabs.map(({ code, name, badge }) => (
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
            {badge && (
              <span className="badge" aria-label={badge.label} role="img">
                {badge.text}
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
