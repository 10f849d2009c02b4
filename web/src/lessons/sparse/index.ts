// What tables of counts never see, and how far apart sparse vectors are.

import { link } from "../../core/address/url";
import { write } from "../../core/address/decode";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 1,
  group: "background",
  title: { en: "Counting words", zh: "数词" },
  formula: ["x_{w,d} = n_{w,d} \\cdot (1 + \\log \\frac{1 + N}{1 + N_w})"],
  slips: [],
  sources: ["bellman", "sparckJones", "beyer"],
  opens: link("decode", write({ text: "The whale wrote a long letter to the" })),
  stock: [
    {
      id: "unseen",
      kind: "curves",
      series: ["unseen-6", "unseen-5", "unseen-4", "unseen-3", "unseen-2", "unseen-1"],
      log: true,
    },
    {
      id: "ratio",
      kind: "curves",
      series: ["ratio-one-hot", "ratio-tf-idf", "ratio-gpt"],
      log: true,
      loose: ["ratio-gpt"], // two models
    },
    {
      id: "cosines",
      kind: "histogram",
      series: ["cosine-tf-idf", "cosine-house-prose", "cosine-smollm2-135m"],
    },
  ],
} satisfies LessonFile;
