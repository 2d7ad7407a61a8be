/** Submissions, or what is about them, of one form and period together, in one order: that of their scopes' locks. */
export function byScope<T extends { submission: { form: string; period: string } }>(
  all: readonly T[],
): Array<[T, ...T[]]> {
  const scopes = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const key = `${one.submission.form} ${one.submission.period}`;
    const alike = scopes.get(key);
    if (alike) alike.push(one);
    else scopes.set(key, [one]);
  }
  return [...scopes].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, alike]) => alike);
}
