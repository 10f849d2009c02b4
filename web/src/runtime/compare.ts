// Zero, one and few side by side in the browser. The twin of backend/shotglass/engine/tasks/compare.py.

import type { CompareRequest, LaneRequest } from "../core/api/api";
import type { RunEvent } from "../core/api/events";
import {
  type Lane,
  type Prompt,
  PromptError,
  parsePrompt,
  render,
  stopsOf,
} from "../core/prompting/render";
import { parseTemplate } from "../core/prompting/template";
import { encodeLabels, longest } from "./text/labels";
import type { Model } from "./model";
import { reason, type Reasoning, requireReasoningRoom } from "./reasoning";
import { problemOf, Refusal } from "./refusal";
import type { Writing } from "./row";
import { follow, type Plan, TokenCount } from "./laneEvents";

/**
 * A lane that does not fit is told by an event of its own; other bad requests throw before the
 * first. Rejects with the signal's reason.
 */
export async function* compare(
  model: Model,
  request: CompareRequest,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const prompt = checked(() => parsePrompt(request.prompt));
  const settings: Writing = { ...request.settings, stop: stopsOf(prompt) };
  const reasoning: Reasoning = {
    delimiter: parseTemplate(prompt.template).delimiter,
    labels: prompt.labels.map((label) => label.text),
    settings,
  };
  const plans = new Map<LaneRequest, Plan>();
  for (const lane of request.lanes) {
    try {
      plans.set(lane, planned(model, prompt, lane, reasoning));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "context_length_exceeded") throw error;
      yield { type: "failed", lane: lane.id, problem: problemOf(error) };
    }
  }
  const of = (reasons: boolean) =>
    [...plans].flatMap(([lane, plan]) => ((lane.reasoning ?? false) === reasons ? [plan] : []));
  const count = new TokenCount();
  yield* follow(model, of(false), settings, signal, count);
  yield* reason(model, of(true), reasoning, signal, count);
  yield count.end();
}

function planned(model: Model, prompt: Prompt, request: LaneRequest, reasoning: Reasoning): Plan {
  const lane: Lane = { shot_set: null, ...request };
  const { text, spans } = checked(() => render(prompt, lane));
  const ids = model.encode(text);
  const { max_tokens } = reasoning.settings;
  model.requireRoom(ids, max_tokens);
  if (lane.reasoning) {
    requireReasoningRoom(model, text, reasoning);
    return { lane: lane.id, text, ids, spans, labels: null };
  }
  const labels = encodeLabels(model.tokenizer, text, reasoning.labels, "/prompt/labels");
  model.requireRoom(ids, Math.max(max_tokens, longest(labels)));
  return { lane: lane.id, text, ids, spans, labels };
}

/** A fault of the prompt as the refusal that it is in a request. */
function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    throw new Refusal("invalid_parameter", error.message, error.pointer);
  }
}
