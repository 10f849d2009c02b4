// An image cut into patches, each a token, then the word of what it shows.

import { link } from "../../core/address/url";
import { write } from "../../features/shapes/address";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 18.1,
  group: "series",
  title: { en: "An image as tokens", zh: "把图像当词元" },
  formula: ["x_i = W p_i + b + e_i"],
  slips: [],
  sources: ["dosovitskiy", "openai"],
  opens: link("shapes", write({ families: ["gpt-3", "gpt-4"], sort: "parameters" })),
  stock: [
    { id: "right", kind: "dots", series: ["right"] },
    { id: "minus", kind: "dots", series: ["patches-minus"] },
  ],
} satisfies LessonFile;
