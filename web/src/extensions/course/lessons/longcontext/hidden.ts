// A number that is hidden in a text of filler, as in the lesson's experiment, and the numbers beside it.

const FIRST = "There is a pass key hidden in a lot of text that does not matter. Find it.\n";
const FILLER =
  "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again.\n";
const LAST = "What is the pass key? The pass key is";

export const LINES = [0, 1, 2, 4, 8, 16, 32] as const; // of filler
export const [LEAST_KEY, MOST_KEY] = [10_000, 99_999];
const KEYS = 10; // to choose from
const STEP = 8_887; // from one of them to the next: a prime, so that no two are alike

/** The number `key`, with `before` of `lines` lines of filler before it. */
export function textOf(key: number, lines: number, before: number): string {
  const hidden = `The pass key is ${key}. Remember it. ${key} is the pass key.\n`;
  return FIRST + FILLER.repeat(before) + hidden + FILLER.repeat(lines - before) + LAST;
}

/** Ten numbers of five digits, the hidden one first. */
export function keysOf(key: number): number[] {
  const span = MOST_KEY - LEAST_KEY + 1;
  return Array.from({ length: KEYS }, (_, i) => LEAST_KEY + ((key - LEAST_KEY + i * STEP) % span));
}

/** What each has of the probability of all. */
export function sharesOf(logprobs: readonly number[]): number[] {
  const most = Math.max(...logprobs);
  const weights = logprobs.map((logprob) => Math.exp(logprob - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
