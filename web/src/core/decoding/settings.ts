// Sampling settings: their defaults and bounds, as the server checks them too.

import type { Settings } from "../api/api";
import opening from "../../gallery/opening.json"; // the recorder reads it too

export const DEFAULTS: Settings = opening.settings;

interface Bound {
  min: number;
  max: number;
  step: number;
  whole: boolean;
}

/** What else narrows a draw in Decode. */
export const PENALTIES = ["repetition_penalty", "presence_penalty", "frequency_penalty"] as const;
export type Knob = keyof Settings | "min_p" | (typeof PENALTIES)[number];

export const BOUNDS: Record<Knob, Bound> = {
  temperature: { min: 0, max: 5, step: 0.1, whole: false },
  top_k: { min: 0, max: 1_000_000, step: 1, whole: true },
  top_p: { min: 0.01, max: 1, step: 0.05, whole: false },
  min_p: { min: 0, max: 1, step: 0.05, whole: false },
  repetition_penalty: { min: 0.01, max: 100, step: 0.1, whole: false },
  presence_penalty: { min: -2, max: 2, step: 0.1, whole: false },
  frequency_penalty: { min: -2, max: 2, step: 0.1, whole: false },
  n: { min: 1, max: 8, step: 1, whole: true },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER, step: 1, whole: true },
  max_tokens: { min: 1, max: 4096, step: 1, whole: true },
};

export const FIELDS = Object.keys(DEFAULTS) as (keyof Settings)[];

export function allowed(field: Knob, value: number): boolean {
  const { min, max, whole } = BOUNDS[field];
  return (
    Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))
  );
}
