// GPT-1's fine-tuning: a task as rows of tokens, and the language model's loss beside the task's.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { DEFAULTS, write } from "../../features/prompt/address";
import type { Stock } from "../../ui/figures/stock/stock";
import type { Kind } from "./inputs";

/** What its figure draws of the result, besides the inputs. */
export const DRAWN: readonly Stock[] = [
  { id: "order", kind: "curves", log: true, series: of("order") },
  {
    id: "entailment",
    kind: "curves",
    log: true,
    series: [...of("entailment"), "entailment-second-alone"],
  },
  { id: "nats", kind: "dots", series: ["order-nats", "entailment-nats"] },
];

/** A text of each kind; `$` stands between its parts. */
export const EXAMPLES: Record<Kind, string> = {
  classification: "The king rode home.",
  entailment: "An oak $ A tree",
  similarity: "He went home. $ He walked back to his house.",
  choice: "It rained, so she took $ her umbrella. $ her dinner.",
};

function of(task: string): string[] {
  return ["pretrained-0", "pretrained-0.5", "scratch-0", "scratch-0.5"].map(
    (run) => `${task}-${run}`,
  );
}

export default {
  order: 13,
  group: "generation",
  title: { en: "Fine-tuning as GPT-1 did it", zh: "GPT-1 的微调" },
  formula: [
    "L_1 = \\sum_{i} \\log p(x_i \\mid x_1, \\ldots, x_{i-1})",
    "L_2 = \\sum_{(x, y)} \\log p(y \\mid x_1, \\ldots, x_m)",
    "L_3 = L_2 + \\lambda L_1",
  ],
  slips: [
    {
      quotes: ["Prevent catastrophic forgetting of knowledge learned during pre-training"],
      section: 3,
    },
  ],
  text: EXAMPLES.entailment,
  sources: ["radford18"],
  opens: link(
    "prompt",
    write({ mode: "text", text: "An oak is a kind of", settings: DEFAULTS, model: "house-prose" }),
  ),
} satisfies LessonFile;
