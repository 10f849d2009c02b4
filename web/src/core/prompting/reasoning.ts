// What the reasoning lane is asked for: how many reasonings are sampled, and how long one may be.

import type { Settings } from "../api/api";

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
