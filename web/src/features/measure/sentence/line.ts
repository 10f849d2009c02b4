// What a question came to in a few numbers, under it in the list.

import { isWhole, type Measurement } from "../../../core/measurement/record";
import type { QuestionId } from "../questions/question";
import {
  commonOf,
  examplesFacts,
  formatFacts,
  labelsFacts,
  modelsFacts,
  orderFacts,
  type Whole,
} from "./facts";

/** How a language writes two shares, from one to the other or between two, and of how many questions. */
export interface LineWords {
  change: (from: number, to: number) => string;
  between: (low: number, high: number) => string;
  points: (change: number) => string;
  of: (line: string, n: number) => string;
}

export function lineOf(record: Measurement, id: QuestionId, words: LineWords): string {
  if (!isWhole(record)) return "";
  const line = changeOf(record, id, words);
  return line === "" ? "" : words.of(line, commonOf(record).n);
}

function changeOf(record: Whole, id: QuestionId, words: LineWords): string {
  if (id === "examples") {
    const facts = examplesFacts(record);
    return facts === null ? "" : words.change(facts.first.right.value, facts.last.right.value); // prettier-ignore
  }
  if (id === "order" || id === "format") {
    const range = id === "order" ? orderFacts(record) : formatFacts(record);
    return range === null ? "" : words.between(range.lowest.right, range.highest.right);
  }
  if (id === "labels") {
    const labels = labelsFacts(record);
    return labels === null ? "" : words.points(labels.slope.value);
  }
  const models = id === "models" ? modelsFacts(record) : null;
  return models === null ? "" : words.points(models.step.difference.change.value);
}
