// Examples read as Bayes' rule reads them: hidden Markov chains, where the exact answer can be calculated.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 21,
  group: "inContext",
  title: { en: "Examples as evidence: Bayes’ rule", zh: "例子作为证据：贝叶斯" },
  formula: ["p(y \\mid x) = \\sum_{c} p(y \\mid x, c)\\, p(c \\mid x)"],
  slips: [],
  sources: ["xie"],
  opens: link("compare", write({ task: "same-word", set: "comparative", ask: "fast", k: 2 })),
  stock: [
    { id: "divergence", kind: "curves", series: ["kl-blind", "kl-transformer", "kl-lstm"] },
    { id: "sure", kind: "curves", series: ["sure"] },
  ],
} satisfies LessonFile;
