/** Things of one form and period together, in one order: that of the scopes' locks. */
export function byScope<T>(
  all: readonly T[],
  scopeOf: (one: T) => { form: string; period: string },
): Array<[T, ...T[]]> {
  const scopes = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const { form, period } = scopeOf(one);
    const alike = scopes.get(`${form} ${period}`);
    if (alike) alike.push(one);
    else scopes.set(`${form} ${period}`, [one]);
  }
  return [...scopes].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, alike]) => alike);
}
