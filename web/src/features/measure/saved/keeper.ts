// What Measure shows as a run in a file, and back. The record in it is the one that Measure saves by
// itself; it is read and written by the same functions.

import { ApiError, measure, search } from "../../../core/api/api";
import {
  empty,
  isWhole,
  readRecord,
  recordText,
  withReading,
} from "../../../core/measurement/record";
import { floatsSame } from "../../../core/runFile/floats";
import type { MeasuredRun } from "../../../core/runFile/runs";
import type { Sameness } from "../../../core/runFile/sameness";
import { computedAs } from "../../../core/models/precision";
import { headOf } from "../../../state/runFile/head";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { server } from "../../../state/server.svelte";
import { causeRecordText, readCauseRecord } from "../causes/record";
import type { Causes } from "../causes/search";
import { searching } from "../causes/searching.svelte";
import { chosen } from "../choice.svelte";
import { closeRecord } from "../record/openedRecord";
import { measuring } from "../run/measuring.svelte";

/** Null while nothing is measured, or not to its end. */
async function save(): Promise<MeasuredRun | null> {
  const result = measuring.isHere ? measuring.result : null;
  const causes = searching.isHere ? searching.shown : null;
  const models: { id: string; precision: string }[] =
    causes !== null
      ? [{ id: causes.planned.model, precision: causes.request.precision ?? "fp32" }]
      : (result?.models ?? []);
  const measured =
    causes === null && result !== null && isWhole(result) ? recordText(result) : null;
  const text = causes?.whole === true ? causeRecordText(causes) : measured;
  if (text === null || measuring.running || searching.running) return null;
  const named = models.map(({ id, precision }) => {
    const name = server.models.find((model) => model.id === id)?.name ?? id;
    return { id, name, where: "computer" as const, precision: computedAs(precision) };
  });
  return {
    ...(await headOf("measure", named, new Date())),
    question: { address: chosen.toQuery().toString() },
    results: {
      kind: causes === null ? "measurement" : causes.name,
      record: JSON.parse(text) as MeasuredRun["results"]["record"],
    },
  };
}

function open({ results }: MeasuredRun): void {
  const text = JSON.stringify(results.record);
  const name = runFiles.opened?.name ?? "";
  if (!searching.open(name, text)) measuring.open(name, text);
}

async function again({ results }: MeasuredRun): Promise<Sameness> {
  const text = JSON.stringify(results.record);
  const causes = readCauseRecord(text);
  if (causes !== null) return searchedAgain(causes);
  const before = readRecord(text);
  let now = before;
  for await (const event of measure(before.plan, new AbortController().signal)) {
    if (event.type === "failed") throw new ApiError(event.problem);
    if (event.type === "planned") now = empty(before.plan, event, before.shotglass, before.made);
    if (event.type === "measured") now = withReading(now, event, event);
  }
  const rows = (record: typeof now) =>
    record.read.flat().flatMap((reading) => reading?.readings.items ?? []);
  const fresh = rows(now);
  return floatsSame(rows(before).map((row, at) => [row, fresh[at] ?? []] as const));
}

/** Every number of the figures. */
async function searchedAgain({ name, request, figures }: Causes): Promise<Sameness> {
  let now: unknown = null;
  for await (const event of search(name, request)) {
    if (event.type === "failed") throw new ApiError(event.problem);
    if ("figures" in event) now = event.figures;
  }
  return floatsSame([[numbersIn(figures), numbersIn(now)]]);
}

/** In the order of its keys. The twin of `_leaves` in backend/shotglass/run_file/repeated.py. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.flatMap(([, inner]) => numbersIn(inner));
}

runFiles.serve("measure", { save, open, again, close: closeRecord });
