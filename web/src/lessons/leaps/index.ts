// What each GPT made unnecessary: training for each task, then examples, then a text to continue.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 16.5,
  group: "series",
  title: { en: "What each GPT made unnecessary", zh: "每一代 GPT 省去了什么" },
  formula: [],
  slips: [],
  sources: ["radford18", "radford19", "brown", "ouyang", "openai", "martinez"],
  opens: link("compare", write({ task: "translation", set: "French", k: 0 })),
} satisfies LessonFile;
