import type { ReactNode } from 'react';

/** A box of its own for a table that may be wider than the page: it scrolls, also by keyboard. `label` says what it holds. */
export function Wide({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={`wide ${className}`} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
