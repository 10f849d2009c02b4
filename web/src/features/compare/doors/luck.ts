// The record that the door to Measure cites: that of the model in use, or none.

import type { Evidence } from "../../../core/gallery/evidence";
import { findingOf, type Finding, type Wish } from "../../../core/gallery/finding";
import type { Verdicts } from "../../../core/gallery/verdicts";

/** Without a model what is shown was recorded with the one that ships. */
export function luckOf(wish: Wish, verdicts: Verdicts, evidence: Evidence | null): Finding | null {
  const finding = findingOf("examples", wish, verdicts, evidence);
  return finding?.model.id === (wish.model ?? verdicts.model.id) ? finding : null;
}
