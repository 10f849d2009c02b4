// What stood in the prompts that GPT-2 was measured with.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 20,
  group: "inContext",
  title: {
    en: "What GPT-2’s “zero-shot” prompts really held",
    zh: "GPT-2 的“零样本”提示里到底有什么",
  },
  formula: [],
  slips: [
    {
      quotes: [
        "a sufficiently large language model can perform downstream tasks without any fine-tuning (zero-shot)",
        "translate English to French: [English text] = [French text].",
      ],
      section: 6,
    },
  ],
  sources: ["radford19", "raffel"],
  opens: link("compare", write({ task: "translation", set: "French", k: 4 })),
} satisfies LessonFile;
