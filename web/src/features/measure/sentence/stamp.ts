// How a whole measurement answers its question, as a stamp. No rule is decided here: each answer is
// the server's.

import type { Stamp } from "../../../core/gallery/finding";
import type { QuestionId } from "../questions/question";
import { examplesFacts, formatFacts, labelsFacts, modelsFacts, orderFacts, type Whole } from "./facts"; // prettier-ignore

/** `both`: some steps up, some down. */
export type MeasuredStamp = Stamp | "both";

const TREND = { up: "yes", down: "reverse", both: "both", small: "no", unknown: "few" } as const;
const EFFECT = { reads: "yes", against: "reverse", small: "no", unknown: "few" } as const;
const DIFFERENCE = { higher: "yes", lower: "reverse", "none as large": "no", "not enough": "few" } as const; // prettier-ignore

/** Null where there is nothing to compare. */
export function stampOf(record: Whole, id: QuestionId): MeasuredStamp | null {
  if (id === "examples") {
    const { trend, formLearned } = examplesFacts(record) ?? { trend: "single" };
    if (trend === "single") return null;
    const undecided = trend === "unknown" || trend === "small";
    return formLearned === true && undecided ? "form" : TREND[trend];
  }
  if (id === "order" || id === "format") {
    const range = id === "order" ? orderFacts(record) : formatFacts(record);
    if (range === null) return null;
    if (range.apart) return "yes";
    return range.range.high < range.smallest ? "no" : "few";
  }
  if (id === "labels") {
    const labels = labelsFacts(record);
    return labels && EFFECT[labels.effect];
  }
  const models = id === "models" ? modelsFacts(record) : null;
  return models && DIFFERENCE[models.step.difference.answer];
}
