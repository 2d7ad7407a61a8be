/**
 * For how many days proofs of who somebody is are kept once they hold no longer: as long as somebody may ask what was signed in where. Who
 * signed in when stays in the audit. As long are operations (作业) kept after their end, and imports (导入) after their beginning.
 */
export const keptDays = { session: 30, code: 30, apiToken: 365, operation: 30, import: 30 } as const;
