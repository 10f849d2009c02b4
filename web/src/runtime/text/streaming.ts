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
    const result = this.#first(held);
    if (result !== null) {
      this.hit = result.stop;
      this.#held = "";
      return held.slice(0, result.at);
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
    const result = this.stops
      .map((stop) => ({ stop, at: held.indexOf(stop) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at + a.stop.length - (b.at + b.stop.length) || a.at - b.at);
    return result[0] ?? null;
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

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** For display: whole characters as they are, other bytes as `<0xE4>`. */
export function shown(data: Uint8Array): string {
  const whole = decoded(data); // nearly every token of a vocabulary
  if (whole !== null) return whole;
  let text = "";
  for (let at = 0; at < data.length;) {
    const character = characterAt(data, at);
    text += character?.text ?? `<0x${hexadecimal(data[at] ?? 0)}>`;
    at += character?.bytes ?? 1;
  }
  return text;
}

/** The character that begins at a place; null where none does that is whole. */
function characterAt(data: Uint8Array, at: number): { text: string; bytes: number } | null {
  const first = data[at] ?? 0;
  const bytes = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (at + bytes > data.length) return null;
  const text = decoded(data.subarray(at, at + bytes));
  return text !== null && Array.from(text).length === 1 ? { text, bytes } : null;
}

/** Null where some of the bytes are no whole character. */
function decoded(data: Uint8Array): string | null {
  try {
    return strict.decode(data);
  } catch {
    return null;
  }
}

function hexadecimal(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
