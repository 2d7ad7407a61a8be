import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Scope } from '../scope/scope.js';

interface To extends Scope {
  children: ReactNode;
  className?: string;
}

const addressOf = ({ unionCode, form, period }: Scope) => ({ union: unionCode, form, period });

/** To the rows behind a figure: 汇总表 of the same body, form and period, opened at the cell. */
export const ToTotals = ({ cell, children, className, ...scope }: To & { cell: string }) => (
  <Link to="/totals" search={{ ...addressOf(scope), cell }} className={className}>
    {children}
  </Link>
);

/** To who has filed and who has not. */
export const ToProgress = ({ children, className, ...scope }: To) => (
  <Link to="/progress" search={addressOf(scope)} className={className}>
    {children}
  </Link>
);

/** To the same page of another body, or another period. */
export const ToOverview = ({ children, className, ...scope }: To) => (
  <Link to="/overview" search={addressOf(scope)} className={className}>
    {children}
  </Link>
);
