// From what was chosen on the left to the plan that the server gets.

import { OWN, differentFormats, templateFault, templateOf } from "../../core/measurement/formats";
import { CONTENT_FREE, permutation, type Plan, type PlanItem } from "../../core/measurement/plan";
import type { Of } from "../../core/api/api";
import type { Source } from "./items/source";
import type { Available, Obstacle, Question } from "./questions/question";
import type { Settings } from "./questions/settings";

/** What is chosen: a question, its settings, the items, the models. */
export interface Choice {
  question: Question;
  settings: Settings;
  source: Source;
  of: Of;
  other: string | null;
}

/** Whether there are too few questions to measure anything. */
export function lacksItems({ items }: Source): boolean {
  return items.length < 2;
}

/** Why a question cannot be asked where there are items, or null. */
export function obstacleOf(question: Question, available: Available): Obstacle | null {
  if (mostExamples(available.source) < question.least) return "few-examples";
  return question.obstacle?.(available) ?? null;
}

/** Examples that can be shown: of a visitor's own rows at most a third. */
export function mostExamples({ set, examples, items }: Source): number {
  return set === null ? Math.floor(items.length / 3) : examples;
}

export function planOf({ question, settings, source, of, other }: Choice): Plan {
  const { k } = fitting(settings, question, source);
  const pool = poolOf(settings, k, source);
  const items = sampled(source.items, settings.questions + pool, settings.seed);
  return {
    model: of.model,
    precision: of.precision ?? null,
    prompt: source.prompt,
    items,
    conditions: {
      k: [...k],
      draws: settings.draws,
      orders: settings.orders,
      labels: [...question.labels],
      formats: formatsOf(question, source.prompt.template, settings.formats),
      content_free: [...(settings.free ?? freeOf(items))],
    },
    other_model: other,
    shot_set: source.set,
    pool,
    seed: settings.seed,
    difference: settings.difference,
    balanced: pool > 0,
    heads_off: question.fields.includes("heads") ? [...settings.heads] : [],
  };
}

/** The settings with as many examples and questions as the task or the rows have. */
export function fitting(settings: Settings, question: Question, source: Source): Settings {
  const own = settings.pool ?? mostExamples(source);
  const k = shownOf(settings.k, source.set === null ? own : source.examples, question);
  const questions = source.items.length - poolOf(settings, k, source);
  return { ...settings, k, questions: Math.min(settings.questions, Math.max(questions, 0)) };
}

/** Of a visitor's own rows, how many are the examples and are not asked. */
function poolOf({ pool }: Settings, k: readonly number[], { set }: Source): number {
  return set === null && Math.max(...k) > 0 ? (pool ?? Math.max(...k)) : 0;
}

/** Numbers of examples that are there; the largest that is, where none of the wanted ones is. */
function shownOf(counts: readonly number[], most: number, question: Question): number[] {
  const there = counts.filter((k) => k <= most);
  if (there.some((k) => k >= question.least)) return there;
  return question.least === 4 ? [4] : [...new Set([...there, most])];
}

/** So many of the items, chosen by the seed, in their order. */
function sampled(items: readonly PlanItem[], count: number, seed: number): PlanItem[] {
  if (items.length <= count) return [...items];
  const sample = new Set(permutation(seed, items.length).slice(0, count));
  return items.filter((_, place) => sample.has(place));
}

/** Templates that mean the same, and those that were added, each once. */
export function formatsOf(question: Question, own: string, added: readonly string[]): string[] {
  if (question.id !== "format" || templateFault(own) !== null) return [OWN];
  const names = differentFormats(own);
  const known = new Set(names.map((name) => templateOf(name, own)));
  return [...names, ...added.filter((template) => !known.has(template))];
}

/** Questions with answers of their own would each need content-free prompts of their own. */
function freeOf(items: readonly PlanItem[]): readonly string[] {
  return items.some(({ labels }) => labels.length > 0) ? [] : CONTENT_FREE;
}
