// The questions of Measure, in the order of the page. A new one is a row here, its figure in
// ../figures/figures.ts, and its words: a name, a title, a sentence and its rule.

import type { Plan } from "../../../core/measurement/plan";
import { CAUSE_QUESTIONS } from "../causes/search";
import type { Question, QuestionId } from "./question";

export const QUESTIONS: readonly Question[] = [
  {
    id: "examples",
    defaults: { k: [0, 1, 2, 4, 8], draws: 8, questions: 64 },
    fields: ["k", "draws", "questions", "pool", "seed", "difference", "free", "heads"],
    labels: [1],
    least: 1,
    asks: () => true,
  },
  {
    id: "order",
    defaults: { k: [4], orders: 24, questions: 64 },
    fields: ["k", "orders", "questions", "pool", "seed", "free", "heads"],
    labels: [1],
    least: 2,
    asks: ({ conditions }) => conditions.orders > 1,
  },
  {
    id: "labels",
    defaults: { k: [4], draws: 4, questions: 64 },
    fields: ["k", "draws", "questions", "pool", "seed", "difference", "free", "heads"],
    labels: [1, 0.75, 0.5, 0.25, 0, "names", "none"],
    least: 4,
    obstacle: ({ source }) =>
      source.items.some(({ labels }) => labels.length > 0) ? "own-labels" : null,
    asks: ({ conditions }) => conditions.labels.length > 1,
  },
  {
    id: "format",
    defaults: { k: [4] },
    fields: ["formats", "k", "draws", "questions", "pool", "seed", "difference", "free", "heads"],
    labels: [1],
    least: 0,
    asks: ({ conditions }) => conditions.formats.length > 1,
  },
  {
    id: "models",
    defaults: { k: [0, 4], questions: 200 },
    fields: ["k", "draws", "questions", "pool", "seed", "difference", "free"],
    labels: [1],
    least: 0,
    obstacle: ({ models }) => (models < 2 ? "one-model" : null),
    asks: ({ other_model }) => other_model !== null,
  },
];

/** With those that look for causes, which are asked of other routes. */
export const ALL_QUESTIONS: readonly Question[] = [...QUESTIONS, ...CAUSE_QUESTIONS];

/** As they are listed: two ways to look for the part that does it stand together. */
export const LISTED: readonly (readonly [QuestionId, ...QuestionId[]])[] = [
  ...(["examples", "order", "format", "labels", "models", "which-example"] as const).map(
    (id) => [id] as const,
  ),
  ["which-head", "which-vector"],
];

export const QUESTION_IDS: readonly QuestionId[] = ALL_QUESTIONS.map(({ id }) => id);

export function questionOf(id: QuestionId): Question {
  const entry = ALL_QUESTIONS.find((question) => question.id === id) ?? QUESTIONS[0];
  if (entry === undefined) throw new Error(`There is no question ${id}.`);
  return entry;
}

/** Which question a plan asks, of a record too. */
export function questionFor(plan: Plan): Question {
  return [...QUESTIONS].reverse().find(({ asks }) => asks(plan)) ?? questionOf("examples");
}

/** Whether a plan has what a question compares, so that its record can be read for it. */
export function answeredBy(plan: Plan, { id, asks }: Question): boolean {
  return id === "examples" ? plan.conditions.k.length > 1 : asks(plan);
}
