// The block taken apart: GPT-1, GPT-2 and GPT-3, BERT, Llama, with cross-attention and without.

import { link } from "../../core/address/url";
import { write } from "../../features/shapes/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 6,
  group: "architecture",
  title: { en: "The block, part by part", zh: "拆开一个块" },
  formula: ["a = h + \\text{Attn}(\\text{LN}(h))", "b = a + \\text{FFN}(\\text{LN}(a))"],
  slips: [
    {
      quotes: [
        "Added an extra LayerNorm after the final Self-Attention layer",
        "Scaled residual layer initialization weights by \\(1/\\sqrt{N}\\) (\\(N\\) = number of layers)",
      ],
      section: 6,
    },
  ],
  sources: ["vaswani", "radford18", "radford19", "devlin", "touvron", "ba", "zhang"],
  opens: link("shapes", write({ families: ["gpt-1", "gpt-2", "bert"], sort: "parameters" })),
} satisfies LessonFile;
