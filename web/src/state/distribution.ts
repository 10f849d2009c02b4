// The whole next-token distribution at a place of a run: recorded, or from the model.

import { logits } from "../lib/api";
import { recordedLogits } from "../lib/recordings";
import { house } from "./house.svelte";
import type { LaneRun } from "./laneRun.svelte";

/**
 * Logits (V,) after the run's prompt and the text `before`; null where that was not recorded and
 * no model is ready. Rejects with ApiError.
 */
export async function logitsAt(
  run: LaneRun,
  before: string,
  signal?: AbortSignal,
): Promise<Float32Array | null> {
  if (run.start === null) return null;
  if (run.recorded !== null && before === "") {
    const known = await recordedLogits(run.start.prompt);
    if (known !== null) return known.logits;
  }
  if (house.status !== "ready") return null;
  return logits(run.model, run.start.prompt + before, signal);
}
