// The bar: which examples a sequence of shots is, and the prompt they make. A sequence has one digit a
// shot, the place of its bottle; the n-th shot is the n-th example of the bottle it comes from. The
// twin of export/shotglass_export/evaluation/recording/bar.py, which records what the model says.

import type { Prompt, Shot } from "../prompting/render";
import { complete, reply, type Reply } from "./shelf";

/** What the model says to one prompt: the probability of each answer and of the likeliest tokens. */
export interface Mix {
  parts: readonly number[];
  next: readonly (readonly [text: string, p: number])[];
}

export interface Bottle {
  set: string; // the rule, a set of the task
  shots: readonly (readonly [input: string, output: string])[];
}

/** By sequence. */
export interface Mixes {
  poured: Record<string, Mix>;
  other: Record<string, Mix>; // the same shots in the other order
}

export interface Bar {
  task: string;
  question: string;
  answers: readonly string[];
  template: string;
  most: number; // shots of a sequence, as it was recorded
  bottles: readonly Bottle[];
  opens: string; // the sequence that stands there at first
  mixes: Mixes; // of what it opens with
  file: string; // that has all of them
}

/** An example in the prompt, with the bottle it comes from. */
export interface Poured {
  bottle: number;
  input: string;
  output: string;
}

/** The places of the shots in the other order: those of the last bottle first; where all are of one
 * bottle, backwards. */
export function otherOrder(shots: string): number[] {
  const places = [...Array(shots.length).keys()];
  if (new Set(shots).size < 2) return places.toReversed();
  const isLast = (place: number) => shots[place] === shots.at(-1);
  return [...places.filter(isLast), ...places.filter((place) => !isLast(place))];
}

/** The examples of a sequence, in its own order or in the other one. */
export function examplesOf({ bottles }: Bar, shots: string, other = false): Poured[] {
  const order = other ? otherOrder(shots) : [...Array(shots.length).keys()];
  return order.map((place) => {
    const bottle = Number(shots[place]);
    const row = bottles[bottle]?.shots ?? [];
    const [input, output] = row[place % row.length] ?? ["", ""];
    return { bottle, input, output };
  });
}

/** The prompt object that was made: one set, the examples as they were poured. */
export function promptOf(
  { template, answers }: Bar,
  examples: readonly Poured[],
  question: string,
): Prompt {
  const shots: Shot[] = examples.map(({ input, output }) => ({ input, output }));
  return {
    instruction: "",
    template,
    shot_sets: { poured: shots },
    query: { input: question },
    labels: answers.map((text) => ({ text })),
    readout: "labels",
    items: [],
  };
}

/** What the model would most probably say to a mix behind these examples. */
export function replyTo(answers: readonly string[], mix: Mix, examples: readonly Poured[]): Reply {
  const [text, p] = mix.next[0] ?? ["", 0];
  const glass = { parts: mix.parts, likeliest: { text, p } };
  const lines = examples.map(({ input, output }) => `${input} ->${output}`);
  return complete(reply(answers, glass), answers, lines);
}

/** How often the other order has another answer, over all mixes of more than one bottle. */
export function changedByOrder(answers: readonly string[], { poured, other }: Mixes) {
  const mixed = Object.keys(other).filter((shots) => new Set(shots).size > 1);
  const says = (mix: Mix | undefined) => mix && replyTo(answers, mix, []).text;
  const changed = mixed.filter((shots) => says(poured[shots]) !== says(other[shots]));
  return { changed: changed.length, of: mixed.length };
}
