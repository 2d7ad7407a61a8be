/** What is drained together and whose totals are written under one lock. Ids only: it travels in jobs. */
export interface Scope {
  tenantId: string;
  form: string;
  period: string;
}
