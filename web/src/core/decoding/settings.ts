// The settings of sampling, beam search and reasoning: their defaults, and the server's bounds.

import opening from "../../gallery/opening.json";
import type { Settings } from "../api/api";
import { FILTER_ROWS, type FilterSetting } from "./filters";
import { LIMITS, type BeamSettingsBody } from "../api/api.gen";

/** The server's bounds of a number (`LIMITS` of `api.gen.ts`) as a field of a form takes them. */
export interface Bound {
  min: number;
  max: number;
  step: number; // of the field's arrows
  whole: boolean;
}

interface Limit {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum: number;
  readonly whole: boolean;
}

const LEAST = 0.01; // above an exclusive minimum: what a field can show with two digits

/** The bounds of the fields that have a step. */
export function boundsOf<Name extends string>(
  limits: Readonly<Record<Name, Limit>>,
  steps: Readonly<Record<Name, number>>,
): Record<Name, Bound> {
  const names = Object.keys(steps) as Name[];
  const bounds = names.map((name) => [name, bound(limits[name], steps[name])] as const);
  return Object.fromEntries(bounds) as Record<Name, Bound>;
}

function bound(limit: Limit, step: number): Bound {
  const { minimum, exclusiveMinimum, maximum, whole } = limit;
  const min = minimum ?? (exclusiveMinimum ?? -Infinity) + LEAST;
  return { min, max: maximum, step, whole };
}

// The sampling settings.

export const DEFAULTS: Settings = opening.settings; // the recorder reads them too

/** What else narrows a draw in Decode. */
export const PENALTIES = ["repetition_penalty", "presence_penalty", "frequency_penalty"] as const;
export type Knob = keyof Settings | FilterSetting | (typeof PENALTIES)[number];

/** A filter's share moves by so much where nothing else is said. */
const SHARES = Object.fromEntries(FILTER_ROWS.map(({ name }) => [name, 0.05])) as Record<
  FilterSetting,
  number
>;

const STEPS: Record<Knob, number> = {
  ...SHARES,
  temperature: 0.1,
  top_k: 1,
  repetition_penalty: 0.1,
  presence_penalty: 0.1,
  frequency_penalty: 0.1,
  n: 1,
  seed: 1,
  max_tokens: 1,
};

export const BOUNDS = boundsOf(LIMITS.SettingsBody, STEPS);

export const FIELDS = Object.keys(DEFAULTS) as (keyof Settings)[];

/** The bounds of a field; `served`: how many tokens the model reads and writes at most. */
export function boundFor(field: Knob, served = Infinity): Bound {
  const own = BOUNDS[field];
  return field === "max_tokens" ? { ...own, max: Math.min(own.max, served) } : own;
}

export function allowed(field: Knob, value: number, served?: number): boolean {
  const { min, max, whole } = boundFor(field, served);
  return (
    Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))
  );
}

// How wide and how far a beam search goes, and by what its texts are compared. The server's bounds,
// but for the length: a tree of more tokens is nothing to look at.

/** `width` beginnings go on at each step; `n` texts are answered. */
export type BeamSettings = Required<Omit<BeamSettingsBody, "constraint">>;

export const BEAM: BeamSettings = {
  width: 4,
  max_tokens: 8,
  n: 3,
  alpha: 1,
  normalisation: "length",
  early_stopping: false,
};

const LONGEST = 64;
const server = boundsOf(LIMITS.BeamSettingsBody, { width: 1, max_tokens: 1, n: 1, alpha: 0.1 });

export const BEAM_BOUNDS = { ...server, max_tokens: { ...server.max_tokens, max: LONGEST } };

export type BeamField = keyof typeof BEAM_BOUNDS;

/** The first number that is out of its bounds; no more texts can be answered than are kept. */
export function fault(settings: BeamSettings): BeamField | null {
  const fields = Object.keys(BEAM_BOUNDS) as BeamField[];
  return fields.find((field) => !fits(field, settings[field], settings.width)) ?? null;
}

export function fits(field: BeamField, value: number, width: number): boolean {
  const { min, whole } = BEAM_BOUNDS[field];
  const inside = value >= min && value <= most(field, width);
  return Number.isFinite(value) && inside && (!whole || Number.isInteger(value));
}

export function most(field: BeamField, width: number): number {
  return field === "n" ? Math.min(width, BEAM_BOUNDS.n.max) : BEAM_BOUNDS[field].max;
}

/** What a sum of log-probabilities over so many tokens is divided by. */
export function divisor(length: number, { alpha, normalisation }: BeamSettings): number {
  return (normalisation === "length" ? length : (5 + length) / 6) ** alpha;
}

// What the reasoning lane is asked for: how many reasonings are sampled, and how long one may be.

export interface ReasoningChoice {
  on: boolean;
  n: number; // reasonings, each read out; the lane is their mean
  max_tokens: number; // of one reasoning
}

export const REASONING: ReasoningChoice = { on: false, n: 4, max_tokens: 96 };

/** The other lanes' settings, with the reasonings' own number and length. */
export function reasoningSettings(
  settings: Settings,
  { n, max_tokens }: ReasoningChoice,
): Settings {
  return { ...settings, n, max_tokens };
}

// The stops of Decode's sliders: fine where small steps matter, coarse where they do not. A field
// beside each slider takes every value between.

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
