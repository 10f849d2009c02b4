// The plan of a measurement as the server reads it, and what follows from it without a model: which
// items are asked, and at which answers. The twin of backend/shotglass/engine/measurement/plan.py.

import { lookup } from "../lookup";
import type { MeasureBody } from "../api/api.gen";
import { uniform } from "../decoding/philox";
import type { Prompt } from "../prompting/prompt";

export interface PlanItem {
  input: string;
  expected: string;
  labels: string[]; // its own answers; none: those of the task
  id?: string; // by which its owner knows it; nothing that is asked
}

export type LabelKind = number | "names" | "none";

export interface Conditions {
  k: number[];
  draws: number;
  orders: number;
  labels: LabelKind[];
  formats: string[];
  content_free: string[];
}

/** Every field is there, as in a record; answers are exact texts. */
export interface Plan extends Omit<
  Required<MeasureBody>,
  "prompt" | "items" | "conditions" | "only_cost" | "stream" | "earlier" | "exact"
> {
  prompt: Prompt;
  items: PlanItem[];
  conditions: Conditions;
}

/** What of a plan says which questions are asked, and after which examples. */
export type MeasuredTask = Pick<
  Plan,
  "prompt" | "items" | "shot_set" | "pool" | "seed" | "balanced"
>;

export const MOST_ITEMS = 1000;
export const CONTENT_FREE = ["N/A", "", "[MASK]"]; // Zhao et al. 2021 average these three

const POOL = 0; // what a random number is for, see engine/measurement/randomness.py

/** The places of 0 ... count - 1 in an order that the seed decides. */
export function permutation(seed: number, count: number): number[] {
  const keys = Array.from({ length: count }, (_, place) => uniform(seed, POOL, place));
  return [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
}

/**
 * The places of `order` one answer after another, as cards are dealt: any first k have as many of
 * each answer as they can. `answers`: by place.
 */
export function dealt(order: readonly number[], answers: readonly string[]): number[] {
  const counts = new Map<string, number>();
  const ranked = order.map((place) => {
    const answer = answers[place] ?? "";
    const rank = counts.get(answer) ?? 0;
    counts.set(answer, rank + 1);
    return { place, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ place }) => place);
}

/** The places of all items; the first `pool` of them are examples. */
function drawn({ items, pool, seed, balanced }: MeasuredTask): number[] {
  if (pool === 0) return [...items.keys()];
  const order = permutation(seed, items.length);
  const answers = items.map(({ expected }) => expected);
  return balanced ? dealt(order, answers) : order;
}

/** The places of the items that are asked, in order; the others are the pool of examples. */
export function questionPlaces(plan: MeasuredTask): number[] {
  return drawn(plan)
    .slice(plan.pool)
    .sort((a, b) => a - b);
}

/** What examples are drawn from, in order. */
export function examplesOf(plan: MeasuredTask): { input: string; output: string }[] {
  if (plan.pool === 0) return lookup(plan.prompt.shot_sets, plan.shot_set ?? "") ?? [];
  return drawn(plan)
    .slice(0, plan.pool)
    .flatMap((place) => {
      const item = plan.items[place];
      return item === undefined ? [] : [{ input: item.input, output: item.expected }];
    });
}

export function questionsOf(plan: MeasuredTask): PlanItem[] {
  return questionPlaces(plan).flatMap((place) => plan.items[place] ?? []);
}

/** The answers of all items that have none of their own. */
export function sharedLabels(plan: Plan): string[] {
  if (plan.prompt.labels.length > 0) return plan.prompt.labels.map(({ text }) => text);
  const own = questionsOf(plan).filter(({ labels }) => labels.length === 0);
  const answers = [
    ...examplesOf(plan).map(({ output }) => output),
    ...own.map(({ expected }) => expected),
  ];
  return [...new Set(answers)];
}

/** As a record has it: all that has a value, in one order whoever wrote it. */
export function planJson(plan: Plan): unknown {
  const { model, items, conditions, other_model, precision, shot_set, pool, seed, difference } =
    plan;
  const { k, draws, orders, labels, formats, content_free } = conditions;
  const { heads_off } = plan;
  return {
    model,
    prompt: promptJson(plan.prompt),
    items: itemsJson(items),
    conditions: { k, draws, orders, labels, formats, content_free },
    ...{ other_model, precision, shot_set, pool, seed, difference },
    ...(plan.balanced && { balanced: true }), // records of before do not say
    ...(heads_off.length > 0 && {
      heads_off: heads_off.map(({ layer, head }) => ({ layer, head })),
    }),
  };
}

export function itemsJson(items: readonly PlanItem[]): unknown {
  return items.map(({ input, expected, labels, id = "" }) => ({
    ...{ input, expected, labels },
    ...(id !== "" && { id }),
  }));
}

export function promptJson({ instruction, template, shot_sets, query, ...rest }: Prompt): unknown {
  const { labels, readout, items, stop, id, lang } = rest;
  return {
    ...{ instruction, template },
    shot_sets: Object.fromEntries(
      Object.entries(shot_sets).map(([name, shots]) => [
        name,
        shots.map(({ input, output, reasoning }) => ({ input, output, reasoning })),
      ]),
    ),
    query: { input: query.input, expected: query.expected },
    ...(labels.length > 0 && { labels: labels.map(({ text, name }) => ({ text, name })) }),
    readout,
    ...(items.length > 0 && { items: items.map(({ input, expected }) => ({ input, expected })) }),
    ...{ stop, id, lang },
  };
}
