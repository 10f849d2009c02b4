// The record of a search for causes as a file: `shotglass measure RECORD` searches again. The twin of
// backend/shotglass/engine/causes/record.py; both write the same bytes.

import type { SearchName } from "../../../core/api/api";
import type * as api from "../../../core/api/api.gen";
import type { Plan } from "../../../core/measurement/plan";
import { itemsJson, promptJson } from "../../../core/measurement/plan";
import { RecordError } from "../../../core/measurement/record";
import { parsePrompt } from "../../../core/prompting/prompt";
import type { Causes } from "./search";

const FORMAT = "shotglass-cause-1";

/** What the figures of a search have, which are not looked into further. */
const LISTS: Record<SearchName, readonly string[]> = {
  example: ["examples", "correlations", "readings"],
  head: ["rankings", "ablations", "contrasts"],
  vector: ["heads", "vectors"],
};

export function causeRecordText(causes: Causes): string {
  const { model, graph, weights, k, fitted, judged, examples, runs, tokens } = causes.planned;
  const record = {
    record: FORMAT,
    shotglass: causes.shotglass,
    made: causes.made,
    search: causes.name,
    plan: planJson(causes),
    planned: { model, graph, weights, k, fitted, judged, examples, runs, tokens },
    figures: causes.figures,
  };
  return `${JSON.stringify(record)}\n`;
}

function planJson({ name, request, figures }: Causes): unknown {
  const { model, precision, prompt, items, k, shot_set, pool, seed, balanced, questions } = request;
  return {
    ...{ model, precision },
    prompt: promptJson(prompt as Plan["prompt"]),
    items: itemsJson(items as Plan["items"]),
    ...{ k, shot_set, pool, seed, balanced, questions },
    ...(name === "head" && { draws: (figures as api.HeadFigures).draws }),
    ...(name === "vector" && { top: (figures as api.VectorFigures).heads.length }),
  };
}

/** Null for a file of another kind. Throws RecordError, PromptError. */
export function readCauseRecord(text: string): Causes | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RecordError(error instanceof Error ? error.message : "");
  }
  if (!isObject(value) || value.record !== FORMAT) return null;
  const { search: name, plan, planned, figures } = value;
  if (name !== "example" && name !== "head" && name !== "vector") throw new RecordError("search");
  if (!isObject(plan) || !Array.isArray(plan.items)) throw new RecordError("plan");
  if (!isObject(planned) || typeof planned.model !== "string") throw new RecordError("planned");
  if (!isObject(figures) || typeof figures.n !== "number") throw new RecordError("figures");
  for (const key of LISTS[name]) if (!Array.isArray(figures[key])) throw new RecordError(key);
  return {
    name,
    request: { ...plan, prompt: parsePrompt(plan.prompt) },
    planned: planned as unknown as api.CausesPlanned,
    figures,
    made: String(value.made ?? ""),
    shotglass: String(value.shotglass ?? ""),
    whole: true,
  } as unknown as Causes;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
