// Answers that are asked for once and kept by a key; one that failed is asked for again.

export class Kept<K, T> {
  readonly #answers = new Map<K, Promise<T>>();

  /** The answer of this key, or what `ask` makes of it now. */
  of(key: K, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const coming = ask();
    this.#answers.set(key, coming);
    coming.catch(() => this.#answers.delete(key));
    return coming;
  }

  clear(): void {
    this.#answers.clear();
  }
}
