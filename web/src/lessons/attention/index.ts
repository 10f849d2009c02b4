// Attention in its numbers: one head of the model in use on one's own text, down to single products.

import { link } from "../../core/address/url";
import { write } from "../../core/address/inside";
import opening from "../../gallery/opening.json";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 9.5,
  group: "architecture",
  title: { en: "Attention, number by number", zh: "注意力，逐个数字" },
  formula: [
    "\\text{head} = \\text{softmax}{(\\frac{QK^\\top}{\\sqrt{d}} + M)} V",
    "\\text{out} = [\\text{head}_1 \\ldots \\text{head}_h] W_O",
  ],
  slips: [],
  sources: ["vaswani", "ainslie", "su"],
  opens: link("inside", write({ text: opening.sentence, view: "attention", layer: 3, head: 2 })),
} satisfies LessonFile;
