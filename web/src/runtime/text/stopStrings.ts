// Text cut before a stop string, however it arrives. The twin of StopStrings in text/streaming.py.

/** The stop that is complete first wins, the longest of those that end together. */
export class StopStrings {
  hit: string | null = null;
  #held = "";

  /** `stops` must not be empty texts. */
  constructor(readonly stops: readonly string[]) {}

  /** The text that is safe to show now; nothing once a stop was hit. */
  push(text: string): string {
    if (this.hit !== null) return "";
    const held = this.#held + text;
    const found = this.#first(held);
    if (found !== null) {
      this.hit = found.stop;
      this.#held = "";
      return held.slice(0, found.at);
    }
    const safe = held.length - this.#doubtful(held);
    this.#held = held.slice(safe);
    return held.slice(0, safe);
  }

  /** What was held back, when no more text comes. */
  flush(): string {
    const rest = this.#held;
    this.#held = "";
    return rest;
  }

  #first(held: string): { stop: string; at: number } | null {
    const found = this.stops
      .map((stop) => ({ stop, at: held.indexOf(stop) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at + a.stop.length - (b.at + b.stop.length) || a.at - b.at);
    return found[0] ?? null;
  }

  /** The length of the longest end of `text` that begins a stop string. */
  #doubtful(text: string): number {
    const longest = Math.max(1, ...this.stops.map((stop) => stop.length)) - 1;
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(-length);
      if (this.stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
