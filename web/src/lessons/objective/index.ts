// Likelihood, cross-entropy, perplexity and bits per byte of one text under two tokenizers.

import { link } from "../../core/address/url";
import { SAME } from "../../features/prompt/beside/address";
import { DEFAULTS, write } from "../../features/prompt/address";
import opening from "../../gallery/opening.json";
import type { LessonFile } from "../../features/lessons/lessons";

/** The sentence that it opens with and the model beside the one in use; both are recorded. */
export const { text: SENTENCE, beside: BESIDE } = opening.objective;

export default {
  order: 12,
  group: "generation",
  title: { en: "Perplexity and bits per byte", zh: "困惑度与每字节比特数" },
  formula: [
    "\\text{CE} = -\\frac{1}{n} \\sum_{i=1}^n \\log p(u_i \\mid u_{<i})",
    "\\text{PPL} = \\exp(\\text{CE})",
    "\\text{BPB} = \\frac{n\\,\\text{CE}}{\\text{bytes} \\times \\log 2}",
  ],
  slips: [
    {
      quotes: [
        "on average, how many equally probable candidate words the model must choose from at each step",
      ],
      section: 3,
    },
  ],
  text: SENTENCE,
  sources: ["shannon", "jelinek"],
  opens: link(
    "prompt",
    write({
      text: "The burgomaster whispered to the",
      settings: DEFAULTS,
      beside: { ...SAME, model: BESIDE },
    }),
  ),
} satisfies LessonFile;
