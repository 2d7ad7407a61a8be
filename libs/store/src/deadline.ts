/**
 * SQL for the moment until which a report is in time: the newest extension of the union, else the period's deadline for its
 * level, else never late. Parameters of the statement: $1 tenant, $2 form, $3 period.
 */
export const dueAtSql = (union: string, level: string): string => `coalesce(
  (SELECT x.due_at FROM deadline_extension x WHERE x.tenant_id = $1 AND x.form = $2 AND x.period = $3
     AND x.union_id = ${union} ORDER BY x.granted_at DESC LIMIT 1),
  (SELECT l.due_at FROM period_deadline l WHERE l.tenant_id = $1 AND l.period = $3 AND l.level = ${level}),
  'infinity')`;
