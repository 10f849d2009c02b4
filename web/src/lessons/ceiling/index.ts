// When there is no more text: the same text again, or a model's own samples.

import { link } from "../../core/address/url";
import { write } from "../../features/shapes/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 29.1,
  group: "open",
  title: { en: "When the text runs out", zh: "文本用完以后" },
  formula: [],
  slips: [],
  sources: ["muennighoff", "shumailov", "gerstgrasser"],
  opens: link("shapes", write({ families: ["gpt-3"], sort: "parameters" })),
  stock: [
    { id: "epochs", kind: "curves", log: true, series: ["loss-by-epochs"] },
    { id: "cost", kind: "dots", series: ["cost-by-epochs"] },
    { id: "generations", kind: "curves", series: ["loss-replaced", "loss-joined"] },
  ],
} satisfies LessonFile;
