// What greedy, temperature, top-k and top-p make of one distribution.

import { link } from "../../core/address/url";
import { DEFAULTS, write } from "../../core/address/decode";
import { textOf } from "../../features/lessons/galleryLane";
import type { LessonFile } from "../../features/lessons/lessons";

/** Whose distribution is drawn: the opening task with two examples, which leaves a choice. */
export const SOURCE = { task: "same-word", set: "opposite", k: 2 } as const;

/** After how many examples of it top-p is counted, to show that it adapts. */
export const MORE_OR_LESS = [0, 2, 8] as const;

export default {
  order: 14,
  group: "generation",
  title: { en: "One distribution, five decoders", zh: "一个分布，五种解码" },
  formula: ["p_i = \\frac{\\exp(z_i / T)}{\\sum_j \\exp(z_j / T)}"],
  slips: [],
  sources: ["fan", "holtzman"],
  opens: link(
    "decode",
    write({
      text: textOf(SOURCE.task, SOURCE.set, SOURCE.k),
      settings: { ...DEFAULTS, temperature: 1.5, top_k: 0, top_p: 0.7 },
    }),
  ),
} satisfies LessonFile;
