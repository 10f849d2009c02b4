// GPT-3's mixture of texts: weights, sizes, and how often each text was read.

import { link } from "../../core/address/url";
import { write } from "../../features/shapes/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 17,
  group: "series",
  title: { en: "What GPT-3 read, and how often", zh: "GPT-3 读了什么，读了几遍" },
  formula: ["e_s = \\frac{w_s \\cdot 300\\,\\text{B}}{n_s}"],
  slips: [{ quotes: ["Mixed datasets (~570GB)"], section: 6 }],
  sources: ["brown"],
  opens: link("shapes", write({ families: ["gpt-2", "gpt-3"], sort: "parameters" })),
} satisfies LessonFile;
