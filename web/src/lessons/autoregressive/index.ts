// The chain rule, and a text as a sum of surprisals.

import { link } from "../../core/address/url";
import { write } from "../../core/address/decode";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 5,
  group: "background",
  title: { en: "Why autoregressive", zh: "为什么是自回归" },
  formula: ["p(u) = \\prod_{i=1}^n p(u_i \\mid u_{<i})"],
  slips: [
    {
      quotes: [
        "Subsequent practice has shown that the Decoder-only architecture exhibits better scaling behavior as model size increases",
      ],
      section: 1,
    },
  ],
  sources: ["radford18", "devlin", "wang"],
  opens: link("decode", write({ text: "The cat sat on the" })),
} satisfies LessonFile;
