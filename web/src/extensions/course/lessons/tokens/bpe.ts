// Byte-pair encoding, learned from a text as one watches: the pair of neighbours that stands there
// most often becomes one token, again and again (Sennrich et al. 2016, over bytes as GPT-2).

import { WORDS } from "../../../../core/text/words";

/** A token's bytes, a character of U+0000 to U+00FF each. */
export type Bytes = string;

export interface Pair {
  left: Bytes;
  right: Bytes;
  count: number; // how often it stands side by side
}

/** A text after some merges: the tokens of each of its words. No pair crosses from word to word. */
export type Cut = readonly (readonly Bytes[])[];

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text in single bytes. */
export function start(text: string): Cut {
  const words = text.match(new RegExp(WORDS, "gu")) ?? [];
  return words.map((word) => Array.from(encoder.encode(word), (byte) => String.fromCharCode(byte)));
}

/** All pairs of neighbours, the most frequent first; equally frequent ones as they stand in the text. */
export function pairs(cut: Cut): Pair[] {
  const counts = new Map<string, Pair>();
  for (const word of cut) {
    word.slice(1).forEach((right, i) => {
      const left = word[i] ?? "";
      const key = `${left.length} ${left}${right}`;
      const pair = counts.get(key) ?? { left, right, count: 0 };
      counts.set(key, { ...pair, count: pair.count + 1 });
    });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** The text with every such pair as one token, from left to right. */
export function merge(cut: Cut, { left, right }: Pair): Cut {
  return cut.map((word) => {
    const result: Bytes[] = [];
    for (let i = 0; i < word.length; i += 1) {
      const isPair = word[i] === left && word[i + 1] === right;
      result.push(isPair ? left + right : (word[i] ?? ""));
      if (isPair) i += 1;
    }
    return result;
  });
}

/** The text after 0, 1, 2, … merges, and what was merged, until no pair stands there twice. */
export function learn(text: string): { cuts: readonly Cut[]; merges: readonly Pair[] } {
  const cuts: Cut[] = [start(text)];
  const merges: Pair[] = [];
  for (;;) {
    const cut = cuts.at(-1) ?? [];
    const [best] = pairs(cut);
    if (best === undefined || best.count < 2) return { cuts, merges };
    merges.push(best);
    cuts.push(merge(cut, best));
  }
}

/** A token as text; bytes that are no whole character as hexadecimal numbers. */
export function written(token: Bytes): string {
  const bytes = Uint8Array.from(token, (char) => char.charCodeAt(0));
  try {
    return decoder.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(
      "\u202f",
    );
  }
}

/** A token of a model, whose bytes that are no whole character are called `<0xE5>`, as ours. */
export function ofModel(text: string): string {
  return text.replaceAll(/<0x([0-9A-F]{2})>/g, "\u202f$1").replace(/^\u202f/, "");
}
