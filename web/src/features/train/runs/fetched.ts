// The server's routes about training as typed calls, as in `api.ts`.

import {
  call,
  filePath,
  isAbort,
  manifest,
  models,
  unreachable,
  type Manifest,
} from "../../../core/api/api";
import { payloads } from "../../../core/api/events";
import { isRecord, RECORD_FILE, type EvaluationRecord } from "../record/record";
import type { Runs } from "../../../core/api/api.gen";
import type { Line, Run } from "./trainingRun";

/** The training runs that ship and those made here. */
export async function trainingRuns(signal?: AbortSignal): Promise<Runs> {
  return (await call("/api/v1/runs", undefined, signal)).json();
}

/** One of them with its curves. */
export async function trainingRun(id: string, signal?: AbortSignal): Promise<Run> {
  return (await call(runPath(id), undefined, signal)).json();
}

/** The lines a run writes from byte `from` on, as they come, until it is done or has stopped. */
export async function* tail(id: string, from: number, signal?: AbortSignal): AsyncGenerator<Line> {
  const response = await call(`${runPath(id)}/tail?from=${from}`, undefined, signal);
  if (response.body === null) throw unreachable();
  try {
    for await (const text of payloads(response.body)) {
      const line: unknown = JSON.parse(text);
      if (isLine(line)) yield line;
    }
  } catch (error) {
    throw isAbort(error) ? error : unreachable();
  }
}

function runPath(id: string) {
  return `/api/v1/runs/${encodeURIComponent(id)}` as const;
}

/** A run's line, and not the refusal that may end a stream. */
function isLine(value: unknown): value is Line {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** The model that came of a run: the one of its id, or one whose manifest names it. */
export async function madeOf(run: string, signal?: AbortSignal): Promise<Manifest | null> {
  const all = (await models(signal)).models.map((model) => model.id);
  if (all.includes(run)) return manifest(run, signal);
  for (const id of all.slice(0, MOST_MODELS)) {
    const result = await manifest(id, signal);
    if (result.provenance.run === run) return result;
  }
  return null;
}

const MOST_MODELS = 8; // whose manifests are read for it

/** What was measured of a model; null where its folder holds no such record. */
export async function evaluation(
  of: Manifest,
  signal?: AbortSignal,
): Promise<EvaluationRecord | null> {
  if (of.files[RECORD_FILE] === undefined) return null;
  const result = await (await call(filePath(of.id, RECORD_FILE), undefined, signal)).json();
  return isRecord(result) ? result : null;
}
