// The feed-forward part: its activation, a gate at equal parameters, and a head of its own.

import { link } from "../../core/address/url";
import { GPT2_SMALL } from "../../core/models/shapes";
import type { LessonFile } from "../../features/lessons/lessons";
import { write } from "../../features/shapes/address";

export default {
  order: 9,
  group: "architecture",
  title: { en: "Feed-forward, GELU and gates", zh: "前馈、GELU 与门控" },
  formula: ["f(x) = \\text{GELU}(x W_1 + b_1)\\,W_2 + b_2", "\\text{GELU}(x) = x \\cdot \\Phi(x)"],
  slips: [],
  sources: ["hendrycks", "shazeer20", "pressWolf", "vaswani"],
  opens: link(
    "shapes",
    write({ chosen: { ...GPT2_SMALL, layers: 48, width: 1600, heads: 25 } }), // GPT-2 XL
  ),
  stock: [
    { id: "differences", kind: "dots", series: ["minus-base"] },
    { id: "bits", kind: "dots", series: ["bits"] },
  ],
} satisfies LessonFile;
