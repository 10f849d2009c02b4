// The same checkpoints by exact match, by digits and by log-probability: whose is the jump?

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 29.3,
  group: "open",
  title: { en: "A sudden ability, and the metric", zh: "突然的能力与度量" },
  formula: ["p(\\text{all right}) = p^n"],
  slips: [],
  sources: ["weiEmergent", "schaeffer"],
  opens: link("compare", write({ task: "arithmetic", k: 8 })),
  stock: [
    { id: "shares", kind: "curves", log: true, series: ["digits", "independent", "exact"] },
    { id: "logprob", kind: "curves", log: true, series: ["logprob"] },
    { id: "steepest", kind: "dots", series: ["steepest"] },
  ],
} satisfies LessonFile;
