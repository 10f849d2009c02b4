// The words of Measure’s figures and tables.

import { examples } from "../../../words/common.en";

export const columns = {
  examples: "examples",
  right: "right",
  calibrated: "bias taken out",
  form: "form",
  choice: "share",
  interval: "95 %",
  chance: "guessing",
  order: "order",
  last: "last answer",
  labels: "right answers, %",
  template: "template",
  draw: "draw",
  model: "model",
  change: "difference",
  says: (label: string) => `says “${label}”`,
};

export const kinds = { names: "names", none: "none" };

export const figures = {
  guess: "a guess",
  right: {
    title: "Right: how often the expected answer leads",
    hatched: "hatched: seldom said",
  },
  form: {
    title: "Form: how likely any answer is",
    rule: "rule: above 10\u202f%",
  },
  examples: {
    label: "Share of right answers and form, by number of examples",
    x: "examples",
  },
  order: {
    label:
      "Share of right answers of each order that was drawn, as it stands and with the bias taken out",
    last: (label: string) => `last example ${label}`,
    single: "an order",
  },
  labels: {
    label: "Share of right answers and form, by the share of examples with a right answer",
    x: "examples with a right answer, %",
  },
  format: { label: "Share of right answers by template", y: "right, percent" },
  models: {
    label: (first: string, other: string) => `${other} minus ${first}: right answers, points`,
    k: examples,
  },
};
