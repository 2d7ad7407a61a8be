import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Scope } from '../scope/scope.js';

interface To extends Scope {
  children: ReactNode;
  className?: string;
}

/** The year that a period lies in. */
export const yearOf = ({ period }: Pick<Scope, 'period'>): string => period.slice(0, 4);

const addressOf = ({ unionCode, form, period }: Scope) => ({ union: unionCode, form, period });

interface Figure {
  unionId: string;
  form: string;
  period: string;
  cell: string;
}

/** The address of the rows behind a figure: 汇总表 of the body, form and period, opened at the cell's contributions. */
export const toTotals = ({ unionId, form, period, cell }: Figure) => ({
  to: '/totals',
  search: { union: unionId, form, period, cell, of: unionId },
});

export const ToTotals = ({
  figure,
  children,
  className,
}: {
  figure: Figure;
  children: ReactNode;
  className?: string;
}) => (
  <Link {...toTotals(figure)} className={className}>
    {children}
  </Link>
);

/** To who has filed and who has not. */
export const ToProgress = ({ children, className, ...scope }: To) => (
  <Link to="/progress" search={addressOf(scope)} className={className}>
    {children}
  </Link>
);

/** To the targets of a body for the year of a period, opened at a line. */
export const ToTargets = ({ children, className, cell, ...scope }: To & { cell?: string }) => (
  <Link
    to="/targets"
    search={{ union: scope.unionCode, form: scope.form, year: yearOf(scope), cell }}
    className={className}
  >
    {children}
  </Link>
);

/** To what a body makes of the unions below it (目标管理考核) in the year of a period. */
export const ToAppraisal = ({ children, className, ...scope }: To) => (
  <Link
    to="/appraisal"
    search={{ union: scope.unionCode, form: scope.form, period: yearOf(scope) }}
    className={className}
  >
    {children}
  </Link>
);

/** To the homes (职工之家) at and below a body. */
export const ToHomes = ({ unionCode, children }: { unionCode: string; children: ReactNode }) => (
  <Link to="/homes" search={{ union: unionCode }}>
    {children}
  </Link>
);

/** To the orders of 会籍接转 that wait to be accepted at and below a body. */
export const ToWaiting = ({ unionCode, children }: { unionCode: string; children: ReactNode }) => (
  <Link to="/transfers" search={{ union: unionCode, state: 'SENT' }}>
    {children}
  </Link>
);

/** To the same page of another body, or another period. */
export const ToOverview = ({ children, className, ...scope }: To) => (
  <Link to="/overview" search={addressOf(scope)} className={className}>
    {children}
  </Link>
);
