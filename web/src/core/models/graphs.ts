// Graphs that are made when they are first asked for: 8-bit ones for the server, others for browsers.

import type * as api from "../api/api.gen";
import type { ModelSummary } from "../api/api";
import type { Problem } from "../api/events";
import { follow } from "./exportRequests";

/** What can be asked for. */
export type Wanted = "int8" | "web";

export type GraphEvent =
  | Omit<api.Progress, "lane">
  | { type: "made"; model: ModelSummary }
  | { type: "failed"; problem: Problem };

const TYPES = new Set(["progress", "made", "failed"]);

/** An event of the stream; null for a kind that this page does not know. */
export function parseGraphEvent(json: string): GraphEvent | null {
  const value = JSON.parse(json) as { type?: unknown } | null;
  return typeof value?.type === "string" && TYPES.has(value.type) ? (value as GraphEvent) : null;
}

/** Makes the graph and tells how far it is; leaving the loop ends the work. */
export function makeGraph(
  model: string,
  precision: Wanted,
  signal?: AbortSignal,
): AsyncGenerator<GraphEvent> {
  const path = `/api/v1/models/${encodeURIComponent(model)}/graphs`;
  return follow(path, { precision, stream: true }, parseGraphEvent, signal);
}
