// Steps written before the answer: a small network that learned sums, and a model shown worked examples.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 24,
  group: "inContext",
  title: { en: "Writing the steps first", zh: "先写步骤" },
  formula: ["p(y \\mid x) = \\sum_{s} p(s \\mid x)\\, p(y \\mid x, s)"],
  slips: [
    {
      quotes: ["A: Roger一开始有5个网球。他买了2罐,每罐3个,所以他买了2x3=6个。"],
      section: 7,
    },
  ],
  sources: ["weiChain"],
  opens: link("compare", write({ task: "arithmetic", k: 8, reasoning: { n: 4, max_tokens: 64 } })),
  stock: [
    { id: "sums", kind: "curves", series: ["right-steps", "right-direct"] },
    { id: "model", kind: "dots", series: ["model"] },
    { id: "paired", kind: "table", series: ["paired"], units: { "McNemar p": "p-value" } },
  ],
} satisfies LessonFile;
