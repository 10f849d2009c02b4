// Preferences after pre-training: what they change, and what it costs.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { DEFAULTS, write } from "../../features/prompt/address";

export default {
  order: 28.1,
  group: "beyond",
  title: { en: "Alignment", zh: "对齐" },
  formula: ["-\\log \\sigma(\\beta \\log \\frac{p(w)}{r(w)} - \\beta \\log \\frac{p(l)}{r(l)})"],
  slips: [],
  sources: ["ouyang", "rafailov", "hutto"],
  opens: link(
    "prompt",
    write({ mode: "text", text: "It was a", settings: DEFAULTS, model: "house-prose" }),
  ),
  stock: [
    { id: "reward", kind: "dots", series: ["reward"] },
    { id: "kl", kind: "dots", series: ["kl"] },
    { id: "nats", kind: "dots", series: ["nats-change"] },
    { id: "samples", kind: "table", series: ["samples"] },
  ],
} satisfies LessonFile;
