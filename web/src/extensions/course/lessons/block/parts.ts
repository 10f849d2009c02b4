// Which words a part of the block goes by: several are drawn alike.

import type { PartName } from "../../../../core/models/block";
import type { Words } from "./words";

/** The key of its name in the drawing. */
export function shortOf(part: PartName): keyof Words["short"] {
  if (part.endsWith("norm")) return "norm";
  return part.replace("cross_", "") as keyof Words["short"];
}

/** The key of what it does. */
export function doesOf(part: PartName): keyof Words["does"] {
  if (part.endsWith("norm")) return "norm";
  if (part.startsWith("cross_")) return "cross";
  return part as keyof Words["does"];
}
