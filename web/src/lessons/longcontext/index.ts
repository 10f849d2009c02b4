// A pass-key in a long text: what a stated context holds.

import { link } from "../../core/address/url";
import { write } from "../../features/shapes/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 18.2,
  group: "series",
  title: { en: "A key in a long text", zh: "长文本里的一把钥匙" },
  formula: [],
  slips: [],
  sources: ["mohtashami"],
  opens: link("shapes", write({ families: ["gpt-3", "gpt-4"], sort: "parameters" })),
  stock: [
    { id: "right", kind: "curves", log: true, series: ["right", "chance"], loose: ["chance"] },
  ],
} satisfies LessonFile;
