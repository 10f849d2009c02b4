// The five questions with which the note ends: what was tried here, and what nobody knows.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 29,
  group: "open",
  title: { en: "Five open questions", zh: "五个开放问题" },
  formula: [],
  slips: [],
  sources: ["kaplan", "xie", "muennighoff", "leviathan", "schaeffer"],
  opens: link("compare", write({ task: "same-word", set: "comparative", ask: "fast", k: 4 })),
} satisfies LessonFile;
