// How much of what stands in Compare the model was never asked, as what comes with a link.

import { draft } from "../../../state/draft.svelte";
import { comparison } from "../comparison.svelte";

/** `left` of the `of` prompts; null where something else is to be said first. */
export function unasked(): { left: number; of: number } | null {
  const { running, anyStale, stopped, failures } = comparison;
  if (running || anyStale || stopped || failures.length > 0) return null;
  if (draft.untouched || draft.fault !== null || !draft.asks) return null;
  const lanes = draft.most === 0 ? ["zero" as const] : draft.lanes;
  const left = lanes.filter((id) => comparison.lanes[id] === null).length;
  return left === 0 ? null : { left, of: lanes.length };
}
