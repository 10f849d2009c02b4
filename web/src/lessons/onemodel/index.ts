// One model with examples in its prompt against a classifier of its own for each task.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 25,
  group: "inContext",
  title: { en: "One model for ten tasks", zh: "一个模型，十个任务" },
  formula: [],
  slips: [],
  sources: ["brown"],
  opens: link("compare", write({ task: "animal-or-food", set: "natural", k: 8 })),
  stock: [
    {
      id: "right",
      kind: "dots",
      series: ["prompted", "classifier-8", "classifier-128", "chance"],
    },
    {
      id: "needed",
      kind: "table",
      series: ["needed"],
      units: { "prompted, right": "share", "classifier, right": "share" },
    },
  ],
} satisfies LessonFile;
