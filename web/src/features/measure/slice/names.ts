// How the values of a factor are called, in a list to choose from and in a sentence.

import type { Measurement } from "../../../core/measurement/record";
import type { QuestionId } from "../questions/question";
import { short } from "../../../core/text/tokens";
import { oneLine } from "../../../core/measurement/formats";
import { type Choice, type Factor, optionsOf } from "./slice";
import type { slice as en } from "./words.en";

const MOST = 48; // letters of a template

interface Words {
  slice: typeof en;
  kinds: { names: string; none: string };
}

export function optionName(
  record: Measurement,
  factor: Factor,
  value: Choice[Factor],
  { slice, kinds }: Words,
): string {
  if (factor === "model") return record.models[Number(value)]?.id ?? "";
  if (factor === "format") return short(oneLine(templateOf(record, String(value))), MOST);
  if (factor === "draw") return String(Number(value) + 1);
  if (factor === "k") return String(value);
  return value === "names" || value === "none" ? kinds[value] : slice.share(100 * Number(value));
}

/** `draw 2, the template “Q: {input}”`; empty where there is nothing to choose. */
export function sliceName(
  record: Measurement,
  id: QuestionId,
  choice: Choice,
  words: Words,
): string {
  const names = optionsOf(record, id).map(([factor]) => {
    const name = optionName(record, factor, choice[factor], words);
    if (factor === "model") return name;
    if (factor === "format") return words.slice.template(name);
    if (factor === "labels") return words.slice.labels(name);
    return factor === "k" ? words.slice.k(choice.k) : words.slice.draw(choice.draw + 1);
  });
  return words.slice.join(names);
}

function templateOf({ conditions }: Measurement, format: string): string {
  return conditions.find((condition) => condition.format === format)?.template ?? format;
}
