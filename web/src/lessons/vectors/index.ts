// Ten words of two senses: whether a word's vector tells which one is meant.

import { link } from "../../core/address/url";
import { write } from "../../core/address/inside";
import type { LessonFile } from "../../features/lessons/lessons";

const CONTEXT = "word2vec-context"; // one point: it has no layers
const MODELS = ["house-bert", "smollm2-135m", "house-prose", "lstm-pair", CONTEXT];

export default {
  order: 2,
  group: "background",
  title: { en: "One word, two senses", zh: "一个词，两个意思" },
  formula: ["\\cos(u, v) = \\frac{u \\cdot v}{\\sqrt{u \\cdot u} \\sqrt{v \\cdot v}}"],
  slips: [
    {
      quotes: ["GPT-1 and ELMo proposed the pre-training paradigm almost simultaneously"],
      section: 1,
    },
  ],
  stock: [
    ...["after", "before"].map((kind) => ({
      id: kind,
      kind: "curves" as const,
      series: MODELS.map((model) => `${model}-${kind}`),
      loose: [`${CONTEXT}-${kind}`],
    })),
    { id: "neighbours", kind: "table", series: ["neighbours"] },
  ],
  sources: ["mikolov", "pennington", "peters", "radford18", "devlin", "dai", "howard"],
  opens: link(
    "inside",
    write({ text: "The boat ran against the bank. She robbed the bank", view: "attention" }),
  ),
} satisfies LessonFile;
