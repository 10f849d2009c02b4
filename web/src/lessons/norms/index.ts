// Norms after each sum or inside the branches: gradients before training, losses after a little of it.

import { link } from "../../core/address/url";
import { GPT2_SMALL } from "../../core/models/shapes";
import type { LessonFile } from "../../features/lessons/lessons";
import { write } from "../../features/shapes/address";

export default {
  order: 7,
  group: "architecture",
  title: { en: "Where the norms stand", zh: "归一化放在哪里" },
  formula: [
    "\\text{post: }\\,h' = \\text{LN}(h + F(h))",
    "\\text{pre: }\\,h' = h + F(\\text{LN}(h))",
  ],
  slips: [],
  sources: ["xiong", "radford18", "radford19"],
  opens: link("shapes", write({ chosen: { ...GPT2_SMALL, norm: "post" } })),
  stock: [
    {
      id: "gradients",
      kind: "multiples",
      series: ["pre", "post"].flatMap((kind) =>
        [6, 12, 24].map((depth) => `gradient-${kind}-${depth}`),
      ),
    },
    { id: "losses", kind: "dots", series: ["loss-pre", "loss-post"] },
  ],
} satisfies LessonFile;
