// The whole next-token distribution at a place of a run: recorded, or from the model.

import { nextLogits } from "../../place/asking";
import type { TokenEvent } from "../../../core/api/events";
import { recordedLogits } from "../../../core/recordings/recordings";
import type { LaneRun } from "../laneRun.svelte";
import { place } from "../../place/state.svelte";

/**
 * Logits (V,) after the run's prompt and the tokens `before`; null where that was not recorded and
 * no model is ready. Rejects with ApiError.
 */
export async function logitsAt(
  run: LaneRun,
  before: readonly TokenEvent[],
  signal?: AbortSignal,
): Promise<Float32Array | null> {
  if (run.start === null) return null;
  if (run.recorded !== null && before.length === 0) {
    const known = await recordedLogits(run.start.prompt);
    if (known !== null) return known.logits;
  }
  if (!place.ready) return null;
  const ids = before.map((token) => token.id);
  return (await nextLogits(run.of, run.start.prompt, ids, signal)).logits;
}
