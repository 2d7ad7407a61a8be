/** Who is told of changes, by what they watch: a keystroke draws its own cell anew, not the whole sheet. */
export class Told {
  private readonly listeners = new Map<string, Set<() => void>>();

  listen(what: string, listener: () => void): () => void {
    const set = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, set.add(listener));
    return () => set.delete(listener);
  }

  tell(what: string): void {
    this.listeners.get(what)?.forEach((listener) => listener());
  }
}
