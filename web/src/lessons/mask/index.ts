// The mask as it is added to the scores, and the picture of who may look.

import { link } from "../../core/address/url";
import { write } from "../../features/forward/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 10,
  group: "architecture",
  title: { en: "The causal mask", zh: "因果掩码" },
  formula: [
    "A = \\text{softmax}{(\\frac{QK^\\top}{\\sqrt{d_k}} + M)}",
    "M_{ij} = 0\\,(j \\le i),\\,-\\infty\\,(j > i)",
  ],
  slips: [{ quotes: ["the causal mask matrix \\(M\\) is a lower-triangular matrix"], section: 2 }],
  sources: ["vaswani", "radford18"],
  opens: link("forward", write({ causal: false, step: "weights", row: 0, column: 1 })),
} satisfies LessonFile;
