// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const names = { speech: "part of speech", control: "control task", selectivity: "selectivity" };
const figure = (model: string) => ({
  caption: `${model}: words whose tag a linear probe gets right, by layer`,
  x: "Layers behind the vector that is read (0: the token’s own)",
  y: "Share of held-out words",
});

export const words = {
  text: [
    "Nobody told these models what a noun is. Still, a linear probe on a word’s vector names its part of speech: in SmolLM2 {smollm2-135m-speech[0] percent} right from the token’s own vector, {smollm2-135m-speech[15] percent} half-way up; in our house-prose {house-prose-speech[0] percent} and {house-prose-speech[3] percent}. In SmolLM2’s last layer it is {smollm2-135m-speech[30] percent}, less than before any layer: there the vector has to name the next token.",
    "A probe can also learn words by heart. The control task shows how far that goes: every word gets a tag drawn at random, the same wherever it stands. Selectivity is what is right of the real tags beyond that: {smollm2-135m-selectivity[0] percent} before any layer of SmolLM2, {smollm2-135m-selectivity[15] percent} half-way up.",
    "GPT-1’s title promises more: “Improving Language Understanding by Generative Pre-Training”. That parts of speech come out without a label is a sign of it. Understanding they are not: half-way up, the probe is right on only {smollm2-135m-speech-gain[15] percent} of the words more than from the token alone.",
  ],
  corrections: [],
  opposite:
    "A flat line: as much right before any layer as after each, or a control task that rises as the part of speech does.",
  try: "See what each layer would write after “They fish for”",
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
