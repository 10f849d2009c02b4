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

// Bytes of tokens as characters, which tokens may cut in two: whole at the end, or shown as they are.

/** Joins token bytes into characters; what it gave and gives equals decoding all at once. */
export class TextStream {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** The characters that `data` completes; the bytes of an unfinished one are kept back. */
  push(data: Uint8Array): string {
    return this.#decoder.decode(data, { stream: true });
  }

  /** What was kept back, as U+FFFD. */
  flush(): string {
    return this.#decoder.decode();
  }
}

/** For display: whole characters as they are, other bytes as `<0xE4>`. */
export function shown(data: Uint8Array): string {
  let text = "";
  for (let at = 0; at < data.length;) {
    const length = characterLength(data, at);
    if (length === 0) text += `<0x${(data[at] ?? 0).toString(16).toUpperCase().padStart(2, "0")}>`;
    else
      text += new TextDecoder("utf-8", { ignoreBOM: true }).decode(data.subarray(at, at + length));
    at += Math.max(length, 1);
  }
  return text;
}

/** How many bytes the character at a place has; 0 where none begins there that is whole. */
function characterLength(data: Uint8Array, at: number): number {
  const first = data[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const slice = data.subarray(at, at + length);
  if (slice.length < length) return 0;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(slice);
    return Array.from(text).length === 1 ? length : 0;
  } catch {
    return 0;
  }
}
