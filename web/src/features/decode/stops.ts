// The stops of Decode's sliders: fine where small steps matter, coarse where they do not. A field
// beside each slider takes every value between.

import { BOUNDS, type Knob } from "../../core/decoding/settings";

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => rounded(from + i * step));

const rounded = (value: number) => Number(value.toFixed(3));

export const TEMPERATURES = [...range(0, 1, 0.05), ...range(1.1, 2, 0.1), ...range(2.25, 5, 0.25)];

/** Ends with 0, which is off: to the right more and more is kept. */
export const TOP_KS = [
  ...range(1, 10, 1),
  ...[12, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200, 300, 500, 700],
  ...[1000, 2000, 5000, 10_000, 20_000, 0],
];

export const TOP_PS = [...range(0.05, 0.9, 0.05), ...range(0.91, 0.99, 0.01), 0.995, 0.999, 1];

export const MIN_PS = [0, 0.001, 0.002, 0.005, ...range(0.01, 0.1, 0.01), ...range(0.15, 1, 0.05)];

export const REPETITIONS = [...range(0.5, 1.5, 0.05), ...range(1.6, 3, 0.1)];

/** Of presence and frequency. */
export const OCCURRENCES = range(-2, 2, 0.1);

const STOPS: Partial<Record<Knob, readonly number[]>> = {
  temperature: TEMPERATURES,
  top_k: TOP_KS,
  top_p: TOP_PS,
  min_p: MIN_PS,
  repetition_penalty: REPETITIONS,
  presence_penalty: OCCURRENCES,
  frequency_penalty: OCCURRENCES,
};

/** The stops of a knob's slider; every step of its field where nothing finer is wanted. */
export function stopsOf(field: Knob): readonly number[] {
  const { min, max, step } = BOUNDS[field];
  return STOPS[field] ?? range(min, max, step);
}

/** The place of the stop nearest to a value; 0 of top-k is its last stop. */
export function nearest(stops: readonly number[], value: number): number {
  const exact = stops.indexOf(value);
  if (exact >= 0) return exact;
  const gaps = stops.map((stop) => Math.abs(stop - value));
  return gaps.indexOf(Math.min(...gaps));
}
