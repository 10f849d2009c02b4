// A comparison as a JSON file: what was asked, with which model and settings, and what was answered.

import type { Settings } from "./api";
import type { ScoreEvent } from "./events";
import { nameOf, type Numbers, type Off } from "../models/precision";
import type { Lane, Prompt } from "../prompting/render";

/** What one sample reasoned, and what the labels' probabilities were after it. */
export interface RecordedReasoning {
  text: string;
  forced: boolean; // it had not come to its end, so the words that end it were put there
  labels: { text: string; p: number }[];
  tokens: RecordedToken[];
}

export interface RecordedToken {
  id: number;
  text: string;
  logprob: number;
  rank: number;
  draw: number | null;
}

export interface RecordedSample {
  text: string;
  reason: string;
  reasoning?: RecordedReasoning; // before the text, in a reasoning lane
  tokens: RecordedToken[];
}

export interface RecordedLane {
  lane: Lane;
  origin: unknown; // live, or which recording
  numbers: Numbers; // how its figures were computed
  prompt: string; // rendered
  tokens: number | null; // of the rendered prompt
  score: ScoreEvent | null;
  settings?: Settings; // where they are not the comparison's
  samples: RecordedSample[];
}

/** A mark beside the lanes', with what it was read from. */
export interface RecordedReference {
  kind: "content-free" | "chance";
  prompt?: string;
  p: Record<string, number>;
}

export interface Comparison {
  model: string;
  prompt: Prompt;
  settings: Settings;
  lanes: RecordedLane[];
  references: RecordedReference[];
  second?: { model: string; settings: Settings; lanes: RecordedLane[] }; // the same asked of another
}

/** The file's value; `version` changes when a field's meaning does. */
export function comparisonRecord(comparison: Comparison) {
  const { second } = comparison;
  return {
    kind: "shotglass.comparison",
    version: 1,
    model: comparison.model,
    prompt: comparison.prompt,
    settings: comparison.settings,
    lanes: comparison.lanes.map(laneRecord),
    references: comparison.references,
    ...(second === undefined ? {} : { second: { ...second, lanes: second.lanes.map(laneRecord) } }),
  };
}

function laneRecord(recorded: RecordedLane) {
  const { lane, origin, numbers, prompt, tokens, score, settings, samples } = recorded;
  return {
    ...lane,
    origin,
    ...precisionRecord(numbers),
    prompt,
    prompt_tokens: tokens,
    labels: score?.labels ?? [],
    mass: score?.mass ?? null,
    next: score?.next ?? null,
    boundary_moved: score?.boundary_moved ?? [],
    ...(settings === undefined ? {} : { settings, spread: score?.spread ?? [] }),
    samples,
  };
}

/** What figures were computed in, and how far off it was: percentage points of shown probabilities
 * of 1 % or more; null where they are exact or it was not measured. */
export function precisionRecord({ as, off }: Numbers): { precision: string; off: Off | null } {
  return { precision: nameOf(as), off };
}
