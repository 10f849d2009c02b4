// Four ways to tell positions, read four times as far as they were trained.

import { link } from "../../core/address/url";
import { write } from "../../core/address/inside";
import type { LessonFile } from "../../features/lessons/lessons";

const KINDS = ["sinusoidal", "learned", "rotary", "none"];

export default {
  order: 8,
  group: "architecture",
  title: { en: "Telling positions", zh: "位置怎样告诉模型" },
  formula: [
    "h_0 = W_e[x] + W_p",
    "P_{p,2i} = \\sin(p / 10000^{2i/d})",
    "P_{p,2i+1} = \\cos(p / 10000^{2i/d})",
  ],
  slips: [
    {
      quotes: [
        "which have the theoretical advantage of extrapolating to longer sequences. GPT chose learned positional embeddings; experiments showed that the two approaches perform comparably",
      ],
      section: 2,
    },
  ],
  sources: ["vaswani", "press", "su", "haviv"],
  opens: link("inside", write({ text: "no no no no no no no no", view: "attention" })),
  stock: [
    { id: "bits", kind: "curves", series: KINDS.map((kind) => `bits-${kind}`) },
    { id: "cost", kind: "dots", series: ["cost"] },
  ],
} satisfies LessonFile;
