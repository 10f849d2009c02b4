// Loss by size, text, compute and shape of small GPT-2s, and a prediction from four sizes.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { write } from "../../features/train/address";

export default {
  order: 27,
  group: "beyond",
  title: { en: "Scaling laws, small", zh: "小规模的标度律" },
  formula: ["L(N) = (N_c / N)^{\\alpha}", "C \\approx 6 N D"],
  slips: [
    { quotes: ["Where \\(N\\) is the number of parameters"], section: 9 },
    { quotes: ["scaling up the model is more efficient than adding more data"], section: 9 },
  ],
  sources: ["kaplan", "hoffmann", "porian"],
  opens: link("train", write({ x: "steps" })),
  stock: [
    {
      id: "size",
      kind: "curves",
      log: true,
      series: ["law-by-size", "loss-by-size"],
      loose: ["loss-by-size"],
    },
    {
      id: "text",
      kind: "curves",
      log: true,
      series: ["law-by-text", "loss-by-text"],
      loose: ["loss-by-text"],
    },
    {
      id: "compute",
      kind: "curves",
      log: true,
      series: ["loss-by-compute"],
      loose: ["loss-by-compute"],
    },
    { id: "shape", kind: "dots", series: ["loss-by-shape"] },
  ],
} satisfies LessonFile;
