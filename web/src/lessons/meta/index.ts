// Small networks that learn to read labels off their context, and what house-gpt2's heads have to do with it.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { write } from "../../features/train/address";

export default {
  order: 23,
  group: "inContext",
  title: { en: "Learning to learn", zh: "学会学习" },
  formula: [],
  slips: [],
  sources: ["chan", "reddy", "olsson", "edelman"],
  opens: link("train", write({ run: "markov", x: "steps" })),
  stock: [
    { id: "learning", kind: "curves", series: ["learning-2", "learning-1"] },
    {
      id: "burstiness",
      kind: "dots",
      series: ["novel-2", "weights-2", "novel-1", "weights-1"],
    },
    { id: "zero", kind: "dots", series: ["off-zero", "off-mean"] },
  ],
} satisfies LessonFile;
