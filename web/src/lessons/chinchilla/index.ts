// How a budget of compute is best divided between size and text.

import { link } from "../../core/address/url";
import { write } from "../../features/shapes/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 27.3,
  group: "beyond",
  title: { en: "Smaller, but better read", zh: "小一点，多读一点" },
  formula: ["L(N, D) = E + \\frac{A}{N^{\\alpha}} + \\frac{B}{D^{\\beta}}", "C = 6 N D"],
  slips: [],
  sources: ["hoffmann", "besiroglu", "kaplan", "allal"],
  opens: link("shapes", write({ families: ["gpt-2", "gpt-3"], sort: "parameters" })),
} satisfies LessonFile;
