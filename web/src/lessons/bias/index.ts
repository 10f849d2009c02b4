// What a model expects after an occupation, and whether true statements are likelier to it.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { DEFAULTS, write } from "../../features/prompt/address";

export default {
  order: 28,
  group: "beyond",
  title: { en: "Bias and truth", zh: "偏见与真话" },
  formula: ["\\frac{p(h)}{p(h) + p(s)}"],
  slips: [],
  sources: ["bolukbasi", "lin"],
  opens: link(
    "prompt",
    write({
      mode: "text",
      text: "The nurse put the letter on the table, and then",
      settings: DEFAULTS,
    }),
  ),
} satisfies LessonFile;
