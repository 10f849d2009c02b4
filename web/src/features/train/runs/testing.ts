// A small run for the tests of this folder.

import type {
  ChainsLine,
  HeadsLine,
  HeldLine,
  Line,
  ProbeLine,
  StartLine,
  StepLine,
} from "./trainingRun";

const TOKENS = 512; // a step
const LABELS = 90;

export function start(more: Partial<StartLine> = {}): StartLine {
  return {
    kind: "start",
    time: 1_795_000_000,
    name: "small",
    recipe: {},
    parameters: 11_072,
    tokens_total: 100 * TOKENS,
    steps_total: 100,
    ...more,
  };
}

export function step(n: number, more: Partial<StepLine> = {}): StepLine {
  return {
    kind: "step",
    step: n,
    tokens: n * TOKENS,
    label_predictions: n * LABELS,
    loss: 6 - n / 50,
    ...more,
  };
}

export function held(n: number, bits: Record<string, number | null>): HeldLine {
  return { kind: "held", step: n, tokens: n * TOKENS, bits_per_byte: bits };
}

export function probe(
  n: number,
  k: number,
  choice: number,
  more: Partial<ProbeLine> = {},
): ProbeLine {
  return {
    kind: "probe",
    step: n,
    tokens: n * TOKENS,
    label_predictions: n * LABELS,
    family: "kind",
    split: "held-both",
    k,
    ways: 2,
    n: 200,
    form: 0.5,
    choice,
    ...more,
  };
}

export function chains(n: number, distances: Record<string, number | null>): ChainsLine {
  return { kind: "chains", step: n, tokens: n * TOKENS, distances };
}

export function heads(n: number, induction: number[][]): HeadsLine {
  return { kind: "heads", step: n, tokens: n * TOKENS, induction, previous: induction };
}

/** Choices (of 200) with k examples at steps 0, 10, 20, ... */
export function choices(k: number, right: readonly number[]): Line[] {
  return right.map((count, i) => probe(10 * i, k, count));
}
