/**
 * For how many days proofs of who somebody is are kept once they hold no longer: as long as somebody may ask what was signed in where. Who
 * signed in when stays in the audit.
 */
export const keptDays = { session: 30, code: 30, apiToken: 365 } as const;
