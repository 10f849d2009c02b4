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
import type { MeasuredRun } from "../../../core/runFile/runs";
import { RunComparison } from "../../../core/runFile/sameness";
import { computedAs } from "../../../core/models/precision";
import { headOf } from "../../../state/runFile/head";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { server } from "../../../state/server.svelte";
import { causeRecordText, causesOfRecord } from "../causes/record";
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
      ? [{ id: causes.planned.model, precision: "fp32" }] // what looks inside computes in it
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

function open({ results: { kind, record } }: MeasuredRun): void {
  const name = runFiles.opened?.name ?? "";
  if (kind === "measurement") measuring.open(name, JSON.stringify(record));
  else searching.open(name, causesOfRecord(record));
}

/** The whole of the record, but when it was made and by which version. */
async function again({ results: { kind, record } }: MeasuredRun): Promise<RunComparison> {
  const now =
    kind === "measurement"
      ? await measuredAgain(JSON.stringify(record))
      : await searchedAgain(causesOfRecord(record));
  const comparison = new RunComparison();
  comparison.compare("results.record", record, JSON.parse(now));
  return comparison;
}

async function measuredAgain(text: string): Promise<string> {
  const before = readRecord(text);
  let now = before;
  for await (const event of measure(before.plan, new AbortController().signal)) {
    if (event.type === "failed") throw new ApiError(event.problem);
    if (event.type === "planned") now = empty(before.plan, event, before.shotglass, before.made);
    if (event.type === "measured") now = withReading(now, event, event);
    if (event.type === "summary") now = { ...now, figures: event.figures };
  }
  return recordText(now);
}

async function searchedAgain(causes: Causes): Promise<string> {
  let now = causes;
  for await (const event of search(causes.name, causes.request)) {
    if (event.type === "failed") throw new ApiError(event.problem);
    if (event.type === "planned") now = { ...now, planned: event };
    else if ("figures" in event && event.type !== "progress")
      now = { ...now, figures: event.figures } as Causes;
  }
  return causeRecordText(now);
}

runFiles.serve("measure", { save, open, again, close: closeRecord });
