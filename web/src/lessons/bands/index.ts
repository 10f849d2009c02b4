// Two kinds of band about the line of the scaling lesson, what they cover, and five shapes at one size.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { write } from "../../features/shapes/address";

export default {
  order: 27.2,
  group: "beyond",
  title: { en: "How sure is the line?", zh: "这条直线有多可靠？" },
  formula: [],
  slips: [],
  sources: ["efron", "kaplan"],
  opens: link("shapes", write({ sort: "layers" })),
  stock: [
    {
      id: "size",
      kind: "curves",
      log: true,
      series: ["band-student-t", "band-bootstrap", "loss-by-size", "largest"],
      loose: ["loss-by-size", "largest"],
    },
    { id: "coverage", kind: "dots", series: ["coverage-student-t", "coverage-bootstrap"] },
    { id: "shape", kind: "dots", series: ["loss-by-shape", "allowed"] },
  ],
} satisfies LessonFile;
