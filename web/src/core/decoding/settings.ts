// Sampling settings: their defaults, and the server's bounds.

import type { Settings } from "../api/api";
import { LIMITS } from "../api/api.gen";
import { boundsOf } from "./bounds";
import { FILTER_ROWS, type FilterSetting } from "./narrowing";
import opening from "../../gallery/opening.json"; // the recorder reads it too

export const DEFAULTS: Settings = opening.settings;

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

export function allowed(field: Knob, value: number): boolean {
  const { min, max, whole } = BOUNDS[field];
  return (
    Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))
  );
}
