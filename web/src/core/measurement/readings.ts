// What the readings of one condition come to, item by item and together. The twin of `PerItem` in
// backend/shotglass/engine/measurement/figures.py, so that a record is shown without a model.

import type { Readings, Row } from "../api/api.gen";
import { wilson } from "../statistics/wilson";
import { type Plan, type PlanItem, questionsOf, sharedLabels } from "./plan";

/** One question under one condition. `says`: the place of its likeliest label, -1 where two are. */
export interface ItemReading {
  item: PlanItem;
  labels: readonly string[];
  logprobs: readonly number[];
  says: number;
  right: boolean;
  form: number;
  choice: number;
  calibrated: boolean | null; // null: without content-free inputs
}

/** In the order of the plan's questions. */
export function itemReadings(plan: Plan, readings: Readings): ItemReading[] {
  const questions = questionsOf(plan);
  const shared = sharedLabels(plan);
  const baselines = baselinesOf(plan, readings, questions, shared);
  return questions.map((item, at) => {
    const labels = labelsOf(item, shared);
    const logprobs = readings.items[at] ?? [];
    const answer = labels.indexOf(item.expected);
    const baseline = baselines.get(labels.join("\0"));
    const over = baseline && logprobs.map((item, i) => item - (baseline[i] ?? 0));
    const says = likeliest(logprobs);
    return {
      item,
      labels,
      logprobs,
      says,
      right: says === answer,
      form: logprobs.reduce((sum, item) => sum + Math.exp(item), 0),
      choice: shareOf(logprobs, answer),
      calibrated: over === undefined ? null : likeliest(over) === answer,
    };
  });
}

/** At how many labels each prompt of a condition is read: those of the items, and the content-free ones
 * of each list of labels. */
export function labelCounts(plan: Plan): Record<keyof Readings, number[]> {
  const shared = sharedLabels(plan);
  const lists = questionsOf(plan).map((item) => labelsOf(item, shared));
  const different = new Map(lists.map((labels) => [labels.join("\0"), labels.length]));
  const free = [...different.values()].flatMap((count) =>
    plan.conditions.content_free.map(() => count),
  );
  return { items: lists.map(({ length }) => length), content_free: free };
}

export function rowOf(plan: Plan, read: readonly ItemReading[]): Row {
  const n = read.length;
  const count = read.filter(({ right }) => right).length;
  const fair = read.filter(({ calibrated }) => calibrated === true).length;
  const own = read.some(({ item }) => item.labels.length > 0);
  const says = own ? [] : sharedLabels(plan).map((_, at) => read.filter((item) => item.says === at).length); // prettier-ignore
  return {
    count,
    n,
    right: intervalOf(count, n),
    form: mean(read.map(({ form }) => form)),
    choice: mean(read.map(({ choice }) => choice)),
    calibrated: read[0]?.calibrated == null ? null : intervalOf(fair, n),
    says,
  };
}

/** The place of the largest, or -1 where two are. */
export function likeliest(logprobs: readonly number[]): number {
  const highest = Math.max(...logprobs);
  const at = logprobs.indexOf(highest);
  return at === logprobs.lastIndexOf(highest) ? at : -1;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, item) => sum + item, 0) / values.length;
}

function labelsOf(item: PlanItem, shared: readonly string[]): readonly string[] {
  return item.labels.length > 0 ? item.labels : shared;
}

/** log of each label's mean probability after the content-free inputs, by the list of labels. */
function baselinesOf(
  plan: Plan,
  readings: Readings,
  questions: readonly PlanItem[],
  shared: readonly string[],
): Map<string, number[]> {
  const free = plan.conditions.content_free.length;
  const sets = [...new Set(questions.map((item) => labelsOf(item, shared).join("\0")))];
  if (free === 0) return new Map();
  return new Map(
    sets.map((key, at) => {
      const seen = readings.content_free.slice(at * free, (at + 1) * free);
      const count = seen[0]?.length ?? 0;
      const places = Array.from({ length: count }, (_, i) => i);
      return [key, places.map((i) => logMean(seen.map((item) => item[i] ?? -Infinity)))];
    }),
  );
}

function logMean(logprobs: readonly number[]): number {
  const highest = Math.max(...logprobs);
  if (highest === -Infinity) return highest;
  return highest + Math.log(mean(logprobs.map((item) => Math.exp(item - highest))));
}

/** The answer's share of the mass on all labels. */
function shareOf(logprobs: readonly number[], answer: number): number {
  const highest = Math.max(...logprobs);
  const sizes = logprobs.map((item) => Math.exp(item - highest));
  return (sizes[answer] ?? 0) / sizes.reduce((sum, item) => sum + item, 0);
}

function intervalOf(count: number, n: number) {
  const [low, high] = wilson(count, n);
  return { value: count / n, low, high };
}
