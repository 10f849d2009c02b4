// The record of a search for causes as a file: `shotglass measure RECORD` searches again. The twin of
// backend/shotglass/engine/causes/record.py; both write the same bytes.

import type * as api from "../../../core/api/api.gen";
import type { Plan } from "../../../core/measurement/plan";
import { itemsJson, promptJson } from "../../../core/measurement/plan";
import { RecordError } from "../../../core/measurement/record";
import { parsePrompt } from "../../../core/prompting/prompt";
import type { MeasuredRun } from "../../../core/runFile/runs";
import type { Causes } from "./search";

const FORMAT = "shotglass-cause-1";

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

/** Null for a file of another kind. Rejects with RecordError, PromptError. */
export async function readCauseRecord(text: string): Promise<Causes | null> {
  const { causeRecord, Misshapen } = await import("../../../core/runFile/form");
  try {
    const value = JSON.parse(text) as { record?: unknown } | null;
    return value?.record === FORMAT ? causesOfRecord(causeRecord(value)) : null;
  } catch (error) {
    const isFault = error instanceof Misshapen || error instanceof SyntaxError;
    throw isFault ? new RecordError(error.message) : error;
  }
}

/** What was found, by a record that was read. Throws PromptError. */
export function causesOfRecord(record: MeasuredRun["results"]["record"]): Causes {
  const { search: name, plan, ...contents } = record as typeof record & { search: string };
  const request = { ...plan, prompt: parsePrompt(plan.prompt) };
  return { ...contents, name, request, whole: true } as unknown as Causes;
}
