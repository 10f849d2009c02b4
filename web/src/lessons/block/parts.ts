// Which words a part of the block goes by: several are drawn alike.

import type { PartName } from "../../core/models/block";
import type { words as Words } from "./words.en";

type Figure = (typeof Words)["figure"];

/** The key of its name in the drawing. */
export function shortOf(part: PartName): keyof Figure["short"] {
  if (part.endsWith("norm")) return "norm";
  return part.replace("cross_", "") as keyof Figure["short"];
}

/** The key of what it does. */
export function doesOf(part: PartName): keyof Figure["does"] {
  if (part.endsWith("norm")) return "norm";
  if (part.startsWith("cross_")) return "cross";
  return part as keyof Figure["does"];
}
