// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gap = "gap[10]";

export const words = {
  text: [
    "A transformer reads pairs x, y with y = w · x + noise, a new w in each prompt, and predicts the next y. Its weights stay, so whatever it learns of w it learns in its forward pass. Does it take a step of gradient descent there?",
    "Not one. After ten examples its predictions differ from one step’s by {distance[1 steps] 2} (mean square), from ridge regression’s by {distance[ridge] 2} [{distance[ridge].low 2}, {distance[ridge].high 2}] and least from those of sixteen steps: {distance[16 steps] 2} [{distance[16 steps].low 2}, {distance[16 steps].high 2}]. Sixteen steps and ridge regression are not told apart, so several steps are not refuted.",
    "Ridge regression is the best possible where w and noise are drawn from normal distributions, as here. It errs {error-ridge[10] 2}, the transformer {error-transformer[10] 2}, one step {error-one-step[10] 2}: the transformer has not learned all that there is to learn.",
    "One layer of attention without softmax is another matter. Trained, it becomes one step of descent: cosine {cosine[layer, one step] 3}, where ridge regression has {cosine[layer, ridge] 3}.",
  ],
  corrections: [
    {
      claim:
        "From few-shot examples, “the model implicitly performs one (or several) gradient descent steps on this data during its forward pass”.",
      right:
        "Shown for small transformers trained on nothing but linear regression, above all with linear attention. Garg et al. 2022 found least squares learned in context, which is not yet descent; of GPT-3 on text neither is shown. Here one step does not fit; sixteen do, no better and no worse than ridge regression.",
      source: "Akyürek et al. 2022; von Oswald et al. 2023; Garg et al. 2022",
    },
  ],
  opposite: "Predictions nearer to one step of descent than to ridge regression.",
  try: "Give a real model four examples of a rule",
  formula:
    "X holds the k examples’ inputs, y their answers, eta is the rate, sigma squared the noise’s variance. One step: the weights are eta over k, times the sum over the examples of y times x. Ridge: the inverse of X transposed X plus sigma squared on the diagonal, times X transposed y.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Its predictions are nearer to one step: the squared distance to one step less that to ridge regression is {${gap} 2} (95 % from {${gap}.low 2} to {${gap}.high 2}, three seeds).`,
      refuted: `Its predictions are nearer to ridge regression: the squared distance to one step is larger by {${gap} 2} (95 % from {${gap}.low 2} to {${gap}.high 2}, three seeds).`,
      null: `The squared distance to one step less that to ridge regression is {${gap} 2}, but the interval over three seeds, {${gap}.low 2} to {${gap}.high 2}, holds 0.`,
    },
  },
  figure: {
    figures: {
      error: {
        caption: "Error of the next prediction",
        x: "examples before it",
        y: "mean squared error, without the noise",
      },
      distance: {
        caption:
          "The transformer’s predictions beside those of known methods, after ten examples (32 steps, at one rate for all prompts, run away on some and stand in the table alone)",
        x: "",
        y: "mean squared difference",
      },
      cosine: {
        caption: "The map from x to the prediction: one layer of linear attention beside others",
        x: "",
        y: "mean cosine",
      },
    },
    names: {
      "error-one-step": "one step of descent",
      "error-least-squares": "least squares (from 9 examples)",
      "error-ridge": "ridge regression",
      "error-transformer": "transformer",
      distance: "transformer",
      cosine: "pairs",
      "1 steps": "1 step of descent",
      "2 steps": "2 steps",
      "4 steps": "4 steps",
      "8 steps": "8 steps",
      "16 steps": "16 steps",
      "32 steps": "32 steps",
      ridge: "ridge regression",
      "least squares": "least squares",
      "layer, one step": "the layer and one step",
      "layer, ridge": "the layer and ridge regression",
      "one step, ridge": "one step and ridge regression",
    },
  },
};
