// The words of the lesson. Its text holds at most 120 words.

import { STATED } from "../../core/experiments/stated";

const names = { speech: "part of speech", control: "control task", selectivity: "selectivity" };
const figure = (model: string) => ({
  caption: `${model}: words whose tag a linear probe gets right, by layer`,
  x: "Layer that the probe reads (0: the token’s own vector)",
  y: "Share of held-out words",
});

export const words = {
  text: [
    "Nobody told these models what a noun is. Still, a linear probe on a word’s vector names its part of speech: in SmolLM2 {smollm2-135m-speech[0] percent} right from the token’s own vector, {smollm2-135m-speech[15] percent} half-way up; in our house-prose {house-prose-speech[0] percent} and {house-prose-speech[3] percent}.",
    "A probe can also learn words by heart. The control task shows how far that goes: every word gets a tag drawn at random, the same wherever it stands. Selectivity is what is right of the real tags beyond that: {smollm2-135m-selectivity[0] percent} at layer 0 of SmolLM2, {smollm2-135m-selectivity[15] percent} half-way up. Generative pre-training “improves understanding”, as GPT-1’s title has it, without a label.",
  ],
  corrections: [],
  opposite:
    "A flat line: as much right at layer 0 as in any other, or a control task that rises as the part of speech does.",
  try: "See layer by layer what a model makes of “They fish for fish.”",
  formula:
    "Selectivity is the share right of the part of speech less the share right of the control task.",
  experiment: {
    ...STATED,
    outcomes: {
      held: "Half-way up, both models tell more of the part of speech than the token’s own vector does, and with more selectivity.",
      refuted:
        "In at least one of the two models the layer half-way up is worse than the token’s own vector.",
      null: "At least one difference is no larger than chance: the token’s own vector does nearly all.",
    },
  },
  figure: {
    figures: { "smollm2-135m": figure("SmolLM2-135M"), "house-prose": figure("house-prose") },
    names: Object.fromEntries(
      ["smollm2-135m", "house-prose"].flatMap((model) =>
        Object.entries(names).map(([kind, name]) => [`${model}-${kind}`, name]),
      ),
    ),
  },
};
