import type { ReactNode } from 'react';

/** A field of the editor under its label; a field of antd that is no input says the label itself too. */
export function Labelled({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="edit-field">
      <span aria-hidden="true">{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </div>
  );
}

/** What is wrong at a place of the draft. */
export function Told({ wrong }: { wrong: readonly string[] }) {
  if (wrong.length === 0) return null;
  return (
    <ul className="edit-wrong">
      {wrong.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
