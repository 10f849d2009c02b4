// GPT-4: what is known, what is rumour; and four experts beside dense networks.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { write } from "../../features/shapes/address";

export default {
  order: 18,
  group: "series",
  title: { en: "GPT-4’s rumoured experts", zh: "传闻中 GPT-4 的专家" },
  formula: [
    "y = p_e(x)\\,E_e(x)",
    "p(x) = \\text{softmax}(W x)",
    "L = \\alpha N \\sum_{i=1}^N f_i P_i",
  ],
  slips: [],
  sources: ["fedus", "shazeer17", "openai"],
  opens: link("shapes", write({ families: ["gpt-3", "gpt-4"], sort: "parameters" })),
  stock: [
    { id: "bits", kind: "dots", series: ["bits"] },
    { id: "minus", kind: "dots", series: ["experts-minus"] },
    { id: "seconds", kind: "bars", series: ["seconds"] },
  ],
} satisfies LessonFile;
