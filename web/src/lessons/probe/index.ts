// Whether pre-training brings out parts of speech: a linear probe by layer.

import { link } from "../../core/address/url";
import { write } from "../../core/address/inside";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 4,
  group: "background",
  title: {
    en: "What a next-token model learns about grammar",
    zh: "只学预测下一个词元，也学到了语法",
  },
  formula: [
    "\\text{selectivity} = \\text{right}_{\\text{speech}} - \\text{right}_{\\text{control}}",
  ],
  slips: [],
  stock: ["smollm2-135m", "house-prose"].map((model) => ({
    id: model,
    kind: "curves",
    series: ["speech", "control", "selectivity"].map((kind) => `${model}-${kind}`),
  })),
  sources: ["hewitt", "radford18"],
  opens: link("inside", write({ text: "They fish for", view: "layers" })),
} satisfies LessonFile;
