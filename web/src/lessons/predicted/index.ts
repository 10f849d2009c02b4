// The fifth size, trained after its loss was predicted; the published laws beside it.

import { link } from "../../core/address/url";
import { write } from "../../features/shapes/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 27.1,
  group: "beyond",
  title: { en: "A prediction and its miss", zh: "一个预测和它的偏差" },
  formula: ["L(N, D) = E + \\frac{A}{N^{\\alpha}} + \\frac{B}{D^{\\beta}}"],
  slips: [],
  sources: ["kaplan", "hoffmann", "besiroglu"],
  opens: link("shapes", write({ families: ["gpt-2", "gpt-3"], sort: "parameters" })),
  stock: [
    { id: "miss", kind: "dots", series: ["predicted", "measured"] },
    {
      id: "published",
      kind: "curves",
      log: true,
      series: ["kaplan", "chinchilla", "measured"],
      loose: ["measured"],
    },
  ],
} satisfies LessonFile;
