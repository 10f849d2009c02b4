// Form and choice with more and more examples.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 19,
  group: "inContext",
  title: { en: "Zero, one, few", zh: "零、一、少" },
  formula: ["p(y \\mid x_1, y_1, \\ldots, x_k, y_k, x; \\theta)", "\\Delta\\theta = 0"],
  terms: ["form", "share"],
  slips: [],
  sources: ["brown", "min"],
  opens: link("compare", write({ task: "same-word", set: "opposite", ask: "fast", k: 4 })),
} satisfies LessonFile;
