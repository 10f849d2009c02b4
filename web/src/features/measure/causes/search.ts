// The questions that look for what an answer depends on: which route each asks, and with what.

import type { SearchName, SearchRequest } from "../../../core/api/api";
import type * as api from "../../../core/api/api.gen";
import type { Plan } from "../../../core/measurement/plan";
import type { Question, QuestionId } from "../questions/question";

const SEARCHES: Partial<Record<QuestionId, SearchName>> = {
  "which-example": "example",
  "which-head": "head",
  "which-vector": "vector",
};

/** Rows of the table of questions; no plan of conditions is one of them. */
export const CAUSE_QUESTIONS: readonly Question[] = (
  ["which-example", "which-head", "which-vector"] as const
).map((id) => ({
  id,
  defaults: { k: [4], questions: 32 },
  fields: ["k", "questions", "pool", "seed"],
  labels: [1],
  least: 1,
  asks: () => false,
}));

/** Null for a question that varies conditions instead. */
export function searchOf(id: QuestionId): SearchName | null {
  return SEARCHES[id] ?? null;
}

const FITTED: Record<SearchName, number> = { example: 0, head: 8, vector: 8 };

/** Items that heads and vectors are taken from, beside those that they are judged on. */
export function fittedBeside(id: QuestionId): number {
  const name = searchOf(id);
  return name === null ? 0 : FITTED[name];
}

/** What `plan` holds, for one number of examples. */
export function requestOf(name: SearchName, plan: Plan): SearchRequest {
  const { model, precision, prompt, items, conditions, shot_set, pool, seed, balanced } = plan;
  const questions = items.length - pool;
  const taken = Math.min(FITTED[name], Math.floor(questions / 2)); // as the server takes them
  return {
    model,
    precision,
    prompt,
    items,
    k: Math.max(1, ...conditions.k),
    shot_set,
    pool,
    seed,
    balanced,
    questions: Math.max(1, questions - taken),
  };
}

interface Circumstances {
  request: SearchRequest;
  planned: api.CausesPlanned;
  shotglass: string; // the version that searched
  whole: boolean; // false: of what was read so far
}

/** What a search has found. */
export type Causes = Circumstances & { made: string } & ( // when, in ISO 8601
    | { name: "example"; figures: api.ExampleFigures }
    | { name: "head"; figures: api.HeadFigures }
    | { name: "vector"; figures: api.VectorFigures }
  );

/** `figures`: those of a search of this `name`. */
export function causesOf(
  name: SearchName,
  figures: Causes["figures"],
  circumstances: Circumstances,
): Causes {
  return { ...circumstances, name, figures, made: new Date().toISOString() } as Causes;
}
