// The plan of a measurement as the server reads it, and what follows from it without a model: which
// items are asked, and at which answers. The twin of backend/shotglass/engine/measurement/plan.py.

import type { MeasureBody } from "../api/api.gen";
import { uniform } from "../decoding/philox";
import type { Prompt } from "../prompting/prompt";

export interface PlanItem {
  input: string;
  expected: string;
  labels: string[]; // its own answers; none: those of the task
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

/** Every field is there, as in a record. */
export interface Plan extends Omit<
  Required<MeasureBody>,
  "prompt" | "items" | "conditions" | "only_cost" | "stream" | "earlier"
> {
  prompt: Prompt;
  items: PlanItem[];
  conditions: Conditions;
}

export const MOST_ITEMS = 1000;
export const MOST_LABELS = 64;
export const CONTENT_FREE = ["N/A", "", "[MASK]"]; // Zhao et al. 2021 average these three

const POOL = 0; // what a random number is for, see engine/measurement/randomness.py

/** The places of 0 ... count - 1 in an order that the seed decides. */
export function permutation(seed: number, count: number): number[] {
  const keys = Array.from({ length: count }, (_, place) => uniform(seed, POOL, place));
  return [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
}

/** The places of the items that are asked, in order; the others are the pool of examples. */
export function questionPlaces(plan: Plan): number[] {
  const places = [...plan.items.keys()];
  if (plan.pool === 0) return places;
  return permutation(plan.seed, places.length)
    .slice(plan.pool)
    .sort((a, b) => a - b);
}

/** What examples are drawn from, in order. */
export function examplesOf(plan: Plan): { input: string; output: string }[] {
  if (plan.pool === 0) return plan.prompt.shot_sets[plan.shot_set ?? ""] ?? [];
  const chosen = permutation(plan.seed, plan.items.length).slice(0, plan.pool);
  return chosen.flatMap((place) => {
    const item = plan.items[place];
    return item === undefined ? [] : [{ input: item.input, output: item.expected }];
  });
}

export function questionsOf(plan: Plan): PlanItem[] {
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
  return {
    model,
    prompt: promptJson(plan.prompt),
    items: items.map(({ input, expected, labels: own }) => ({ input, expected, labels: own })),
    conditions: { k, draws, orders, labels, formats, content_free },
    ...{ other_model, precision, shot_set, pool, seed, difference },
  };
}

function promptJson({ instruction, template, shot_sets, query, ...rest }: Prompt): unknown {
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
