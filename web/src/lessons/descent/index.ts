// Linear regression from examples in a prompt: beside ridge regression and steps of gradient descent.

import { link } from "../../core/address/url";
import { write } from "../../core/address/compare";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 22,
  group: "inContext",
  title: { en: "Is it gradient descent?", zh: "这是梯度下降吗？" },
  formula: [
    "w_{\\text{step}} = \\frac{\\eta}{k} \\sum_{i=1}^{k} y_i x_i",
    "w_{\\text{ridge}} = (X^\\top X + \\sigma^2 I)^{-1} X^\\top y",
  ],
  slips: [
    {
      quotes: [
        "the model implicitly performs one (or several) gradient descent steps on this data during its forward pass",
      ],
      section: 7,
    },
  ],
  sources: ["akyurek", "oswald", "garg"],
  opens: link("compare", write({ task: "copy-rule", k: 4 })),
  stock: [
    {
      id: "error",
      kind: "curves",
      series: ["error-one-step", "error-least-squares", "error-ridge", "error-transformer"],
    },
    { id: "distance", kind: "dots", series: ["distance"], listed: ["32 steps"] },
    { id: "cosine", kind: "dots", series: ["cosine"] },
  ],
} satisfies LessonFile;
