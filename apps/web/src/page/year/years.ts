/** The years that targets are offered for, the newest first: those of the periods opened, this one and the next, each also as a statistical year. */
export function yearsOf(
  periods: readonly string[],
  thisYear = new Date().getFullYear(),
): { offered: string[]; now: string } {
  const opened = periods.flatMap((code) => /\d{4}/.exec(code)?.[0] ?? []).map(Number);
  const years = [...new Set([thisYear + 1, thisYear, ...opened])].sort((a, b) => b - a);
  return { offered: years.flatMap((year) => [String(year), `S${year}`]), now: String(thisYear) };
}
