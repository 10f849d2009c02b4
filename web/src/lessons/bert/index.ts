// A GPT and its masked twin: fill-mask beside next token, and why decoders prevailed.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { DEFAULTS, write } from "../../features/prompt/address";
import type { Stock } from "../../ui/figures/stock/stock";

/** What its figure draws of the result, besides the gap. */
export const DRAWN: readonly Stock[] = [
  { id: "gap", kind: "curves", series: ["gap-gpt", "gap-bert"] },
  { id: "small", kind: "curves", series: ["small-gpt", "small-gpt-15", "small-bert"] },
  { id: "read", kind: "dots", series: ["read-bert", "read-gpt", "read-words"] },
  { id: "costs", kind: "table", series: ["costs"] },
];

export default {
  order: 26,
  group: "beyond",
  title: { en: "BERT beside GPT", zh: "BERT 与 GPT" },
  formula: [
    "L_{\\text{MLM}} = -\\frac{1}{n} \\sum_{i=1}^n \\log p(u_{m_i} \\mid u_{\\text{shown}})",
  ],
  slips: [],
  text: "She opened the [MASK] and stepped out into the garden.",
  sources: [
    "devlin",
    "radford19",
    "raffel",
    "brown",
    "samuel",
    "schick",
    "wang",
    "wettig",
    "clark",
    "weiEmergent",
    "schaeffer",
  ],
  opens: link(
    "prompt",
    write({
      mode: "fill",
      text: "The [MASK] flew out of the cage and sang in the old [MASK].",
      settings: DEFAULTS,
      masked: "house-bert",
    }),
  ),
} satisfies LessonFile;
